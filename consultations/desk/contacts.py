"""Contact data and notes as the desk shows them, to whom, and how it is logged that they were shown."""

import re
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bases.bidi import isolated
from consultations.appointments.models import Appointment
from consultations.appointments.wording import when_text
from consultations.forms import HELPER, MEANS, MESSAGE, WHEN
from pages.schema.values import DIGITS_WITH_AREA_CODE, address_of
from staff.access_log import Action, record_all
from vault.seal import CannotUnseal

SEE_CONTACT = "consultations.see_contact"
# As many references as fit into the detail of one entry of the access log.
LISTED = 20
NO_MESSAGE = "leave no message"
NOT_SHOWN = "not shown to you"
LINE_BREAK = SafeString("<br>")


def sees_contact(person: Any, row: Any) -> bool:
    return bool(person.has_perm(SEE_CONTACT)) or is_own(person, row)


def is_own(person: Any, row: Any) -> bool:
    """Whether it is an appointment with this person."""
    schedule = getattr(row, "schedule", None)
    return schedule is not None and schedule.account_id is not None and bool(schedule.account_id == person.pk)


def record_listed(request: HttpRequest, rows: Iterable[Any], where: str) -> None:
    """Log that a list shows the contacts of these rows: one entry for each page of it, with the references on it."""
    references = [reference_of(row) for row in rows]
    pages = (references[first : first + LISTED] for first in range(0, len(references), LISTED))
    if references:
        record_all(request.user, Action.SAW_CONTACT, ((where, " ".join(page)) for page in pages))


def reference_of(row: Any) -> str:
    """In the access log: the reference, or the beginning of the number of a row without answers."""
    return row.submission.reference if row.submission else str(row.pk)[:8]


def person_html(row: Any) -> SafeString | str:
    """Name and number, for a row of a list. `shows_contact` says whether its reader may see them."""
    if not row.shows_contact:
        return NOT_SHOWN
    try:
        contact = row.contact
    except CannotUnseal:
        return "cannot be read"
    message = NO_MESSAGE if contact["may_leave_message"] == "no" else ""
    when = contact.get("when", ())
    times = "any time" if "any" in when else ", ".join(text for value, text in WHEN if value in when).lower()
    return _lines(isolated(contact["name"]), call_link(contact["phone"]), message, times)


def contact_html(row: Any) -> SafeString | str:
    """All of it. Requests from before have only the name, the number, the message and when."""
    try:
        contact = row.contact
    except CannotUnseal as error:
        return f"This cannot be read: {error}."
    interpreter = contact.get("interpreter")
    return _lines(
        isolated(contact["name"]),
        call_link(contact["phone"]),
        dict(MESSAGE)[contact["may_leave_message"]],
        ", ".join(text for value, text in WHEN if value in contact.get("when", ())),
        dict(MEANS).get(contact.get("means", ""), ""),
        format_html("Interpreter: {}", isolated(interpreter)) if interpreter else "",
        "".join(text for value, text in HELPER if value in contact.get("helper", ())),
        contact.get("email", ""),
    )


def call_link(phone: str) -> SafeString | str:
    """A link that calls the number. An extension is said to whoever answers."""
    number, _, _ = phone.partition(" ext. ")
    if len(re.sub(r"\D", "", number)) != DIGITS_WITH_AREA_CODE:
        return phone
    return format_html('<a class="tel" href="{}">{}</a>', address_of(number), phone)


def note_of(row: Any) -> str:
    """Empty when nobody wrote a note, or nobody can read it."""
    try:
        return str(row.note)
    except CannotUnseal:
        return ""


def when_of(row: Any) -> str:
    """The time of an appointment; empty for a call request."""
    return when_text(row.wall_time) if isinstance(row, Appointment) else ""


def progress_html(row: Any) -> SafeString:
    return _lines(row.get_state_display(), row.tries_text, note_of(row) if row.shows_contact else "")


def _lines(*lines: SafeString | str) -> SafeString:
    return format_html_join(LINE_BREAK, "{}", ((line,) for line in lines if line))
