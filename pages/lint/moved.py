"""Finds links to old addresses: they work, but a reader should get to the page at once."""

import re
from collections.abc import Iterator

from pages.catalogue.redirects import Redirects, key
from pages.schema.rule_ids import Rule
from pages.wording.findings import WARNING, Finding
from pages.wording.rules import Text

LINK = re.compile(r"\]\((?P<target>[^)\s]+)")


def links_to_old_addresses(text: Text, redirects: Redirects) -> Iterator[Finding]:
    leads_to = {key(old): redirect.to for old, redirect in redirects.value.items()}
    for number, line in enumerate(text.body.text.split("\n") if leads_to else (), text.body.first_line):
        for link in LINK.finditer(line):
            if new := leads_to.get(key(link["target"])):
                place = number, link.start("target") + 1
                reason, hint = "This is an old address.", f"Write where it leads: {new}"
                yield text.finding(Rule.MOVED_LINK, WARNING, place, link["target"], reason, hint)
