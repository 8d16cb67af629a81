// Shows the parts that need a script, and an error message when a key or passkey did not work.
"use strict";

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll(".with-script")) form.hidden = false;
  for (const message of document.querySelectorAll(".without-script")) message.hidden = true;
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault(); // allauth would only log it to the console
  document.getElementById("passkey-failed").hidden = false;
});
