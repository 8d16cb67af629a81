"""All rules over one text, and over a whole content folder."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pages import catalogue
from pages.errors import BrokenContent, ContentError, Report
from pages.front_matter import OutcomeHead, PageHead, split
from pages.lint import rules
from pages.lint.claims import Claims, read_claims
from pages.lint.findings import ERROR, Finding

OUTCOMES = "/outcomes/"


def findings_of(file: str, text: str, known: Claims, today: date) -> list[Finding]:
    """What an editor should look at in one text, on disk or not, by place. `file` as it is shown: content/en/page.md.

    What the strict loader refuses (schema, unknown sources, broken links) is not among it: see `findings_of_site`.
    """
    is_page = OUTCOMES not in file
    if is_page:
        head, body = split(PageHead, text, Report(""))
    else:
        head, body = None, split(OutcomeHead, text, Report(""))[1]
    read = rules.Text.of(file, head, body)
    found = [*rules.claims(read, known), *rules.without_source(read, known), *rules.review_due(read, today)]
    for rule in rules.RULES:
        if is_page or rule is not rules.benefit_without_risk:
            found += rule(read)
    return sorted(found)


def findings_of_site(folder: Path, today: date) -> list[Finding]:
    """The same for every page and result page below `folder`, with what the loader refuses. Raises BrokenContent only
    for a claims.yaml that cannot be read."""
    found = [_refused(error) for error in _errors(folder)]
    known = read_claims(folder)
    for path in sorted((folder / "en").glob("**/*.md")):
        file = path.relative_to(folder.parent).as_posix()
        found += findings_of(file, path.read_text(encoding="utf-8", errors="replace"), known, today)
    return sorted(found)


def _errors(folder: Path) -> Iterable[ContentError]:
    try:
        catalogue.load(folder)
    except BrokenContent as broken:
        return broken.errors
    return ()


def _refused(error: ContentError) -> Finding:
    return Finding(error.file, error.line, 1, "cannot-be-shown", ERROR, "", error.message, error.hint)
