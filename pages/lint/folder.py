"""Applies all rules to one text, or to every text of a content folder."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, partial
from pathlib import Path

from pages import catalogue
from pages.catalogue.kept import Kept, kept
from pages.catalogue.redirects import NO_REDIRECTS, REDIRECTS_FILE, Redirects, read_redirects
from pages.lint import due, moved
from pages.lint.data_files import WORDS_FOR_READERS, findings_of_data
from pages.lint.files import unusable_files, weight_of_pictures
from pages.media import shelf_of
from pages.schema.errors import BrokenContent, ContentError, Report
from pages.schema.front_matter import PageHead
from pages.schema.references import Source, read_by_id
from pages.wording import check, rules
from pages.wording.claims import NO_CLAIMS, Claims, read_claims
from pages.wording.findings import Finding


def findings_of(
    file: str,
    text: str,
    known: Claims,
    sources: Mapping[str, Source],
    today: date,
    redirects: Redirects = NO_REDIRECTS,
    results: Kept | None = None,
    claims_text: str | None = None,
) -> list[Finding]:
    """By line. `file` begins with the name of the content folder: content/en/page.md.

    The errors of the loader (schema, unknown sources, broken links) are not included: see `findings_of_site`.
    `results` may have those of this text with this `claims_text`.
    """
    make = partial(_findings_of_text, file, text, lambda: known)
    wording = (results or Kept()).known((file, text, claims_text), make)
    return sorted([*wording, *_findings_of_others(check.without_sentences(file, text), sources, today, redirects)])


def findings_of_site(folder: Path, today: date) -> list[Finding]:
    """The errors of the loader and the findings of all rules, by file and line."""
    return sorted([*map(Finding.of, _errors(folder)), *wording_findings(folder, today)])


def wording_findings(folder: Path, today: date) -> list[Finding]:
    """The findings of all rules in pages, results and glossary, and the errors of claims.yaml."""
    with kept("wording") as results:
        return sorted(_wording_findings(folder, today, results))


def _wording_findings(folder: Path, today: date, results: Kept) -> Iterator[Finding]:
    claims_text = text_of_claims(folder)
    broken = results.result((folder.name, claims_text), partial(_errors_of_claims, folder))
    yield from map(Finding.of, broken)
    # read only for a text that is not known
    claims = cache(lambda: NO_CLAIMS if broken else read_claims(folder))
    sources_text, shelf = _text(folder / "sources.yaml") if (folder / "sources.yaml").exists() else "", shelf_of(folder)
    sources = results.result(("sources", sources_text), partial(_sources, sources_text))
    redirects = _redirects(folder / REDIRECTS_FILE)
    heads = {}
    # The lock and swap files of text editors begin with a dot.
    paths = sorted((folder / "en").glob("**/[!.]*.md"))
    texts = {_name_of(folder, path): _text(path) for path in paths}
    all_findings = results.results(
        [((file, text, claims_text), partial(_findings_of_text, file, text, claims)) for file, text in texts.items()]
    )
    for (file, text), findings in zip(texts.items(), all_findings, strict=True):
        yield from findings
        yield from weight_of_pictures(file, text, shelf)
        bare = results.result(("bare", file, text), partial(check.without_sentences, file, text))
        yield from _findings_of_others(bare, sources, today, redirects)
        if bare.head and isinstance(bare.head.value, PageHead):
            heads[file] = bare.head
    yield from due.all_due_at_once(heads)
    yield from unusable_files(folder.name, shelf)
    for name in WORDS_FOR_READERS:
        if (path := folder / name).exists():
            file, text = _name_of(folder, path), _text(path)
            yield from results.result((file, text, claims_text), partial(_findings_of_data, file, text, claims))


def text_of_claims(folder: Path) -> str | None:
    """What the results of a text depend on besides the text."""
    file = folder / "claims.yaml"
    return _text(file) if file.exists() else None


def _errors_of_claims(folder: Path) -> tuple[ContentError, ...]:
    try:
        read_claims(folder)
    except BrokenContent as broken:
        return broken.errors
    return ()


def _findings_of_text(file: str, text: str, claims: Callable[[], Claims]) -> list[Finding]:
    return check.findings_of_wording(check.read(file, text), claims())


def _findings_of_data(file: str, text: str, claims: Callable[[], Claims]) -> list[Finding]:
    return findings_of_data(file, text, claims())


def _findings_of_others(
    text: rules.Text, sources: Mapping[str, Source], today: date, redirects: Redirects
) -> Iterator[Finding]:
    """What depends on more than the text and the claims."""
    yield from due.pages_due(text, today)
    yield from due.statements_due(text, sources, today)
    yield from moved.links_to_old_addresses(text, redirects)


def _sources(text: str) -> Mapping[str, Source]:
    # The loader reports a file that is missing or has errors.
    return read_by_id(Source, text, Report("")) or {}


def _redirects(file: Path) -> Redirects:
    return (read_redirects(_text(file), Report("")) if file.exists() else None) or NO_REDIRECTS


def _errors(folder: Path) -> Iterable[ContentError]:
    try:
        with kept("pages") as results:
            catalogue.load(folder, kept=results)
    except BrokenContent as broken:
        return broken.errors
    return ()


def _name_of(folder: Path, path: Path) -> str:
    return path.relative_to(folder.parent).as_posix()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig", errors="replace")
