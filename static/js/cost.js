// An enhancement: updates the total after every choice. The server calculates it, with or without this script.
"use strict";

const form = document.querySelector("[data-cost]");
let requests = 0;

form.addEventListener("input", async () => {
  const request = ++requests;
  const query = new URLSearchParams(new FormData(form));
  try {
    const response = await fetch(`${form.action}?${query}`);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const estimate = page.querySelector("#estimate");
    // Ignore a response that a newer request has replaced, and one with an error: the button shows the error.
    if (request !== requests || !estimate || page.querySelector(".error-summary")) return;
    for (const part of [".estimate__sum", "table"]) {
      document.querySelector(`#estimate ${part}`).replaceChildren(...estimate.querySelector(part).childNodes);
    }
  } catch {
    // Without a network, the browser's own error after pressing the button says more than we could.
  }
});
