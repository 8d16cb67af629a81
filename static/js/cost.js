// Only adds: the sum follows every choice at once. The server does the sum, as it does without this.
"use strict";

const form = document.querySelector("[data-cost]");
let asked = 0;

form.addEventListener("input", async () => {
  const mine = ++asked;
  const query = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(`${form.action}?${query}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const sum = page.querySelector("#estimate");
    // an answer that was overtaken, and one with an error, are left to the button
    if (mine !== asked || !sum || page.querySelector(".error-summary")) return;
    for (const part of [".estimate__sum", "table"]) {
      document.querySelector(`#estimate ${part}`).replaceChildren(...sum.querySelector(part).childNodes);
    }
  } catch {
    // no network: the button says so better than we could
  }
});
