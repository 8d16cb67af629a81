"""Every form of the desk that changes something carries what its page showed, and changes nothing without it."""

import csv
import re
import shutil
from itertools import chain
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import serializers
from django.urls import reverse

from bases.admin import CurrentRows
from bases.versions import NAME, Versioned
from consultations.models import Schedule
from pages.editing.renaming.steps import catch_up
from pages.editing.uploads.storing import record_outside_changes
from pages.models import Plan
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.reviewing import record_review
from staff.models import AccessEntry, AccessLogHead
from tests.bases.every_form import all_forms
from tests.desk import drawn_from
from tests.kat_site.rows import fill
from tests.pages.media.made import png
from tests.screening.review.staff_members import staff_member
from tests.screening.submitting import NOT_NOW, submit

pytestmark = pytest.mark.django_db
PAGES = sorted(admin.site._registry.values(), key=lambda page: page.model._meta.label)
# The editor of pages has its own: `pages.editing.versions.Seen`.
WITH_AN_EDITOR_OF_THEIR_OWN = {"pages.ContentPage"}
ACCESS = Path(__file__).parents[1] / "kat_site" / "access.csv"

# Pages with parts: a form in which a part has changed meanwhile is refused, too.
WITH_PARTS = {"consultations.Schedule"}

# Actions on several rows, each of which carries its own version: `consultations.desk.calling`.
WITH_ACTIONS = {"consultations.Appointment", "consultations.ConsultationRequest"}

# Forms without a version, and why. A new form that changes something at the desk belongs to bases.versions.StaffForm.
NOT_VERSIONED = {
    "for people who visit": {
        "consultations.appointments.forms.DetailsForm",
        "consultations.appointments.forms.TimeForm",
        "consultations.forms.AdultCallRequestForm",
        "consultations.forms.CallForm",
        "consultations.forms.CallRequestForm",
        "consultations.forms.ChangeCallForm",
        "pages.cost_form.CourseForm",
        "receipts.forms.CancelForm",
        "receipts.forms.CodeForm",
        "receipts.forms.HiddenCodeForm",
        "receipts.forms.WithdrawForm",
        "screening.journey.forms.ConsentForm",
        "screening.journey.forms.ScreenForm",
    },
    "changes nothing": {"screening.exports.forms.ExportForm", "pages.editing.views.rename.NameForm"},
    "only adds something": {
        "pages.editing.uploads.forms.UploadForm",
        "pages.editing.views.forms.NewPageForm",
        "staff.accounts.forms.NewAccountForm",
    },
    "carries the texts that an editor saw": {
        "pages.editing.fields.form.DataForm",
        "pages.editing.views.forms.PlanForm",
        "pages.editing.views.forms.TextForm",
    },
    "for the own account of its person": {
        "staff.sign_in.forms.AppForm",
        "staff.sign_in.forms.CodeAgainForm",
        "staff.sign_in.forms.CodeForm",
        "staff.sign_in.forms.KeyAgainForm",
        "staff.sign_in.forms.KeyAtSignInForm",
        "staff.sign_in.forms.NewKeyForm",
        "staff.sign_in.forms.PasskeyForm",
        "staff.sign_in.forms.PasswordAgainForm",
        "staff.sign_in.forms.SignInForm",
        "staff.sign_in.forms._CodeForm",
    },
    "the form of the row to which it belongs carries what it shows": {
        "consultations.desk.times.forms.HoursForm",
    },
    "a base": {"bases.forms.Form", "bases.forms.ModelForm", "screening.journey.forms.AsksForConsent"},
}

# The routes of the desk that take a POST, besides those of every admin page.
CHANGES = {
    "staff/closures/": {"service": "calls", "change": "close", "reason": "x"},
    "staff/consultations/schedule/<int:pk>/calendar/": {"make": "yes"},
    "staff/pages/contentpage/<int:page_id>/discard/": {},
    "staff/pages/contentpage/files/<str:name>/delete/": {},
    "staff/pages/contentpage/<int:page_id>/plans/<int:plan_id>/take-back/": {},
    "staff/pages/contentpage/<int:page_id>/rename/": {"name": "another-name"},
    "staff/pages/contentpage/<int:page_id>/take-off/": {"at": ""},
    "staff/pages/contentpage/<int:page_id>/versions/<int:version_id>/restore/": {},
    "staff/auth/user/<id>/password/": {"password1": "another quiet stone 10", "password2": "another quiet stone 10"},
    "staff/auth/user/<int:pk>/second-step/": {},
    "staff/screening/signoff/add/": {
        **{"decision": "approve", "has_read": "on", "fingerprint": QUESTIONNAIRE.fingerprint},
    },
    "staff/screening/submission/<uuid:pk>/decide/": {
        **{"review-disposition": "not-suitable-now", "review-reason": "talk", "review-note": "x"},
    },
    "staff/screening/submission/<uuid:pk>/note/": {"note-text": "x"},
    "staff/screening/submission/<uuid:pk>/release/": {},
    "staff/screening/submission/<uuid:pk>/second/": {"second-has_read": "on"},
    "staff/screening/submission/<uuid:pk>/urgent/": {"urgent-text": "x"},
}
CHANGE_NOTHING_THAT_IS_SHOWN = {
    "for the own account of its person": re.compile(r"staff/(account/.*|login/|password_change/)"),
    "a page, whatever the method": re.compile(
        r"staff/(\w+/\w+/(<path:object_id>/(history/)?)?|\^\(\?P<app_label>.*)?",
    ),
    "only adds something": re.compile(
        r"staff/((auth/user|consultations/schedule|pages/contentpage)/add|pages/contentpage/files)/"
    ),
    "the person asks for it, whatever happened meanwhile": re.compile(r"staff/\w+/\w+/<path:object_id>/delete/"),
    "every change_view is walked below": re.compile(r"staff/\w+/\w+/<path:object_id>/change/"),
    "takes only what is new": re.compile(r"staff/screening/submission/(next/|<uuid:pk>/claim/)"),
    "changes only what this person sees": re.compile(
        r"staff/(screening/submission/blind|pages/contentpage/<int:page_id>/(keep|set-aside))/"
    ),
    "carries the faults that an officer saw": re.compile(r"staff/screening/submission/<uuid:pk>/look-into/"),
    "changes nothing": re.compile(r"staff/screening/submission/export/"),
    "only checks what is typed": re.compile(r"staff/pages/contentpage/<int:page_id>/check/"),
}


@pytest.fixture
def superuser(client):
    client.force_login(User.objects.create_superuser("super", password="a long password of its own"))
    return client


def stored():
    """Every row, except those that are written when somebody reads."""
    models = [one for one in apps.get_models() if one not in (AccessEntry, AccessLogHead, Session)]
    return serializers.serialize("json", chain.from_iterable(one._base_manager.order_by("pk") for one in models))


def test_every_form_carries_a_version_or_has_a_reason_for_none():
    without = {f"{form.__module__}.{form.__qualname__}" for form in all_forms() if not issubclass(form, Versioned)}
    assert without == set().union(*NOT_VERSIONED.values())


def test_every_route_of_the_desk_that_takes_a_post_is_known():
    with ACCESS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["method"] == "post" and "yes" in row.values()]
    routes = {row["route"] for row in rows if row["route"].startswith("staff/")}
    others = {
        route for route in routes if not any(one.fullmatch(route) for one in CHANGE_NOTHING_THAT_IS_SHOWN.values())
    }
    assert others == set(CHANGES)


@pytest.fixture
def address(superuser, settings, tmp_path):
    """The address of a route of CHANGES, for a submission and an account for which it would change something."""
    ann, submission = staff_member("ann"), submit(NOT_NOW)
    submission.claim(ann)

    def of(route):
        if "/contentpage/" in route:
            settings.CONTENT_DIR = shutil.copytree(settings.CONTENT_DIR, tmp_path / "content")
            fill()
            (files := settings.CONTENT_DIR / "en" / "files").mkdir(exist_ok=True)
            (files / "spare.png").write_bytes(png())
            # As the first visitor of the Content area does.
            catch_up(settings.CONTENT_DIR)
            record_outside_changes(settings.CONTENT_DIR)
            plan = Plan.objects.get()
            values = {
                **{"page_id": plan.page_id, "plan_id": plan.pk, "version_id": plan.page.live_id},
                "name": "spare.png",
            }
            return "/" + re.sub(r"<\w+:(\w+)>", lambda match: str(values[match[1]]), route)
        if route.endswith("/second/"):
            record_review(submission.pk, ann, disposition="suggest-consultation", reason="talk", note="x")
        if route.endswith("/urgent/"):
            record_review(submission.pk, ann, disposition="urgent-help-now", reason="talk", note="x")
        if "/schedule/" in route:
            made = Schedule.objects.create(name="Ann", host="front-desk", zone="America/New_York")
            return "/" + re.sub(r"<[^>]+>", str(made.pk), route)
        pk = submission.pk if "/submission/" in route else ann.pk
        return "/" + re.sub(r"<[^>]+>", str(pk), route)

    return of


@pytest.mark.parametrize("route", CHANGES)
@pytest.mark.parametrize("version", [{}, {NAME: "forged"}], ids=["none", "forged"])
def test_a_form_without_the_version_of_its_page_changes_nothing(address, superuser, route, version):
    url = address(route)
    before = stored()
    response = superuser.post(url, CHANGES[route] | version)
    assert (response.status_code, stored() == before) == (409, True)
    page = BeautifulSoup(response.content, "html.parser")
    assert "It now shows how things are." in page.select_one(".stale").text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.model._meta.label)
def test_an_admin_page_has_no_other_way_to_change_rows(page, rf):
    request = rf.get("/")
    request.user = User(is_superuser=True, is_active=True, is_staff=True)
    assert isinstance(page, CurrentRows)
    assert page.list_editable == ()
    assert bool(page.get_inlines(request, None)) == (page.model._meta.label in WITH_PARTS)
    assert bool(page.get_actions(request)) == (page.model._meta.label in WITH_ACTIONS)
    if page.has_change_permission(request):
        assert issubclass(page.get_form(request, page.model()), Versioned)


def fields_of(response, page):
    """What a browser would send."""
    soup = BeautifulSoup(response.content, "html.parser")
    form, data = soup.select_one(f"#{page.opts.model_name}_form"), {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.get("type") in ("submit", "checkbox", "radio") and not field.has_attr("checked"):
            continue
        chosen = field.select("option[selected]") or [field]
        data.setdefault(field["name"], []).extend(one.get("value", one.text.strip()) for one in chosen)
    return form, data


def with_a_change(form, data, number):
    """The data with another value in one field."""
    for select in form.select("select[name]"):
        values = [one["value"] for one in select.select("option[value]:not([value=''])")]
        others = [value for value in values if value not in data[select["name"]]]
        if len(others) > 1:
            return data | {select["name"]: others[number]}
    name = form.select_one("input[type=text][name], textarea[name]")["name"]
    return data | {name: f"{data[name][0]} {number}"}


def test_every_admin_page_that_changes_rows_refuses_a_stale_form(superuser):
    fill()
    walked = []
    for page in PAGES:
        row = page.model._default_manager.last()
        url = reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_change", args=[row.pk])
        shown = superuser.get(url)
        if page.model._meta.label in WITH_AN_EDITOR_OF_THEIR_OWN or not shown.context.get("has_change_permission"):
            continue
        walked.append(page.model._meta.label)
        form, data = fields_of(shown, page)
        assert superuser.post(url, with_a_change(form, data, 0)).status_code == 302
        before = stored()
        assert superuser.post(url, with_a_change(form, data, 1)).status_code == 409
        unsigned = {name: value for name, value in with_a_change(form, data, 1).items() if name != NAME}
        assert superuser.post(url, unsigned).status_code == 409
        assert stored() == before
        current = data | drawn_from(superuser, url)
        assert superuser.post(url, with_a_change(form, current, 1)).status_code == 302
    labels = {"auth.User", "consultations.Appointment", "consultations.ConsultationRequest", "consultations.Schedule"}
    assert set(walked) >= labels
