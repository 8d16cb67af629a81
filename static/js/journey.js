// The questionnaire works without this script.
"use strict";

// The error summary gets the focus; its links focus an input.
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
    const title = input.closest("fieldset")?.querySelector("legend") || input.labels[0];
    title.scrollIntoView();
    input.focus({ preventScroll: true });
  });
}

// Ignore a second submit within a second.
let sentAt = 0;
document.addEventListener("submit", (event) => {
  if (Date.now() - sentAt < 1000) event.preventDefault();
  sentAt = Date.now();
});

// On a shared computer, Back must not send a form again, or show answers or a code.
history.replaceState(null, "", location.pathname + location.hash);
// Back leads to the top: it may say that the answers are gone.
history.scrollRestoration = "manual";
addEventListener("pagehide", () => {
  for (const form of document.forms) form.reset();
  document.documentElement.hidden = true;
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
  else document.documentElement.hidden = false;
});

const copy = document.querySelector("[data-copy]");
if (copy) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    const status = copy.nextElementSibling;
    try {
      await navigator.clipboard.writeText(copy.dataset.copy);
      status.textContent = "Copied.";
    } catch {
      status.textContent = "Copying failed. Write it down.";
    }
  });
}

// Exit this page: the link, or Shift three times, each within five seconds.
const status = document.querySelector("[data-exit] + [role=status]");
if (status) {
  const exits = document.querySelectorAll("[data-exit]");

  const leave = (event) => {
    event?.preventDefault();
    const overlay = document.createElement("div");
    overlay.className = "exit-overlay";
    overlay.setAttribute("role", "alert");
    overlay.textContent = "Loading.";
    document.body.replaceChildren(overlay);
    document.title = "Loading";
    location.replace(exits[0].href); // clears the session
  };
  for (const exit of exits) exit.addEventListener("click", leave);

  let presses = 0;
  let timer, withOther;
  document.addEventListener("keydown", (event) => {
    withOther = event.key !== "Shift" || (event.repeat && withOther);
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
