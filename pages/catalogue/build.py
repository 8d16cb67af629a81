"""Builds the catalogue: reads a content folder, checks it as a whole, and renders every page once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from django.utils.safestring import SafeString

from pages.catalogue.drafts import Draft, check_links, check_outcome, check_page, read_drafts
from pages.catalogue.kept import Kept
from pages.catalogue.library import Library, read_library
from pages.catalogue.redirects import REDIRECTS_FILE, addresses, check_redirects
from pages.media import Shelf
from pages.media.values import MediaFile
from pages.page import CitedSource, Outcome, Page, Person, Section
from pages.rendering.links import belongs_to_another_app
from pages.schema.changes import Change
from pages.schema.clinic import Clinic
from pages.schema.errors import BrokenContent, ContentError, Report
from pages.schema.front_matter import OutcomeHead, PageHead
from pages.schema.page_files import HOME, OUTCOMES, PAGES, RESULTS, url_of
from pages.schema.references import Source, Term
from pages.schema.rule_ids import Rule
from pages.search.full_text import is_available
from pages.search.index import Index
from pages.search.services import SERVICES

NO_SEARCH = ContentError(
    "content",
    1,
    "Search cannot be built: the SQLite of this Python has no FTS5.",
    "Use a Python whose sqlite3 module has it, like those of python.org, Debian and the Docker image.",
)


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All content, immutable.

    `pages` by URL: the home page, then section by section in reading order. `outcomes` and `sources` by id. `changes`
    by id, newest first. `redirects` has the address to which each old one leads; see `key` for the old ones.
    """

    clinic: Clinic
    sections: tuple[Section, ...]
    pages: Mapping[str, Page]
    outcomes: Mapping[str, Outcome]
    sources: Mapping[str, Source]
    glossary: tuple[Term, ...]
    changes: Mapping[str, Change]
    redirects: Mapping[str, str]
    # the pictures and PDFs that pages and results show
    files: frozenset[MediaFile]
    # why some pages have an older text than their file: an error in it, or forbidden wording
    broken: tuple[ContentError, ...] = ()
    held_back: tuple[ContentError, ...] = ()

    # a check, a trial and the reading pages do without it, and it is half the work of a change
    @cached_property
    def index(self) -> Index:
        """Searches the pages and the glossary."""
        return Index((*self.pages.values(), *SERVICES), self.glossary)

    def neighbours(self, page: Page) -> tuple[Page | None, Page | None]:
        """The previous and the next page in reading order, which does not include the home page."""
        order = [other for section in self.sections for other in section.pages]
        if page not in order:
            return None, None
        index = order.index(page)
        return (order[index - 1] if index else None), (order[index + 1] if index + 1 < len(order) else None)


def load(
    folder: Path,
    belongs_to_another_app: Callable[[str], bool] = belongs_to_another_app,
    kept: Kept | None = None,
    shelf: Shelf | None = None,
) -> Catalogue:
    """Reads, checks and renders everything below `folder`. Raises BrokenContent with every error of every file.

    `kept` has the results of reading files that did not change. A copy of a content folder needs the `shelf` of the
    original.
    """
    errors: list[ContentError] = []
    if not is_available():
        raise BrokenContent([NO_SEARCH])
    library = read_library(folder, errors, shelf, kept)
    drafts = read_drafts(folder, PAGES, PageHead, library, errors, kept)
    outcomes = read_drafts(folder, RESULTS, OutcomeHead, library, errors, kept)
    missing = [f"{PAGES}/{HOME}.md"] if HOME not in drafts else []
    missing += [f"{RESULTS}/{outcome}.md" for outcome in OUTCOMES if outcome not in outcomes]
    for name in missing:
        hint = "The site needs it."
        errors.append(ContentError(f"{folder.name}/{name}", 1, "This file is missing.", hint, Rule.MISSING_FILE))
    old_addresses = addresses(library.redirects)
    ids_of = {slug: draft.ids for slug, draft in drafts.items()}
    for draft in drafts.values():
        check_page(draft, library)
        check_links(draft, ids_of, belongs_to_another_app, old_addresses)
    for outcome in outcomes.values():
        check_outcome(outcome)
        check_links(outcome, ids_of, belongs_to_another_app, old_addresses)
    check_redirects(library.redirects, ids_of, Report(f"{folder.name}/{REDIRECTS_FILE}", errors))
    if errors or library.clinic is None:
        raise BrokenContent(errors)
    pages = {page.url: page for page in pages_of(drafts, library)}
    all_rendered = [*(page.rendered for page in drafts.values()), *(outcome.rendered for outcome in outcomes.values())]
    return Catalogue(
        clinic=library.clinic,
        sections=tuple(
            Section(id, title, tuple(page for page in pages.values() if page.section == id and page.slug != HOME))
            for id, title in (library.sections or {}).items()
        ),
        pages=MappingProxyType(pages),
        outcomes=MappingProxyType({slug: _outcome(draft) for slug, draft in outcomes.items()}),
        sources=MappingProxyType(dict(library.sources or {})),
        glossary=library.glossary or (),
        changes=MappingProxyType(dict(library.changes or {})),
        redirects=MappingProxyType(old_addresses),
        files=frozenset(file for rendered in all_rendered for file in rendered.files),
    )


def pages_of(drafts: Mapping[str, Draft[PageHead]], library: Library) -> list[Page]:
    """Every page, in reading order, with the home page first."""
    titles, sources, people = library.sections or {}, library.sources or {}, library.people or {}
    changes = (library.changes or {}).values()
    pages = []
    for slug, draft in drafts.items():
        head, rendered = draft.good_head, draft.rendered
        reviewer = Person(**vars(people[head.reviewed_by]), id=head.reviewed_by) if head.reviewed_by else None
        pages.append(
            Page(
                slug=slug,
                url=url_of(slug),
                title=head.title,
                description=head.description,
                section=head.section,
                section_title=titles[head.section],
                order=head.order,
                pull_sentence=head.pull_sentence,
                reviewed_on=head.reviewed_on,
                review_by=head.review_by,
                reviewed_by=reviewer,
                changed_on=next((change.changed_on for change in changes if change.page == slug), None),
                sources=tuple(
                    CitedSource(**vars(sources[id]), id=id, number=number)
                    for number, id in enumerate(rendered.cited, 1)
                ),
                body=SafeString(rendered.html),
                headings=rendered.headings,
                passages=rendered.passages,
                text=rendered.text,
                words=len(rendered.text.split()),
            )
        )
    section_order = list(titles)
    return sorted(pages, key=lambda page: (page.slug != HOME, section_order.index(page.section), page.order, page.slug))


def _outcome(draft: Draft[OutcomeHead]) -> Outcome:
    head, html = draft.good_head, draft.rendered.html
    # Only headings have an id; the titles of components are h2 elements without one.
    lead, heading, rest = html.partition("<h2 id=")
    return Outcome(
        draft.slug, head.title, head.description, SafeString(lead), SafeString(heading + rest), draft.rendered.text
    )
