"""Every page of the desk as HTML, with the people of the demo."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from demo.fill import fill as fill_demo
from pages.models import ContentPage, Plan
from pages.schema.page_files import DATA_FILES
from tests.kat_site.rows import fill as fill_every_table
from tests.pages.media import made

PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")
SUBMISSIONS = 20


def fill(folder: Path, settings: Any) -> User:
    """The people of the demo, and a row in every table. Returns somebody who has every role."""
    settings.CONTENT_DIR = shutil.copytree(settings.CONTENT_DIR, folder / "content")
    (settings.CONTENT_DIR / "en" / "files").mkdir()
    (settings.CONTENT_DIR / "en" / "files" / "room.png").write_bytes(made.png())
    settings.DEMO = True
    fill_demo(SUBMISSIONS, timezone.now())
    fill_every_table()
    person = User.objects.get(username="lead")
    person.is_superuser = True
    person.save()
    person.groups.set(Group.objects.all())
    return person


def pages(client: Client) -> Iterator[tuple[str, str]]:
    """Yield (address, HTML) of every page, and of every form with errors."""
    for url in sorted({address(pattern) for pattern in patterns() if pattern.startswith("staff/")}):
        response = client.get(url)
        if not _is_page(response):
            continue
        yield url, response.content.decode()
        yield from _with_errors(client, url, response)
    yield from _data_files(client)


def _data_files(client: Client) -> Iterator[tuple[str, str]]:
    """Each view of each data file, and its form after somebody tried to publish an error."""
    for file in ContentPage.objects.filter(file__in=DATA_FILES):
        url = f"/staff/pages/contentpage/{file.pk}/change/"
        entries = BeautifulSoup(client.get(url).content, "html.parser").select("#editor th a")
        for query in ("", "?as=text", *(["?entry=", entries[0]["href"]] if entries else [])):
            yield f"{url}{query} of {file.file}", client.get(url + query).content.decode()
    clinic = ContentPage.objects.get(file="clinic.yaml")
    sent = {
        "as": "form",
        "do": "publish",
        "text": clinic.live.text,
        "newest": clinic.live.digest,
        "live": clinic.live.digest,
    }
    url = f"/staff/pages/contentpage/{clinic.pk}/change/"
    # Every other field is empty, too.
    response = client.post(url, sent | {"f-phone": "12"})
    yield f"{url} with errors", response.content.decode()


def _with_errors(client: Client, url: str, page: HttpResponse) -> Iterator[tuple[str, str]]:
    """What the browser gets when somebody sends a form of the page without filling it in."""
    for number, form in enumerate(BeautifulSoup(page.content, "html.parser").select("#content form[method=post]")):
        hidden = {field["name"]: field.get("value", "") for field in form.select("input[type=hidden][name]")}
        response = client.post(form.get("action") or url, hidden)
        if _is_page(response) and response.status_code in (200, 422):
            yield f"{url} form {number} empty", response.content.decode()


def _is_page(response: HttpResponse) -> bool:
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    return is_html and response.status_code in (200, 422) and not response.has_header("Location")


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, pattern)
        elif isinstance(entry, URLPattern):
            yield pattern


def address(pattern: str) -> str:
    """The path of the pattern, for the newest row of the model that it names."""
    plan = Plan.objects.latest("pk")
    values = {"page_id": plan.page_id, "plan_id": plan.pk, "version_id": plan.page.live_id, "app_label": "screening"}
    values["name"] = "room.png"
    if named := re.match(r"staff/(\w+)/(\w+)/", pattern):
        try:
            row = apps.get_model(*named.groups())._default_manager.first()
            values |= dict.fromkeys(("object_id", "pk", "id"), row.pk) if row else {}
        except LookupError:
            pass
    text = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern).replace("^", "").replace("$", "").replace("\\", "")
    return "/" + PLACEHOLDER.sub(lambda match: str(values.get(match[1], "1")), text)
