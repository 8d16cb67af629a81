"""Finds sources that are unknown, never cited, or not checked for a year."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from pages.catalogue.citations import Use
from pages.catalogue.drafts import read_drafts
from pages.catalogue.library import read_library
from pages.schema.errors import Report, did_you_mean
from pages.schema.front_matter import PageHead
from pages.schema.page_files import PAGES
from pages.schema.references import Source
from pages.schema.rule_ids import Rule
from pages.schema.strict_yaml import Record, read_each
from pages.wording.findings import ERROR, WARNING, Finding

CHECK_AFTER = timedelta(days=365)


def findings_of_sources(folder: Path, elsewhere: Mapping[str, Sequence[Use]], today: date) -> list[Finding]:
    """By file and line. `elsewhere` maps ids of sources to places outside the pages, such as the questionnaire."""
    file = f"{folder.name}/sources.yaml"
    known = read_each(Source, (folder / "sources.yaml").read_text(encoding="utf-8"), report := Report(file))
    if known is None:
        return sorted(map(Finding.of, report.errors))
    cited = _citations(folder)
    return sorted([*_unknown(file, known, cited, elsewhere), *_unused_or_old(file, known, cited, elsewhere, today)])


Place = tuple[str, int, int]


def _citations(folder: Path) -> dict[str, list[Place]]:
    """The places that cite a source, by its id, also in pages with errors."""
    cited: dict[str, list[Place]] = {}
    for draft in read_drafts(folder, PAGES, PageHead, read_library(folder, []), []).values():
        for source in draft.rendered.cited:
            places = draft.body.places_of(f"[@{source}]")
            cited.setdefault(source, []).extend((draft.report.file, *place) for place in places)
    return cited


def _unknown(
    file: str,
    known: Record[dict[str, Source]],
    cited: Mapping[str, Sequence[Place]],
    elsewhere: Mapping[str, Sequence[Use]],
) -> Iterator[Finding]:
    for source in sorted({*cited, *elsewhere} - known.value.keys()):
        hint = did_you_mean(source, known.value, "Add the source to sources.yaml first.")
        reason = f"sources.yaml has no source `{source}`."
        for place in cited.get(source, ()):
            yield Finding(*place, Rule.UNKNOWN_SOURCE, ERROR, source, reason, hint)
        for use in elsewhere.get(source, ()):
            reason = f"{use.title} names the source `{source}`, which is not here."
            yield Finding(file, 1, 1, Rule.UNKNOWN_SOURCE, ERROR, source, reason, hint)


def _unused_or_old(
    file: str,
    known: Record[dict[str, Source]],
    cited: Mapping[str, Sequence[Place]],
    elsewhere: Mapping[str, Sequence[Use]],
    today: date,
) -> Iterator[Finding]:
    for id, source in known.value.items():
        if id not in cited and id not in elsewhere:
            reason, hint = "No page and no question cites this source.", "Cite it, or delete it."
            yield Finding(file, known.lines[id], 1, Rule.UNUSED_SOURCE, WARNING, id, reason, hint)
        place = file, known.lines[f"{id}.checked_on"], 1
        hint = "Open the link, find the statement there, and enter the day in `checked_on`."
        if source.checked_on is None:
            yield Finding(*place, Rule.UNCHECKED_SOURCE, WARNING, id, "Nobody at the clinic has checked it yet.", hint)
        elif today - source.checked_on > CHECK_AFTER:
            reason = f"It was checked on {source.checked_on}, more than 12 months ago."
            yield Finding(*place, Rule.UNCHECKED_SOURCE, WARNING, id, reason, hint)
