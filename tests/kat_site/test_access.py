"""Requests every route of the site as every role, and compares the responses with access.csv.

A new route without a row fails the test. `python -m pytest tests/kat_site/test_access.py --write-access` overwrites the
table; read each changed line before you commit it. The cells:

    yes      a page, or a redirect within the site; an invalid form counts as well
    sign in  a redirect to the sign-in
    no       refused (403)
    -        not available to anybody: wrong method, or nothing there (404, 405, 410)
"""

import csv
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, NavigableString
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from consultations.desk.times.feeds import make_feed
from consultations.models import Appointment, ConsultationRequest, Schedule
from pages.editing.versions import record_outside_changes
from pages.media import shelf_of
from pages.models import ContentPage, PageVersion, Plan
from receipts.models import Erasure
from screening.models import Closure, SignOff, Submission
from screening.submissions.reviewing import record_review
from staff.access_log import Action, record
from staff.roles import Role
from tests.consultations import call_requests
from tests.kat_site.rows import add_appointment
from tests.pages.media import made
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import begin, send
from vault.seal import seal

TABLE = Path(__file__).with_name("access.csv")
ACTORS = ("visitor", "no role", *Role)
PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")
SIGN_IN = re.compile(r"/(login|sign-in)/")


@dataclass(frozen=True)
class Route:
    """One route: its full pattern, from the root of the URLconf."""

    pattern: str
    name: str


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[Route]:
    """Yield every route, including the regular expressions of the admin."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, pattern)
        elif isinstance(entry, URLPattern):
            yield Route(pattern, entry.name or "")


@pytest.fixture
def placeholder_values(settings, tmp_path, accounts) -> dict[str, dict[str, str]]:
    """Values for the placeholders of a route: start of the route -> name of the placeholder -> value."""
    settings.CONTENT_DIR = shutil.copytree(settings.CONTENT_DIR, tmp_path / "content")
    client = Client()
    attempt = begin(client)
    send(client, CLEAR, attempt)
    client.post(f"/call-me/{attempt}/", call_requests.form())
    record_outside_changes(settings.CONTENT_DIR)
    files = settings.CONTENT_DIR / "en" / "files"
    files.mkdir(exist_ok=True)
    (files / "spare.png").write_bytes(made.png())
    # No page shows it, so it is for those who see drafts.
    spare = shelf_of(settings.CONTENT_DIR).find("spare.png")
    page = ContentPage.objects.get(file="en/what-is-kat.md")
    submission, call_request = Submission.objects.get(), ConsultationRequest.objects.get()
    lead = User.objects.get(username=Role.CLINICAL_LEAD)
    sign_off = SignOff.objects.create(ruleset_version="1", ruleset_fingerprint="0", approves=True, signed_by=lead)
    plan = page.plans.create(what=Plan.What.UNPUBLISH, at=timezone.now() + timedelta(days=1), made_by=lead)
    reviewer = User.objects.get(username=Role.REVIEWER)
    times = Schedule.objects.create(name="Ann", host="clinician", account=reviewer, zone="America/New_York")
    return {
        "staff/screening/submission/": {"object_id": str(submission.pk), "pk": str(submission.pk)},
        "staff/consultations/schedule/": dict.fromkeys(("object_id", "pk"), str(times.pk)),
        "staff/consultations/appointment/": {"object_id": str(add_appointment(times).pk)},
        "calendar/": {"secret": make_feed(times, timezone.now())},
        "staff/consultations/": {"object_id": str(call_request.pk)},
        "staff/pages/": {
            "object_id": str(page.pk),
            "page_id": str(page.pk),
            "version_id": str(page.live_id),
            "plan_id": str(plan.pk),
            "name": "spare.png",
        },
        "files/": {"digest": spare.digest, "name": "40/spare.webp"},
        "staff/auth/user/": dict.fromkeys(("object_id", "id", "pk"), str(User.objects.get(username="somebody").pk)),
        "staff/screening/signoff/": {"object_id": str(sign_off.pk)},
        "staff/receipts/": {"object_id": str(Erasure.objects.create(held_answers=True, held_contact=False).pk)},
        "staff/staff/": {"object_id": str(record(None, Action.EXPORTED).pk)},
        "": {
            "object_id": "1",
            "name": "what-is-kat",
            "slug": "what-is-kat",
            "attempt_id": attempt,
            "app_label": "screening",
            "url": "nowhere",
            "content_type_id": "1",
            "pk": "1",
        },
    }


def address(route: Route, placeholder_values: dict[str, dict[str, str]]) -> str:
    """Return the path of `route` with a value for each placeholder."""
    values = next(values for start, values in placeholder_values.items() if route.pattern.startswith(start))
    text = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route.pattern).replace("^", "").replace("$", "").replace("\\", "")
    return "/" + PLACEHOLDER.sub(lambda match: values.get(match[1]) or placeholder_values[""][match[1]], text)


def outcome(client: Client, method: str, url: str) -> str:
    response = getattr(client, method)(url)
    target = response.headers.get("Location", "")
    if SIGN_IN.search(target):
        return "sign in"
    # the outcome of a redirect is that of its target
    if target.startswith("/"):
        return outcome(client, "get", target)
    if response.status_code == 403:
        return "no"
    return "-" if response.status_code in (404, 405, 410) else "yes"


def current_access(placeholder_values: dict[str, dict[str, str]]) -> dict[tuple[str, str], dict[str, str]]:
    """Return (route, method) -> actor -> outcome."""
    table: dict[tuple[str, str], dict[str, str]] = {}
    for actor in ACTORS:
        signed_in = Client()
        if actor != "visitor":
            signed_in.force_login(User.objects.get(username=actor))
        for route in routes():
            for method in ("get", "post"):
                client = Client(raise_request_exception=True)
                client.cookies.load(signed_in.cookies.output(header=""))
                # rolled back, so that the next request finds everything that this one deletes, and the same session
                with transaction.atomic():
                    cell = outcome(client, method, address(route, placeholder_values))
                    table.setdefault((route.pattern, method), {})[actor] = cell
                    transaction.set_rollback(True)
    return table


@pytest.fixture
def accounts(db) -> None:
    for actor in ACTORS[1:]:
        person = User.objects.create_user(actor, password="a password for this test", is_staff=True)
        if actor in Role.values:
            person.groups.add(Group.objects.get(name=actor))
    User.objects.create_user("somebody", is_staff=True)


URGENT = "staff/screening/submission/<uuid:pk>/urgent/"


def stored_access() -> dict[tuple[str, str], dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {(row.pop("route"), row.pop("method")): row for row in csv.DictReader(file)}


REVERSED = "Ann\u202eeb\u202d"
BLOCKS = {"td", "th", "dd", "li", "p", "h1", "h2", "option", "title", "textarea", "div"}


def is_isolated(text: NavigableString) -> bool:
    """Whether nothing else is on the line of `text`, or it is in an element that isolates it."""
    for parent in text.parents:
        if parent.name == "bdi":
            return True
        if parent.get_text().strip() != text.strip():
            return False
        if parent.name in BLOCKS:
            return True
    return False


def test_no_name_at_the_desk_can_reorder_the_words_around_it(placeholder_values):
    everybody = User.objects.get(username=Role.CLINICAL_LEAD)
    everybody.groups.set(Group.objects.all())
    User.objects.update(first_name=REVERSED)
    SignOff.objects.update(signer=REVERSED)
    PageVersion.objects.update(author_name=REVERSED)
    submission = Submission.objects.get()
    submission.claim(everybody)
    for reviewer in (everybody, User.objects.get(username=Role.REVIEWER)):
        reviewer.refresh_from_db()
        record_review(submission.pk, reviewer, disposition=submission.disposition, reason="talk", note="Yes.")
    asked = ConsultationRequest.objects.get()
    asked.sealed_contact = seal(asked.contact | {"name": REVERSED}, context=asked.CONTEXT, row=str(asked.pk))
    asked.save(update_fields=["sealed_contact"])
    booked = Appointment.objects.get()
    booked.sealed_contact = seal(booked.contact | {"name": REVERSED}, context=booked.CONTEXT, row=str(booked.pk))
    booked.save(update_fields=["sealed_contact"])
    Schedule.objects.update(name=REVERSED)
    Closure.objects.create(service="calls", closes=True, reason=REVERSED, made_by=everybody, author_name=REVERSED)
    client = Client()
    client.force_login(everybody)
    seen, faults = 0, []
    for url in {address(route, placeholder_values) for route in routes() if route.pattern.startswith("staff/")}:
        response = client.get(url, follow=True)
        if "text/html" not in response.headers.get("Content-Type", ""):
            continue
        for text in BeautifulSoup(response.content, "html.parser").find_all(string=re.compile("\u202e")):
            seen += 1
            if not is_isolated(text):
                faults.append((url, str(text.parent)))
    assert faults == []
    assert seen > 10


@pytest.mark.promise("P15")
def test_every_route_is_open_to_exactly_the_actors_in_the_table(placeholder_values, request):
    table = current_access(placeholder_values)
    if request.config.getoption("--write-access"):
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["route", "method", *ACTORS])
            writer.writerows([*key, *row.values()] for key, row in table.items())
    assert table == stored_access()


@pytest.mark.parametrize(
    ("prefix", "allowed"),
    [
        ("staff/screening/submission/", {Role.REVIEWER, Role.CLINICAL_LEAD, Role.PRIVACY_OFFICER}),
        ("staff/screening/submission/<uuid:pk>/decide/", {Role.REVIEWER, Role.CLINICAL_LEAD}),
        # It shows no answers. Whoever phones may be the one who reaches the person.
        (URGENT, {Role.FRONT_DESK, Role.REVIEWER, Role.CALLER, Role.CLINICAL_LEAD}),
        ("staff/screening/submission/<path:object_id>/delete/", {Role.PRIVACY_OFFICER}),
        ("staff/screening/submission/export/", {Role.PRIVACY_OFFICER}),
        ("staff/screening/signoff/add/", {Role.CLINICAL_LEAD}),
        ("staff/consultations/consultationrequest/", {Role.FRONT_DESK, Role.CALLER, Role.PRIVACY_OFFICER}),
        ("staff/consultations/schedule/", {Role.FRONT_DESK, Role.REVIEWER, Role.CLINICAL_LEAD}),
        (
            "staff/consultations/appointment/",
            {Role.FRONT_DESK, Role.CALLER, Role.REVIEWER, Role.CLINICAL_LEAD, Role.PRIVACY_OFFICER},
        ),
        ("staff/closures/", {Role.CLINICAL_LEAD, Role.PRIVACY_OFFICER}),
        ("staff/staff/accessentry/", {Role.PRIVACY_OFFICER}),
        ("staff/auth/user/", {Role.PRIVACY_OFFICER}),
        ("staff/pages/", {Role.CONTENT_EDITOR, Role.CLINICAL_LEAD}),
    ],
)
def test_the_table_opens_each_part_of_the_admin_to_its_own_roles_only(prefix, allowed):
    open_to = {
        actor
        for (route, _), row in stored_access().items()
        if route.startswith(prefix) and (route != URGENT or prefix == URGENT)
        for actor, cell in row.items()
        if cell == "yes"
    }
    assert open_to == allowed
