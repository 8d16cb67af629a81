// Shows the parts that need a script, why keys and passkeys cannot work here, and an error message when one did not work.
"use strict";

// a browser makes and uses no key for an IP address
if (/^[\d.]+$|^\[/.test(location.hostname)) {
  for (const message of document.querySelectorAll(".without-script")) message.hidden = true;
  for (const message of document.querySelectorAll(".at-ip-address")) message.hidden = false;
  for (const link of document.querySelectorAll(".at-ip-address a")) {
    link.href = location.href;
    link.hostname = "localhost";
    link.hidden = !/^127\.|^\[::1\]$/.test(location.hostname);
  }
} else if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll(".with-script")) form.hidden = false;
  for (const message of document.querySelectorAll(".without-script")) message.hidden = true;
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault(); // allauth would only log it to the console
  document.getElementById("passkey-failed").hidden = false;
});
