"""Where a link of the content leads: another page by its file name, a place on a page, or elsewhere."""

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet

from django.urls import Resolver404, resolve

from pages.errors import Report, did_you_mean
from pages.front_matter import Body

HOME = "home"
PAGE_LINK = re.compile(r"(?P<slug>[^/#:]+)\.md(?:#(?P<anchor>.*))?")
DIALLED = re.compile(r"(?P<scheme>tel|sms):(?P<number>[-+() 0-9]*[0-9][-() 0-9]*)")
OUTSIDE = ("https://", "http://", "mailto:")
HOW_TO_LINK = "Write another page as what-to-expect.md, and an outside address in full with https://"


def url_of(slug: str) -> str:
    return "/" if slug == HOME else f"/{slug}/"


def href(target: str) -> str:
    """The address in the page's HTML for a target as the editor wrote it."""
    if page := PAGE_LINK.fullmatch(target):
        return url_of(page["slug"]) + (f"#{page['anchor']}" if page["anchor"] else "")
    if dialled := DIALLED.fullmatch(target):
        return f"{dialled['scheme']}:{re.sub('[^+0-9]', '', dialled['number'])}"
    return target


def is_elsewhere(path: str) -> bool:
    """Whether another part of the site answers at `path`."""
    try:
        return resolve(path.partition("#")[0].partition("?")[0]).namespace != "pages"
    except Resolver404:
        return False


def check_links(
    targets: AbstractSet[str],
    body: Body,
    own_ids: AbstractSet[str],
    ids_of: Mapping[str, AbstractSet[str]],
    is_elsewhere: Callable[[str], bool],
    report: Report,
) -> None:
    """Report each target that leads nowhere. `ids_of` holds the anchors of each page by its slug."""

    def wrong(target: str, message: str, hint: str) -> None:
        for line in body.lines_with(target):
            report.add(line, message, hint)

    for target in targets:
        page = PAGE_LINK.fullmatch(target)
        if target.startswith("#") or (page and page["slug"] in ids_of):
            ids = ids_of[page["slug"]] if page else own_ids
            anchor = page["anchor"] if page else target[1:]
            if anchor and anchor not in ids:
                where = f"on {page['slug']}.md" if page else "on this page"
                hint = did_you_mean(anchor, ids, "Use the words of the heading in small letters with hyphens.")
                wrong(target, f"There is no place `#{anchor}` {where}.", hint)
        elif page:
            slug = page["slug"]
            close = did_you_mean(f"{slug}.md", [f"{known}.md" for known in ids_of], "Write the name of its file.")
            wrong(target, f"There is no page `{slug}.md`.", close)
        elif target.startswith("/") and not target.startswith("//"):
            if not is_elsewhere(target):
                wrong(target, f"Nothing answers at `{target}`.", HOW_TO_LINK)
        elif not target.startswith(OUTSIDE) and not DIALLED.fullmatch(target):
            wrong(target, f"`{target}` is not an address I can link to.", HOW_TO_LINK)
