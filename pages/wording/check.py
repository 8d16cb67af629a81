"""Applies the rules for wording to the text of one page or result."""

from pages.schema.errors import Report
from pages.schema.front_matter import TO_BE_WRITTEN, Body, OutcomeHead, PageHead, split
from pages.schema.page_files import OUTCOMES_FOLDER
from pages.schema.strict_yaml import Record
from pages.wording import rules
from pages.wording.claims import Claims
from pages.wording.findings import Finding


def read(file: str, text: str) -> rules.Text:
    """With the sentences that a reader sees."""
    without = without_sentences(file, text)
    return rules.Text.of(file, text, without.head, without.body)


def without_sentences(file: str, text: str) -> rules.Text:
    """Front matter and body, which are read in a fraction of the time."""
    head: Record[PageHead] | Record[OutcomeHead] | None
    if OUTCOMES_FOLDER in file:
        head, body = split(OutcomeHead, text, Report(""))
    else:
        head, body = split(PageHead, text, Report(""))
    # That has an error of the loader.
    body = Body(TO_BE_WRITTEN.sub("", body.text), body.first_line)
    return rules.Text(file, tuple(text.split("\n")), head, body, ())


def findings_of_wording(text: rules.Text, known: Claims) -> list[Finding]:
    """The same on every day, unlike what has to be read again."""
    findings = [*rules.claims(text, known), *rules.without_source(text, known), *rules.phrases(text, known)]
    for rule in rules.RULES:
        # A result is part of a page that names the risks.
        if OUTCOMES_FOLDER not in text.file or rule is not rules.benefit_without_risk:
            findings += rule(text)
    return findings
