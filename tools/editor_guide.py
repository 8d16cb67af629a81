"""Draws the pictures of the guide for editors, docs/editors/*.png, and writes docs/components.md.

    .venv/bin/python -m tools.editor_guide

Run it after a change of the Content area, of a component or of the colors, and commit the files that it writes. It runs
the site with a copy of the content in a temporary folder, and on a fixed day.
"""

import base64
import os
import shutil
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from playwright.sync_api import Locator, Page, sync_playwright
from time_machine import travel

from pages.editing.starters.samples import SAMPLES
from tests.chromium import find
from tools import png

# Other imports of Django and of the site are inside functions: `site` sets up Django once its folder is known.

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "editors"
COMPONENTS = ROOT / "docs" / "components.md"
EDITED, BEGINS = "How do I prepare for a session?", "You can prepare in two ways."
DAY = "2026-11-24T15:00:00Z"
MOST_COLORS = 40
HEAD = """\
---
title: Sample
description: Sample.
section: understand
order: 1
reviewed_on:
review_by: 2027-05-22
reviewed_by:
sources: []
---

"""
BEGINNING = """\
# What you can put into a page

Each box or figure begins with `!!!`, its kind, and its title in double quotes, at the left margin. Its content is
indented by four spaces. Copy a sample, or choose it from the menu above the text in the Content area, and write
your own words. A fact like `{{ clinic.phone }}` comes from `content/clinic.yaml`. HTML is rejected. How to edit a page:
[the guide for editors](editors.md)."""
MARGIN = 16
BOX = "part => { const { x, y, width, height } = part.getBoundingClientRect(); return [x, y + scrollY, width, height] }"
PIXELS = """async address => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    return [image.width, Array.from(data, byte => String.fromCharCode(byte)).join("")];
}"""


def components_page() -> str:
    parts = [BEGINNING]
    for sample in SAMPLES:
        picture = f"![{sample.title}](editors/{sample.id}.png)"
        parts.append(f"## {sample.title}\n\n{sample.when}\n\n```markdown\n{sample.text}```\n\n{picture}")
    return "\n\n".join(parts) + "\n"


def main() -> None:
    COMPONENTS.write_text(components_page(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as place, travel(DAY):
        content = Path(place) / "content"
        shutil.copytree(ROOT / "content", content)
        folders = {"VAR_DIR": str(Path(place) / "var"), "CONTENT_DIR": str(content)}
        with site(folders | {"STAFF_SECOND_FACTOR": "0"}) as address, browser_page() as page:
            draw_components(page, address, content)
            page.context.add_cookies([session(address, new_editor("mira", "Mira Okafor"))])
            draw_area(page, f"{address}/staff/pages/contentpage/")


@contextmanager
def browser_page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        # Playwright runs an event loop beside the ORM.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        yield browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce").new_page()
        browser.close()


@contextmanager
def site(environment: dict[str, str]) -> Iterator[str]:
    """Serves the whole site with an empty database at an address of this machine. Yields the address."""
    server = make_server("127.0.0.1", 0, lambda *args: application(*args), Server, Handler)
    address = f"http://127.0.0.1:{server.server_port}"
    os.environ |= {"DJANGO_SETTINGS_MODULE": "kat_site.settings", "DEBUG": "1", "SITE_URL": address}
    os.environ |= environment
    import django
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    django.setup()
    call_command("migrate", verbosity=0)
    application = StaticFilesHandler(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield address
    server.shutdown()


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Handler(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


def new_editor(username: str, name: str) -> str:
    """Returns the username."""
    from django.contrib.auth.models import Group, User

    first, last = name.split()
    editor = User.objects.create_user(username, first_name=first, last_name=last, is_staff=True)
    editor.groups.add(Group.objects.get(name="Content editor"))
    return username


def session(address: str, username: str) -> dict[str, str]:
    """The cookie of a new session."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client()
    client.force_login(User.objects.get(username=username))
    cookie = settings.SESSION_COOKIE_NAME
    return {"name": cookie, "value": client.cookies[cookie].value, "url": address}


def draw_components(page: Page, address: str, content: Path) -> None:
    from django.utils import timezone

    from pages.catalogue import current
    from pages.editing.trial import draw

    for sample in SAMPLES:
        html = draw(content, current(), "en/sample.md", HEAD + sample.text, timezone.localdate())
        show(page, f"{address}/sample/", html)
        save(page, sample.id, page.locator(".prose > *").first)


def show(page: Page, address: str, html: str) -> None:
    """Show the HTML at an address of the site, so that the stylesheet loads."""
    page.route(address, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(address)
    page.unroute(address)


def draw_area(page: Page, pages: str) -> None:
    bob = new_editor("bob", "Bob Reyes")
    page.goto(pages)
    page.get_by_role("link", name=EDITED).click()
    editor = page.url
    write(page, " It is a guaranteed cure.")
    page.locator(".finding").first.wait_for()
    save(page, "editor")
    page.goto(f"{pages}add/")
    save(page, "new", page.locator("#container"), height=600)

    page.goto(editor)
    page.get_by_role("button", name="Discard it").click()
    write(page, " You choose the pace.")
    save_draft(bob, "en/preparing-for-a-session.md", BEGINS, "There are two ways to prepare.")
    page.get_by_role("button", name="Save draft").click()
    save(page, "conflict", page.get_by_role("alert"))
    page.get_by_role("button", name="Save draft").click()
    page.locator(".messagelist").wait_for()
    page.get_by_role("button", name="Publish now").click()
    page.locator(".messagelist").wait_for()
    page.get_by_role("link", name="History").click()
    save(page, "history", page.locator("#container"), height=430)
    page.get_by_role("link", name="What it changed").first.click()
    save(page, "version", page.locator("#container"), height=560)
    page.goto(f"{pages}files/")
    page.set_input_files("[name=file]", ROOT / "static" / "link-picture.png")
    page.get_by_role("button", name="Upload").click()
    save(page, "files", page.locator("#container"), height=760)
    save_draft(bob, "en/about-us.md", "\n## ", "\nEverybody is cured here.\n\n## ")
    page.goto(pages)
    save(page, "list")


def write(page: Page, words: str) -> None:
    """Type at the end of the first paragraph."""
    page.locator(".cm-line", has_text=BEGINS).first.click()
    # The key goes to the end of a line on the screen, and a paragraph has several.
    for _ in range(9):
        page.keyboard.press("End")
    page.keyboard.type(words)


def save_draft(username: str, file: str, old: str, new: str) -> None:
    from django.conf import settings
    from django.contrib.auth.models import User

    from pages.editing import versions
    from pages.editing.versions import Seen
    from pages.models import ContentPage

    page = ContentPage.objects.get(file=file)
    if page.live is None or old not in page.live.text:
        raise LookupError(f"{file} no longer contains {old!r}: choose other words for the pictures.")
    author = User.objects.get(username=username)
    versions.save(settings.CONTENT_DIR, page.pk, page.live.text.replace(old, new, 1), Seen.of(page), author)


def save(page: Page, name: str, of: Locator | None = None, height: int | None = None, folder: Path = PICTURES) -> None:
    """Saves a small picture of the page, or of a part of it with a margin."""
    clip = None
    page.evaluate("scrollTo(0, 0)")
    if of:
        x, y, width, full = of.evaluate(BOX)
        tall = min(full + 2 * MARGIN, height or full + 2 * MARGIN)
        clip = {"x": max(x - MARGIN, 0), "y": max(y - MARGIN, 0), "width": width + 2 * MARGIN, "height": tall}
    shot = page.screenshot(clip=clip, full_page=of is not None)
    (folder / f"{name}.png").write_bytes(in_few_colors(page, shot))


def in_few_colors(page: Page, shot: bytes) -> bytes:
    """As PNG with a small palette; every other color becomes the nearest color of it."""
    # The content security policy of the site lets no script read a picture.
    blank = page.context.new_page()
    width, text = blank.evaluate(PIXELS, f"data:image/png;base64,{base64.b64encode(shot).decode()}")
    blank.close()
    data = text.encode("latin-1")
    pixels = list(zip(data[::4], data[1::4], data[2::4], strict=True))
    palette, index = few_of(Counter(pixels))
    rows = [bytes(index[pixel] for pixel in pixels[at : at + width]) for at in range(0, len(pixels), width)]
    return png.write(rows, palette)


def few_of(counts: Counter[png.Color]) -> tuple[list[png.Color], dict[png.Color, int]]:
    """A palette, and the index in it of every color."""
    palette: list[png.Color] = []
    index = dict.fromkeys(counts, 0)
    distance_of = dict.fromkeys(counts, 255**2 * 3)
    while len(palette) < MOST_COLORS and any(distance_of.values()):
        # The distance counts too, so that a rare color that resembles no other gets a place.
        chosen = max(counts, key=lambda color: distance_of[color] * counts[color])
        for color in counts:
            if (distance := sum((a - b) ** 2 for a, b in zip(color, chosen, strict=True))) < distance_of[color]:
                distance_of[color], index[color] = distance, len(palette)
        palette.append(chosen)
    return palette, index


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    main()
