"""All rules over one text, and over a whole content folder."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pages import catalogue
from pages.lint import wording
from pages.lint.claims import NO_CLAIMS, Claims, read_claims
from pages.lint.findings import Finding
from pages.lint.sentences import term_passages
from pages.schema.errors import BrokenContent, ContentError, Report
from pages.schema.front_matter import Body, OutcomeHead, PageHead, split
from pages.schema.strict_yaml import Record, read_each

OUTCOMES = "/outcomes/"


def findings_of(file: str, text: str, known: Claims, today: date) -> list[Finding]:
    """What an editor should look at in one text, on disk or not, by place. `file` as it is shown: content/en/page.md.

    What the strict loader refuses (schema, unknown sources, broken links) is not among it: see `findings_of_site`.
    """
    is_page = OUTCOMES not in file
    head: Record[PageHead] | Record[OutcomeHead] | None
    if is_page:
        head, body = split(PageHead, text, Report(""))
    else:
        head, body = split(OutcomeHead, text, Report(""))
    read = wording.Text.of(file, text, head, body)
    found = [*wording.claims(read, known), *wording.without_source(read, known), *wording.review_due(read, today)]
    for rule in wording.RULES:
        if is_page or rule is not wording.benefit_without_risk:
            found += rule(read)
    return sorted(found)


def findings_of_site(folder: Path, today: date) -> list[Finding]:
    """The same for all of `folder`, with what the loader refuses."""
    return sorted([*map(Finding.of, _errors(folder)), *findings_in_words(folder, today)])


def findings_in_words(folder: Path, today: date) -> list[Finding]:
    """The same without what the loader refuses: every page, every result, the glossary, and the claims themselves."""
    found: list[Finding] = []
    try:
        known = read_claims(folder)
    except BrokenContent as broken:
        known = NO_CLAIMS
        found += map(Finding.of, broken.errors)
    for path in sorted((folder / "en").glob("**/[!.]*.md")):  # others are the lock and swap files of editor programs
        found += findings_of(_shown(folder, path), _text(path), known, today)
    if (glossary := folder / "glossary.yaml").exists():
        found += _findings_of_glossary(_shown(folder, glossary), _text(glossary), known)
    return sorted(found)


def _findings_of_glossary(file: str, text: str, known: Claims) -> list[Finding]:
    meanings = read_each(str, text, Report(""))
    if meanings is None:
        return []
    read = wording.Text(file, None, Body(text, 1), tuple(term_passages(meanings.lines, meanings.value)))
    return [*wording.claims(read, known), *wording.without_source(read, known), *wording.risk_as_percent(read)]


def _errors(folder: Path) -> Iterable[ContentError]:
    try:
        catalogue.load(folder)
    except BrokenContent as broken:
        return broken.errors
    return ()


def _shown(folder: Path, path: Path) -> str:
    return path.relative_to(folder.parent).as_posix()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig", errors="replace")
