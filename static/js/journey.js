// Only adds: the questionnaire works without it.
"use strict";

// Error summary: take focus on load; a link leads to the question's legend and its first input.
const summary = document.querySelector("[data-error-summary]");
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
  summary.addEventListener("blur", () => summary.removeAttribute("tabindex"), { once: true });
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const input = link && document.getElementById(link.hash.slice(1));
    if (!input) return;
    event.preventDefault();
    const fieldset = input.closest("fieldset");
    const title = fieldset ? fieldset.querySelector("legend") : document.querySelector(`label[for="${input.id}"]`);
    (title || input).scrollIntoView();
    input.focus({ preventScroll: true });
  });
}

// A second click within a second does not send the form twice.
let sentAt = 0;
document.addEventListener("submit", (event) => {
  if (Date.now() - sentAt < 1000) event.preventDefault();
  sentAt = Date.now();
});

// The browser's back/forward cache would show a filled form on a shared computer: hide, and load anew.
window.addEventListener("pagehide", () => {
  for (const form of document.forms) form.reset();
  document.documentElement.hidden = true;
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
  else document.documentElement.hidden = false;
});

// Exit this page: the link, or Shift three times, each within five seconds of the one before.
const exit = document.querySelector("[data-exit-to]");
if (exit) {
  const status = document.createElement("span");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  exit.after(status);

  const leave = (event) => {
    if (event) event.preventDefault();
    for (const child of document.body.children) child.hidden = true;
    const overlay = document.createElement("div");
    overlay.className = "exit-overlay";
    overlay.setAttribute("role", "alert");
    overlay.textContent = "Loading.";
    document.body.append(overlay);
    document.title = "Loading";
    location.replace(exit.href); // empties the session on our side, then goes on
  };
  exit.addEventListener("click", leave);

  let presses = 0;
  let timer = 0;
  let withOther = false;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") withOther = true;
    else if (!event.repeat) withOther = false;
  });
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") return;
    clearTimeout(timer);
    presses = withOther ? 0 : presses + 1;
    if (presses === 3) return leave();
    if (presses) status.textContent = `Shift, press ${3 - presses} more ${presses === 2 ? "time" : "times"} to exit.`;
    timer = setTimeout(() => {
      presses = 0;
      status.textContent = "";
    }, 5000);
  });
}
