"""redirects.yaml: old addresses, such as those of a former site, and where each of them leads now."""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from urllib.parse import unquote

from django.conf import settings

from pages.rendering.links import OUTSIDE, href, is_taken
from pages.schema.errors import Report, did_you_mean
from pages.schema.page_files import PAGE_LINK, REDIRECTS, url_of
from pages.schema.references import Redirect
from pages.schema.rule_ids import Rule
from pages.schema.strict_yaml import Record, read_each

Redirects = Record[dict[str, Redirect]]

REDIRECTS_FILE = REDIRECTS
NO_REDIRECTS: Redirects = Record({}, {})
LONGEST_ADDRESS = 200
# What an address must not contain after its percent signs are decoded: browsers read a backslash as a slash.
NOT_IN_ADDRESS = re.compile(r"[\x00-\x1f\x7f\\\ufffd]")
# Pages of this site that are no content, beside those that search engines may list.
OTHER_TARGETS = ("/", "/feed.xml", "/receipt/", "/search/")
HOW_TO_LEAD = "Write the file of a page, like what-to-expect.md, or an address of this site, like /talk-to-us/"


def key(address: str) -> str:
    """How an old address is looked up: decoded, without query, anchor and last slash. `page.md` is `/page`."""
    page = PAGE_LINK.fullmatch(address)
    path = url_of(page["slug"]) if page else re.split("[?#]", address)[0]
    return unquote(path).rstrip("/") or "/"


def addresses(redirects: Redirects) -> dict[str, str]:
    """The key of each old address, and the address to which it leads."""
    return {key(old): href(redirect.to) for old, redirect in redirects.value.items()}


def read_redirects(text: str, report: Report) -> Redirects | None:
    """Checks what one address alone can have wrong; `check_redirects` does the rest."""
    redirects = read_each(Redirect, text, report)
    if redirects is None:
        return None
    errors = [(old, *error) for old in redirects.value if (error := _error_of_address(old))]
    for old, message, hint in errors:
        report.add(redirects.lines[old], message, hint, Rule.REDIRECT, words=old)
    return None if errors else redirects


def check_redirects(redirects: Redirects, ids_of: Mapping[str, AbstractSet[str] | None], report: Report) -> None:
    """Reports old addresses that are in use or here twice, dead ends, chains and circles.

    `ids_of` has the anchors of each page by slug, or None if nobody knows them.
    """
    first: dict[str, str] = {}
    for old, redirect in redirects.value.items():
        same = first.setdefault(key(old), old)
        if same != old:
            message = f"`{same}` and `{old}` are the same address."
            report.add(redirects.lines[old], message, "Keep one of the two.", Rule.REDIRECT, words=old)
        elif error := _error_of_source(old, ids_of):
            report.add(redirects.lines[old], *error, Rule.REDIRECT, words=old)
        if error := _error_of_target(redirect.to, redirects, ids_of):
            report.add(redirects.lines[f"{old}.to"], *error, Rule.REDIRECT, words=redirect.to)


def _error_of_address(old: str) -> tuple[str, str] | None:
    """Message and hint."""
    if old.startswith(OUTSIDE) or old.startswith("//"):
        return f"`{old}` names a site.", "Leave that out, and begin with the slash after it: /about.html"
    if not old.startswith("/"):
        return f"`{old}` does not begin with a slash.", f"Write /{old}"
    if "?" in old or "#" in old:
        hint = f"Write {re.split('[?#]', old)[0]} alone. It leads on, whatever follows it."
        return f"`{old}` has a part after the address of the page.", hint
    if len(old) > LONGEST_ADDRESS:
        return "This address is too long.", f"An address has at most {LONGEST_ADDRESS} characters."
    path = unquote(old)
    if NOT_IN_ADDRESS.search(path) or {"", ".", ".."} & {*path.strip("/").split("/")} - (
        {""} if path == "/" else set()
    ):
        return f"`{old}` cannot be an address.", "Copy it from the address bar of a browser, from the first slash on."
    return None


def _error_of_source(old: str, ids_of: Mapping[str, AbstractSet[str] | None]) -> tuple[str, str] | None:
    name, _, rest = key(old).strip("/").partition("/")
    if not name or (not rest and name in ids_of and url_of(name) != "/"):
        return f"There is a page at `{old}`.", "Delete this entry, or rename the page."
    if is_taken(name):
        return f"`{old}` belongs to another part of the site.", "Delete this entry."
    return None


def _error_of_target(
    to: str, redirects: Redirects, ids_of: Mapping[str, AbstractSet[str] | None]
) -> tuple[str, str] | None:
    if to.startswith(OUTSIDE) or to.startswith(("//", "/\\")):
        return f"`{to}` is on another site.", f"An old address leads to this site only. {HOW_TO_LEAD}."
    page = PAGE_LINK.fullmatch(to)
    if not page and not to.startswith("/"):
        return f"`{to}` is not an address of this site.", f"{HOW_TO_LEAD}."
    leads_to = {key(old): redirect.to for old, redirect in redirects.value.items()}
    if key(to) in leads_to:
        *_, last = steps = [to, *_steps(to, leads_to)]
        if key(last) in leads_to:
            circle = " → ".join(f"`{step}`" for step in steps)
            return f"This goes in a circle: {circle}.", f"{HOW_TO_LEAD}."
        return f"`{to}` is an old address, too.", f"Write where it leads: {last}"
    slugs = {key(url_of(slug)): slug for slug in ids_of}
    public = {key(path): path for path in (*settings.INDEXED_TOO, *OTHER_TARGETS, *map(url_of, ids_of))}
    if key(to) not in public or (not page and re.split("[?#]", to)[0] != public[key(to)]):
        known = [f"{slug}.md" for slug in ids_of] if page else public.values()
        return f"Visitors find nothing at `{to}`.", did_you_mean(to, known, f"{HOW_TO_LEAD}.")
    anchor, ids = to.partition("#")[2], ids_of.get(slugs.get(key(to), ""), frozenset())
    if "?" in to or (anchor and ids is not None and anchor not in ids):
        return f"There is no anchor `#{anchor}` there." if anchor else f"`{to}` has a “?”.", "Leave that part out."
    return None


def _steps(to: str, leads_to: Mapping[str, str]) -> Iterator[str]:
    """Where somebody comes from `to`, one step after the other, until the first address comes again."""
    seen = set()
    while (old := key(to)) in leads_to and old not in seen:
        seen.add(old)
        to = leads_to[old]
        yield to
