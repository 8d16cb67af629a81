"""Who may reach which address, and do what there: every route of the site by every role, compared with access.csv.

A new route without a row fails. `python -m pytest tests/kat_site/test_access.py --write-access` writes the table anew;
read each changed line before you commit it. What a cell says:

    yes      answered, or led on within the site; a form refused for what it lacks counts too
    sign in  led to the sign-in
    no       refused (403)
    -        no such thing for anybody: wrong method, nothing there (404, 405, 410)
"""

import csv
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from consultations.models import ConsultationRequest
from pages.editing.versions import record_outside_changes
from pages.models import ContentPage, Plan
from receipts.models import Erasure
from screening.models import SignOff, Submission
from staff.access_log import Action, record
from staff.roles import Role
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import begin, send
from tests.site_states import CALL

TABLE = Path(__file__).with_name("access.csv")
ACTORS = ("visitor", "no role", *Role)
PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")
SIGN_IN = re.compile(r"/(login|sign-in)/")


@dataclass(frozen=True)
class Route:
    """One pattern of the URLconf, as it is written there from the root on."""

    pattern: str
    name: str


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[Route]:
    """Every route there is, the regular expressions of the admin included."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, pattern)
        elif isinstance(entry, URLPattern):
            yield Route(pattern, entry.name or "")


@pytest.fixture
def things(settings, tmp_path, accounts) -> dict[str, dict[str, str]]:
    """What the placeholders of a route stand for: by the beginning of the route, then by name."""
    settings.CONTENT_DIR = shutil.copytree(settings.CONTENT_DIR, tmp_path / "content")
    client = Client()
    attempt = begin(client)
    send(client, CLEAR, attempt)
    client.post(f"/call-me/{attempt}/", CALL)
    record_outside_changes(settings.CONTENT_DIR)
    page = ContentPage.objects.get(file="en/what-is-kat.md")
    submission, asked = Submission.objects.get(), ConsultationRequest.objects.get()
    lead = User.objects.get(username=Role.CLINICAL_LEAD)
    signed = SignOff.objects.create(ruleset_version="1", ruleset_fingerprint="0", approves=True, signed_by=lead)
    plan = page.plans.create(what=Plan.What.UNPUBLISH, at=timezone.now() + timedelta(days=1), made_by=lead)
    return {
        "staff/screening/submission/": {"object_id": str(submission.pk), "pk": str(submission.pk)},
        "staff/consultations/": {"object_id": str(asked.pk)},
        "staff/pages/": {
            "object_id": str(page.pk),
            "page_id": str(page.pk),
            "version_id": str(page.live_id),
            "plan_id": str(plan.pk),
        },
        "staff/auth/user/": dict.fromkeys(("object_id", "id", "pk"), str(User.objects.get(username="somebody").pk)),
        "staff/screening/signoff/": {"object_id": str(signed.pk)},
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


def address(route: Route, things: dict[str, dict[str, str]]) -> str:
    """The route with something real in its places."""
    known = next(values for start, values in things.items() if route.pattern.startswith(start))
    text = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route.pattern).replace("^", "").replace("$", "").replace("\\", "")
    return "/" + PLACEHOLDER.sub(lambda match: known.get(match[1]) or things[""][match[1]], text)


def verdict(client: Client, method: str, url: str) -> str:
    response = getattr(client, method)(url)
    target = response.headers.get("Location", "")
    if SIGN_IN.search(target):
        return "sign in"
    if target.startswith("/"):  # what it leads to counts
        return verdict(client, "get", target)
    if response.status_code == 403:
        return "no"
    return "-" if response.status_code in (404, 405, 410) else "yes"


def found(things: dict[str, dict[str, str]]) -> dict[tuple[str, str], dict[str, str]]:
    """(route, method) -> actor -> verdict."""
    table: dict[tuple[str, str], dict[str, str]] = {}
    for actor in ACTORS:
        for route in routes():
            for method in ("get", "post"):
                client = Client(raise_request_exception=True)
                if actor != "visitor":
                    client.force_login(User.objects.get(username=actor))
                with transaction.atomic():  # what one may delete is there for the next again
                    said = verdict(client, method, address(route, things))
                    table.setdefault((route.pattern, method), {})[actor] = said
                    transaction.set_rollback(True)
    return table


@pytest.fixture
def accounts(db) -> None:
    for actor in ACTORS[1:]:
        person = User.objects.create_user(actor, password="a password for this test", is_staff=True)
        if actor in Role.values:
            person.groups.add(Group.objects.get(name=actor))
    User.objects.create_user("somebody", is_staff=True)


def written() -> dict[tuple[str, str], dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {(row.pop("route"), row.pop("method")): row for row in csv.DictReader(file)}


def test_every_route_is_open_to_those_the_table_names_and_to_nobody_else(things, request):
    table = found(things)
    if request.config.getoption("--write-access"):
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["route", "method", *ACTORS])
            writer.writerows([*key, *row.values()] for key, row in table.items())
    assert table == written()


@pytest.mark.parametrize(
    ("routes", "allowed"),
    [
        ("staff/screening/submission/", {Role.REVIEWER, Role.CLINICAL_LEAD, Role.PRIVACY_OFFICER}),
        ("staff/screening/submission/<uuid:pk>/decide/", {Role.REVIEWER, Role.CLINICAL_LEAD}),
        ("staff/screening/submission/<path:object_id>/delete/", {Role.PRIVACY_OFFICER}),
        ("staff/screening/submission/export/", {Role.PRIVACY_OFFICER}),
        ("staff/screening/signoff/add/", {Role.CLINICAL_LEAD}),
        ("staff/consultations/", {Role.FRONT_DESK, Role.PRIVACY_OFFICER}),
        ("staff/staff/accessentry/", {Role.PRIVACY_OFFICER}),
        ("staff/auth/user/", {Role.PRIVACY_OFFICER}),
        ("staff/pages/", {Role.CONTENT_EDITOR, Role.CLINICAL_LEAD}),
    ],
)
def test_the_table_itself_opens_to_a_role_only_what_is_its_own(routes, allowed):
    open_to = {
        actor
        for (route, _), row in written().items()
        if route.startswith(routes)
        for actor, says in row.items()
        if says == "yes"
    }
    assert open_to == allowed
