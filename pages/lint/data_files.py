"""Applies the rules for wording to the YAML files that have words for readers."""

from collections.abc import Mapping

from pages.catalogue.library import RISKS_FILE
from pages.schema.changes import Change
from pages.schema.clinic import Clinic, facts_of
from pages.schema.errors import Report
from pages.schema.front_matter import Body
from pages.schema.references import RiskPanel
from pages.schema.strict_yaml import read, read_each
from pages.wording import check, rules
from pages.wording.claims import Claims
from pages.wording.findings import Finding
from pages.wording.sentences import term_passages

WORDS_FOR_READERS = ("changes.yaml", "clinic.yaml", "glossary.yaml", RISKS_FILE, "en/sections.yaml")


def findings_of_data(file: str, text: str, known: Claims) -> list[Finding]:
    """By line. A file with an error of the loader has none."""
    name = file.rpartition("/")[2]
    if name == RISKS_FILE:
        return sorted(_findings_of_risk_panel(file, text, known))
    lines, words = _words(name, text)
    read_text = rules.Text(file, tuple(text.split("\n")), None, Body(text, 1), tuple(term_passages(lines, words)))
    findings = [*rules.claims(read_text, known), *rules.phrases(read_text, known)]
    if name == "glossary.yaml":
        findings += [*rules.without_source(read_text, known), *rules.risk_as_percent(read_text)]
    return sorted(findings)


def _words(name: str, text: str) -> tuple[Mapping[str, int], Mapping[str, str]]:
    """The lines and the words of what readers see, by path."""
    if name == "clinic.yaml" and (clinic := read(Clinic, text, Report(""))):
        facts = {path.removeprefix("clinic."): words for path, words in facts_of(clinic.value).items()}
        return clinic.lines, {path: words for path, words in facts.items() if path in clinic.lines}
    if name == "changes.yaml" and (changes := read_each(Change, text, Report(""))):
        return changes.lines, {f"{id}.message": change.message for id, change in changes.value.items()}
    if name in ("glossary.yaml", "sections.yaml") and (entries := read_each(str, text, Report(""))):
        return entries.lines, entries.value
    return {}, {}


def _findings_of_risk_panel(file: str, text: str, known: Claims) -> list[Finding]:
    record = read(RiskPanel, text, Report(""))
    if record is None:
        return []
    # A YAML block of text begins on the line after its key.
    body = Body(record.value.text, record.lines["text"] + 1)
    return check.findings_of_wording(rules.Text.of(file, text, None, body), known)
