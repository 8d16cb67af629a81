// An enhancement: says each time in the person's own time zone, too, when it differs from the one on the page.
"use strict";

const clock = new Intl.DateTimeFormat("en-US", { weekday: "short", hour: "numeric", minute: "2-digit", timeZoneName: "short" });
for (const time of document.querySelectorAll("[data-local-time]")) {
  const moment = new Date(time.dateTime);
  const offset = time.dateTime.match(/([+-])(\d\d):(\d\d)$/);
  const minutes = offset ? Number(`${offset[1]}1`) * (Number(offset[2]) * 60 + Number(offset[3])) : 0;
  if (minutes === -moment.getTimezoneOffset()) continue;
  const own = document.createElement("span");
  own.className = "times__own";
  own.textContent = ` (${clock.format(moment).replace(/[AP]M/, (half) => half.toLowerCase())}, your time)`;
  time.after(own);
}
