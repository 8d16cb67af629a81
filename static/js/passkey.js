// Shows what needs a script, and says in words when a key or passkey did not work.
"use strict";

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll(".with-script")) form.hidden = false;
  for (const words of document.querySelectorAll(".without-script")) words.hidden = true;
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault(); // allauth would write it to the console alone
  document.getElementById("passkey-failed").hidden = false;
});
