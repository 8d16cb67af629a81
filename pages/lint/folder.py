"""Applies all rules to one text, or to every text of a content folder."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from pages import catalogue
from pages.catalogue.library import RISKS_FILE
from pages.catalogue.redirects import NO_REDIRECTS, REDIRECTS_FILE, Redirects, read_redirects
from pages.lint import due, moved
from pages.schema.errors import BrokenContent, ContentError, Report
from pages.schema.front_matter import Body, PageHead, split
from pages.schema.references import RiskPanel, Source, read_by_id
from pages.schema.strict_yaml import read, read_each
from pages.wording import check, rules
from pages.wording.claims import NO_CLAIMS, Claims, read_claims
from pages.wording.findings import Finding
from pages.wording.sentences import term_passages


def findings_of(
    file: str,
    text: str,
    known: Claims,
    sources: Mapping[str, Source],
    today: date,
    redirects: Redirects = NO_REDIRECTS,
) -> list[Finding]:
    """By line. `file` begins with the name of the content folder: content/en/page.md.

    The errors of the loader (schema, unknown sources, broken links) are not included: see `findings_of_site`.
    """
    read_text = check.read(file, text)
    return sorted(
        [
            *check.findings_of_wording(read_text, known),
            *due.pages_due(read_text, today),
            *due.statements_due(read_text, sources, today),
            *moved.links_to_old_addresses(read_text, redirects),
        ]
    )


def findings_of_site(folder: Path, today: date) -> list[Finding]:
    """The errors of the loader and the findings of all rules, by file and line."""
    return sorted([*map(Finding.of, _errors(folder)), *wording_findings(folder, today)])


def wording_findings(folder: Path, today: date) -> list[Finding]:
    """The findings of all rules in pages, results and glossary, and the errors of claims.yaml."""
    findings: list[Finding] = []
    try:
        known = read_claims(folder)
    except BrokenContent as broken:
        known = NO_CLAIMS
        findings += map(Finding.of, broken.errors)
    sources = _sources(folder / "sources.yaml")
    redirects = _redirects(folder / REDIRECTS_FILE)
    heads = {}
    # The lock and swap files of text editors begin with a dot.
    for path in sorted((folder / "en").glob("**/[!.]*.md")):
        file, text = _name_of(folder, path), _text(path)
        findings += findings_of(file, text, known, sources, today, redirects)
        head, _ = split(PageHead, text, Report(""))
        if head is not None:
            heads[file] = head
    findings += due.all_due_at_once(heads)
    if (glossary := folder / "glossary.yaml").exists():
        findings += _findings_of_glossary(_name_of(folder, glossary), _text(glossary), known)
    if (panel := folder / RISKS_FILE).exists():
        findings += _findings_of_risk_panel(_name_of(folder, panel), _text(panel), known)
    return sorted(findings)


def _findings_of_glossary(file: str, text: str, known: Claims) -> list[Finding]:
    meanings = read_each(str, text, Report(""))
    if meanings is None:
        return []
    read_text = rules.Text(
        file, tuple(text.split("\n")), None, Body(text, 1), tuple(term_passages(meanings.lines, meanings.value))
    )
    return [
        *rules.claims(read_text, known),
        *rules.without_source(read_text, known),
        *rules.risk_as_percent(read_text),
        *rules.phrases(read_text, known),
    ]


def _findings_of_risk_panel(file: str, text: str, known: Claims) -> list[Finding]:
    record = read(RiskPanel, text, Report(""))
    if record is None:
        return []
    # A YAML block of text begins on the line after its key.
    body = Body(record.value.text, record.lines["text"] + 1)
    return check.findings_of_wording(rules.Text.of(file, text, None, body), known)


def _sources(file: Path) -> Mapping[str, Source]:
    # The loader reports a file that is missing or has errors.
    return (read_by_id(Source, _text(file), Report("")) if file.exists() else None) or {}


def _redirects(file: Path) -> Redirects:
    return (read_redirects(_text(file), Report("")) if file.exists() else None) or NO_REDIRECTS


def _errors(folder: Path) -> Iterable[ContentError]:
    try:
        catalogue.load(folder)
    except BrokenContent as broken:
        return broken.errors
    return ()


def _name_of(folder: Path, path: Path) -> str:
    return path.relative_to(folder.parent).as_posix()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig", errors="replace")
