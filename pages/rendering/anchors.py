"""The headings of a page: their order, and their ids, which never are ids that our own templates use."""

import re

from markdown.extensions.toc import slugify

from pages.schema.errors import Report
from pages.schema.front_matter import Body
from pages.schema.rule_ids import Rule

HEADING = re.compile(r" *(?P<marks>#+)(?P<title>.*)")

# The ids around a text in the templates of pages and results; a test compares them with what the templates have.
OF_TEMPLATES = {"main", "sources", "on-this-page", "crisis-title"}
# The beginnings of ids that are made of something else: a source, a term, a chart.
BEGINNINGS = ("source-", "term-", "chart-")


def heading_id(words: str, separator: str) -> str:
    """The words in small letters with hyphens. "Sources" becomes "about-sources", because the page has its own."""
    id: str = slugify(words, separator)
    return f"about-{id}" if id in OF_TEMPLATES or id.startswith(BEGINNINGS) else id


def check_headings(body: Body, report: Report) -> None:
    last = 1
    for number, line in enumerate(body.text.split("\n"), body.first_line):
        match = HEADING.fullmatch(line)
        if not match:
            continue
        level = len(match["marks"])
        if level == 1:
            message, hint = "A page has one main heading, its `title`.", "Begin this heading with ##."
            report.add(number, message, hint, Rule.SECOND_TITLE, words=match["title"].strip())
        elif level > last + 1:
            message = f"This heading skips a level: {match['marks']} after {'#' * last if last > 1 else 'the title'}."
            hint = f"Begin it with {'#' * (last + 1)}."
            report.add(number, message, hint, Rule.SKIPPED_HEADING, words=match["title"].strip())
        if "[@" in match["title"]:
            message, hint = "A heading cannot have a citation.", "Put it after the sentence it supports."
            report.add(number, message, hint, Rule.MISPLACED_CITATION, words=match["title"].strip())
        last = max(level, 2)
