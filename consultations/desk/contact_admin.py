"""The base of the admin pages with contact data of a person: each view of it is logged before it is shown."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bases.bidi import isolated
from consultations.desk.decisions import ShowsDecision
from consultations.forms import HELPER, MEANS, MESSAGE, WHEN
from screening.admin import CHANGED, ReceivedAdmin
from staff.access_log import Action, record
from vault.seal import CannotUnseal

CHANGED_COLUMN = "The result, the order, the consent, the time limit or when this came in was changed."
TELL = "Name and number are sealed and can be trusted. Please tell a privacy officer."


class ContactAdmin(ShowsDecision, ReceivedAdmin):
    """For rows with a `contact` and a `submission`, whose plain columns are bound."""

    def sees_contact(self, request: HttpRequest, row: Any) -> bool:
        raise NotImplementedError

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        # Before the page is rendered, so that nobody sees contact data without an entry in the access log.
        if self.sees_contact(request, obj):
            record(request.user, Action.SAW_CONTACT, str(obj.pk))
        if not obj.is_as_stored:
            messages.error(request, f"{CHANGED_COLUMN} Somebody did it in the database, past this site. {TELL}")
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description="screening")
    def result(self, row: Any) -> str:
        return row.get_disposition_display() if row.is_as_stored else CHANGED

    @admin.display(description="How to reach them")
    def contact(self, row: Any) -> SafeString | str:
        try:
            return format_html_join(SafeString("<br>"), "{}", ((line,) for line in contact_lines(row.contact) if line))
        except CannotUnseal as error:
            return f"This cannot be read: {error}."


def contact_lines(contact: dict[str, Any]) -> Iterator[SafeString | str]:
    """The parts of a contact, one a line; those that it does not have are empty."""
    yield isolated(contact["name"])
    yield contact["phone"]
    yield dict(MESSAGE)[contact["may_leave_message"]]
    yield ", ".join(text for value, text in WHEN if value in contact.get("when", ()))
    yield dict(MEANS).get(contact.get("means", ""), "")
    yield format_html("Interpreter: {}", isolated(contact["interpreter"])) if contact.get("interpreter") else ""
    yield "".join(text for value, text in HELPER if value in contact.get("helper", ()))
    yield contact.get("email", "")
