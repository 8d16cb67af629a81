"""The base of the lists from which the clinic phones, and of their pages. Contact data is shown to whoever may see it,
and each view of it is logged before it is shown: a page of a list is one entry with the references in it.
"""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from consultations import priority
from consultations.desk import calling, waiting
from consultations.desk.contacts import (
    LISTED,
    SEE_CONTACT,
    contact_html,
    person_html,
    progress_html,
    record_listed,
    reference_of,
    sees_contact,
)
from consultations.desk.decisions import ShowsDecision
from consultations.desk.forms import ContactForm
from consultations.desk.lists import VIEW, ByView
from screening.admin import CHANGED, ReceivedAdmin
from screening.submissions.receipt_code import as_reference
from staff.access_log import Action, record

SEE_ANSWERS = "screening.view_submission"
OVERDUE = SafeString('<br><strong class="overdue">Overdue</strong>')
CHANGED_COLUMN = "The result, the order, the consent, the time limit or when this came in was changed."
TELL = "Name and number are sealed and can be trusted. Please tell a privacy officer."


class ContactAdmin(ShowsDecision, ReceivedAdmin):
    """For rows with a contact, a note, tries and a `submission`, whose plain columns are bound."""

    views: ClassVar[type[ByView]]
    # Those states in which somebody who comes first still does.
    open_states: ClassVar[tuple[str, ...]]
    oldest_first: ClassVar[tuple[str, ...]]

    form = ContactForm
    list_select_related: ClassVar[tuple[str, ...]] = ("submission",)
    list_per_page = LISTED
    list_max_show_all = 0
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    search_fields = ("submission__reference",)
    search_help_text = "By reference, as the person says it on the phone"
    actions = ("mark_not_reached", "mark_reached")
    change_list_template = "admin/consultations/desk_list.html"
    change_form_template = "admin/consultations/desk_form.html"

    def sees_any_contact(self, request: HttpRequest) -> bool:
        return request.user.has_perm(SEE_CONTACT)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        if self.views.current(request).is_oldest_first:
            return self.oldest_first
        return tuple(f"-{column}" for column in self.oldest_first)

    def keys_in_front(self, rows: QuerySet[Any]) -> list[UUID]:
        """Of those that wait. Who waits longest, or is called next, comes first."""
        first = priority.who_come_first(rows.filter(state__in=self.open_states))
        in_order = self.model._default_manager.filter(pk__in=first).order_by(*self.oldest_first)
        return list(in_order.values_list("pk", flat=True)) if first else []

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        sees_any = self.sees_any_contact(request)
        return tuple(str(name) for name in self.list_display if name != "person" or sees_any)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        hidden = () if obj and sees_contact(request.user, obj) else ("contact", "note")
        return tuple(str(name) for name in self.fields or () if name not in hidden)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term:
            return queryset, False
        return queryset.filter(submission__reference=as_reference(search_term)), False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        offered = super().get_actions(request) if self.has_change_permission(request) else {}
        return {name: action for name, action in offered.items() if name in self.actions}

    @admin.action(description="Mark as called: not reached")
    def mark_not_reached(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._record_calls(request, was_reached=False)

    @admin.action(description="Mark as called: reached")
    def mark_reached(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._record_calls(request, was_reached=True)

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        shown = calling.shown_by(request)
        if set(request.POST.getlist(ACTION_CHECKBOX_NAME)) <= shown.keys():
            return super().response_action(request, queryset, *args, **kwargs)
        messages.warning(request, calling.READ_AGAIN)
        return None

    def _record_calls(self, request: HttpRequest, *, was_reached: bool) -> None:
        # `queryset` leaves out the rows that are in another view by now. Whoever selected them has to know.
        shown = calling.shown_by(request)
        keys = [UUID(key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)]
        recorded = calling.record_calls(self.model, keys, shown, was_reached=was_reached)
        for row in recorded.rows:
            self.log_change(request, row, calling.REACHED if was_reached else calling.NOT_REACHED)
        calling.say(request, recorded)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        context = response.context_data if isinstance(response, SimpleTemplateResponse) else None
        if not context or "cl" not in context:
            return response
        changelist = context["cl"]
        rows = list(changelist.result_list)
        shown = [row for row in rows if self.prepare(request, row)]
        # Before the page is rendered, so that nobody sees contact data without an entry in the access log.
        record_listed(request, shown, f"list of {self.opts.verbose_name_plural}")
        view = self.views.current(request)
        by_view = next(spec for spec in changelist.filter_specs if isinstance(spec, ByView))
        context |= {
            "title": str(self.opts.verbose_name_plural).capitalize(),
            "tabs": list(by_view.tabs(changelist, self.model._default_manager.all())),
            "other_filters": [spec for spec in changelist.filter_specs if spec is not by_view],
            "empty": view.empty,
            "is_filtered": bool(changelist.filter_params.keys() - {VIEW, SEARCH_VAR}),
            "drawn_from": calling.drawn_from(rows),
        }
        return response

    def prepare(self, request: HttpRequest, row: Any) -> bool:
        """Set what the columns of this row need to know of who reads it. Returns whether they see the contact."""
        row.shows_contact = sees_contact(request.user, row)
        row.links_answers = request.user.has_perm(SEE_ANSWERS)
        return bool(row.shows_contact)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            self.prepare(request, row)
        return row

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
        if obj.shows_contact:
            record(request.user, Action.SAW_CONTACT, str(obj.pk), reference_of(obj))
        if not obj.is_as_stored:
            messages.error(request, f"{CHANGED_COLUMN} Somebody did it in the database, past this site. {TELL}")
        may_call = self.has_change_permission(request, obj) and obj.may_be_called(timezone.now())
        return super().render_change_form(request, context | {"may_call": may_call}, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # The form of somebody who does not see the note has none.
        if "note" in form.changed_data and obj.shows_contact:
            obj.seal_note(form.cleaned_data["note"])
            obj.save(update_fields=("sealed_note",))
        if form.call is None:
            self.move_to(request, obj)
        else:
            # From a POST, so it is locked (CurrentRows).
            obj.record_call(timezone.now(), was_reached=form.call == calling.REACHED)

    def move_to(self, request: HttpRequest, row: Any) -> None:
        """Store the state that the form set."""
        raise NotImplementedError

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        message = super().construct_change_message(request, form, formsets, add)
        return message if form.call is None else form.call

    @admin.display(description=SafeString('<input type="checkbox" id="action-toggle" aria-label="Select all">'))
    def action_checkbox(self, obj: Any) -> SafeString:
        # Django draws a form field with a template for each row.
        box = '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="Select: {}">'
        return format_html(box, ACTION_CHECKBOX_NAME, obj.pk, calling.name_of_row(obj))

    @admin.display(description="who")
    def person(self, row: Any) -> SafeString | str:
        return person_html(row)

    @admin.display(description="state")
    def progress(self, row: Any) -> SafeString:
        return progress_html(row)

    @admin.display(description="screening")
    def result(self, row: Any) -> str:
        return row.get_disposition_display() if row.is_as_stored else CHANGED

    @admin.display(description="answers")
    def reference(self, row: Any) -> SafeString | str:
        if row.submission is None:
            return "not sent"
        if not row.links_answers:
            return str(row.submission.reference)
        url = reverse("admin:screening_submission_change", args=(row.submission.pk,))
        return format_html('<a href="{}">{}</a>', url, row.submission.reference)

    @admin.display(description="How to reach them")
    def contact(self, row: Any) -> SafeString | str:
        return contact_html(row)

    @admin.display(description="tries")
    def tries_so_far(self, row: Any) -> str:
        return row.tries_text or "none"


def waits_html(text: str, since: datetime | None) -> SafeString:
    """`text`, and if somebody waits, since when and whether that is too long."""
    if since is None:
        return format_html("{}", text)
    now = timezone.now()
    mark = OVERDUE if since < waiting.overdue_before(now) else ""
    return format_html("{}<br>waits {}{}", text, waiting.waited_text(since, now), mark)
