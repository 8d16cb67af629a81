"""All sources, with the pages and questions that cite each of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pages.catalogue import Catalogue
from pages.schema.references import Source

UsesBySource = Callable[[], Mapping[str, Iterable["Use"]]]
_in_other_apps: list[UsesBySource] = []


@dataclass(frozen=True)
class Use:
    """A page or question that cites a source."""

    title: str
    url: str


@dataclass(frozen=True)
class ListedSource:
    """A source and its uses in reading order. A source may be listed without being cited."""

    id: str
    source: Source
    uses: tuple[Use, ...]


def register_uses(uses: UsesBySource) -> None:
    """For an app that cites sources: none of them can be removed in the Content area."""
    _in_other_apps.append(uses)


def uses_in_other_apps() -> dict[str, list[Use]]:
    uses: dict[str, list[Use]] = {}
    for uses_by_source in _in_other_apps:
        for id, others in uses_by_source().items():
            uses.setdefault(id, []).extend(others)
    return uses


def listed(catalogue: Catalogue, elsewhere: UsesBySource | None = None) -> list[ListedSource]:
    """Every source, in order of title. `elsewhere` returns the uses outside the pages, such as in the questionnaire."""
    uses: dict[str, list[Use]] = {id: [] for id in catalogue.sources}
    for page in catalogue.pages.values():
        for cited in page.sources:
            uses[cited.id].append(Use(page.title, f"{page.url}#source-{cited.id}"))
    for id, others in (elsewhere() if elsewhere else {}).items():
        # An editor may just have removed a source that the questionnaire cites: `check_sources` reports that.
        if id in uses:
            uses[id].extend(others)
    sources = (ListedSource(id, source, tuple(uses[id])) for id, source in catalogue.sources.items())
    return sorted(sources, key=lambda listed: listed.source.title.casefold())
