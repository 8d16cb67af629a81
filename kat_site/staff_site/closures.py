"""Where clinical leads and privacy officers close the questionnaire, requests for a call, or picking a time."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bases.admin import one_at_a_time
from bases.bidi import isolated_text
from bases.moments import moment_text
from bases.versions import Drawn, StaffForm, event
from kat_site.staff_site import dashboard
from kat_site.staff_site.cards import Card, Line
from screening.models import Closure
from screening.submissions.closures import LONGEST_REASON, Service, closed_services, closure_of
from staff.access_log import Action, record
from staff.roles import CLOSES_SERVICES, name_of

SHOWN_CHANGES = 20
OPEN = "open"


class ClosureForm(StaffForm):
    """Closes one service, opens it again, or changes the reason that visitors read."""

    reason = forms.CharField(
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60, "maxlength": None}),
        help_text="Visitors read this. Say what they can do meanwhile, and name nobody",
        error_messages={"max_length": f"Write at most {LONGEST_REASON} characters"},
    )

    def __init__(self, service: Service, data: QueryDict | None = None) -> None:
        self.service, self.closure = service, closure_of(service)
        self.opens = data is not None and data.get("change") == OPEN
        super().__init__(data, auto_id=f"{service.value}_%s")
        self.fields["reason"].label = f"Why it is closed: {service.label}"
        if self.closure:
            self.initial["reason"] = self.closure.reason

    def shown(self) -> Mapping[str, str]:
        newest = Closure.objects.filter(service=self.service).first()
        return {"change": str(newest.pk if newest else 0)}

    def changes_since(self, drawn: Drawn) -> Iterator[str]:
        for row in Closure.objects.filter(service=self.service, pk__gt=int(drawn.shown["change"])).order_by("pk"):
            what = f"closed it: {isolated_text(row.reason)}" if row.closes else "opened it"
            yield event(isolated_text(row.author_name), row.made_at, what)

    def is_stored_already(self) -> bool:
        if self.opens:
            return self.closure is None
        return self.closure is not None and self.closure.reason == self.cleaned_data.get("reason")

    def clean_reason(self) -> str:
        return " ".join(self.cleaned_data["reason"].split())

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not (self.opens or self.cleaned_data.get("reason") or self.errors):
            self.add_error("reason", "Write why it is closed: visitors read it")
        return cleaned

    def store(self, person: User) -> None:
        if self.is_stored_already():
            return
        reason = "" if self.opens else self.cleaned_data["reason"]
        Closure.objects.create(
            service=self.service, closes=not self.opens, reason=reason, made_by=person, author_name=name_of(person)
        )
        record(person, Action.OPENED_SERVICE if self.opens else Action.CLOSED_SERVICE, self.service.label, reason)


@require_http_methods(["GET", "HEAD", "POST"])
def closures(request: HttpRequest, site: AdminSite) -> HttpResponse:
    if not (isinstance(request.user, User) and request.user.has_perm(CLOSES_SERVICES)):
        raise PermissionDenied
    sent = None
    with transaction.atomic():
        if request.method == "POST" and request.POST.get("service") in Service.values:
            one_at_a_time(Closure)
            sent = ClosureForm(Service(request.POST["service"]), request.POST)
            if sent.is_valid():
                sent.store(request.user)
        forms_shown = [sent if sent and sent.service == service else ClosureForm(service) for service in Service]
    if sent and sent.is_valid():
        messages.success(request, f"{sent.service.label}: {'open again' if sent.opens else 'closed'}.")
        return redirect("admin:closures")
    context = site.each_context(request) | {
        "title": "Close or open what visitors use",
        "forms": forms_shown,
        "sent": sent,
        "changes": Closure.objects.all()[:SHOWN_CHANGES],
    }
    status = 200 if sent is None else 409 if sent.is_stale else 422
    return render(request, "admin/closures.html", context, status=status)


def cards(person: User) -> list[Card]:
    """The cards of the first page. After what cannot wait, everybody sees what is closed; who may close sees what is
    open, too.
    """
    urgent, others = dashboard.cards(person)
    closed, may_close = closed_services(), person.has_perm(CLOSES_SERVICES)
    if not (closed or may_close):
        return [*urgent, *others]
    url = reverse("admin:closures") if may_close else ""
    lines = [
        _line(closed[service], url) if service in closed else Line(f"{service.label}: open", url=url)
        for service in Service
        if service in closed or may_close
    ]
    card = Card("services", "Closed to visitors" if closed else "Open to visitors", lines=lines)
    return [*urgent, card, *others] if closed else [*urgent, *others, card]


def _line(closure: Closure, url: str) -> Line:
    since = moment_text(closure.made_at)
    author, reason = isolated_text(closure.author_name), isolated_text(closure.reason)
    return Line(f"{closure.get_service_display()}: closed on {since} by {author}. “{reason}”", True, url)
