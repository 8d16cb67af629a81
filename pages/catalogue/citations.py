"""All sources of the content with the places that cite them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pages.catalogue import Catalogue
from pages.schema.references import Source

UsesBySource = Callable[[], Mapping[str, Iterable["Use"]]]


@dataclass(frozen=True)
class Use:
    """A place that cites a source."""

    title: str
    url: str


@dataclass(frozen=True)
class Listed:
    """A source with its id and the places that cite it, in reading order; none for one that was read and not cited."""

    id: str
    source: Source
    uses: tuple[Use, ...]


def listed(catalogue: Catalogue, elsewhere: UsesBySource | None = None) -> list[Listed]:
    """Every source by title. `elsewhere`: source id -> places outside the pages, such as the questionnaire."""
    uses: dict[str, list[Use]] = {id: [] for id in catalogue.sources}
    for page in catalogue.pages.values():
        for cited in page.sources:
            uses[cited.id].append(Use(page.title, f"{page.url}#source-{cited.id}"))
    for id, others in (elsewhere() if elsewhere else {}).items():
        if id in uses:  # an editor may have just taken it out; manage.py check_sources tells
            uses[id].extend(others)
    found = (Listed(id, source, tuple(uses[id])) for id, source in catalogue.sources.items())
    return sorted(found, key=lambda one: one.source.title.casefold())
