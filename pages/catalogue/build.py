"""All of the content, checked as a whole and rendered once.

`load` reads a content folder and returns a complete, unchangeable Catalogue, or raises BrokenContent with every mistake
of every file.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType

from django.utils.safestring import SafeString

from pages.catalogue.drafts import Draft, check_links, check_outcome, check_page, read_drafts
from pages.catalogue.library import Library, read_library
from pages.page import CitedSource, Outcome, Page, Person, Section
from pages.rendering.links import belongs_to_another_app
from pages.schema.changes import Change
from pages.schema.clinic import Clinic
from pages.schema.errors import BrokenContent, ContentError
from pages.schema.front_matter import OutcomeHead, PageHead
from pages.schema.page_files import HOME, OUTCOMES, PAGES, RESULTS, url_of
from pages.schema.references import Source, Term
from pages.schema.rule_ids import Rule
from pages.search.full_text import is_available
from pages.search.index import Index

NO_SEARCH = ContentError(
    "content",
    1,
    "Search cannot be built: the SQLite of this Python has no FTS5.",
    "Use a Python whose sqlite3 module has it, like those of python.org, Debian and the Docker image.",
)


@dataclass(frozen=True, eq=False)
class Catalogue:
    """`pages` by URL: the home page, then section by section in reading order. `outcomes` and `sources` by id.
    `index` finds pages and terms of the `glossary`. `changes` by id, the newest first."""

    clinic: Clinic
    sections: tuple[Section, ...]
    pages: Mapping[str, Page]
    outcomes: Mapping[str, Outcome]
    sources: Mapping[str, Source]
    glossary: tuple[Term, ...]
    index: Index
    changes: Mapping[str, Change]

    def neighbours(self, page: Page) -> tuple[Page | None, Page | None]:
        """The page before and the page after in reading order. The home page stands outside it."""
        order = [other for section in self.sections for other in section.pages]
        if page not in order:
            return None, None
        place = order.index(page)
        return (order[place - 1] if place else None), (order[place + 1] if place + 1 < len(order) else None)


def load(folder: Path, belongs_to_another_app: Callable[[str], bool] = belongs_to_another_app) -> Catalogue:
    """Read, check and render everything below `folder`. Raises BrokenContent."""
    errors: list[ContentError] = []
    if not is_available():
        raise BrokenContent([NO_SEARCH])
    library = read_library(folder, errors)
    drafts = read_drafts(folder, PAGES, PageHead, library, errors)
    outcomes = read_drafts(folder, RESULTS, OutcomeHead, library, errors)
    missing = [f"{PAGES}/{HOME}.md"] if HOME not in drafts else []
    missing += [f"{RESULTS}/{outcome}.md" for outcome in OUTCOMES if outcome not in outcomes]
    for name in missing:
        hint = "The site cannot do without it."
        errors.append(ContentError(f"{folder.name}/{name}", 1, "This file is missing.", hint, Rule.MISSING_FILE))
    ids_of = {slug: draft.rendered.ids for slug, draft in drafts.items()}
    for draft in drafts.values():
        check_page(draft, library, belongs_to_another_app)
        check_links(draft, ids_of, belongs_to_another_app)
    for outcome in outcomes.values():
        check_outcome(outcome)
        check_links(outcome, ids_of, belongs_to_another_app)
    if errors or library.clinic is None:
        raise BrokenContent(errors)
    pages = {page.url: page for page in pages_of(drafts, library)}
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
        index=Index(pages.values(), library.glossary or ()),
        changes=MappingProxyType(dict(library.changes or {})),
    )


def pages_of(drafts: Mapping[str, Draft[PageHead]], library: Library) -> list[Page]:
    """Every page, in reading order, the home page first."""
    titles, sources, people = library.sections or {}, library.sources or {}, library.people or {}
    changes = (library.changes or {}).values()
    pages = []
    for slug, draft in drafts.items():
        head, rendered = draft.good_head, draft.rendered
        reviewer = Person(**asdict(people[head.reviewed_by]), id=head.reviewed_by) if head.reviewed_by else None
        pages.append(
            Page(
                slug=slug,
                url=url_of(slug),
                title=head.title,
                description=head.description,
                section=head.section,
                section_title=titles[head.section],
                order=head.order,
                reviewed_on=head.reviewed_on,
                review_by=head.review_by,
                reviewed_by=reviewer,
                changed_on=next((change.changed_on for change in changes if change.page == slug), None),
                sources=tuple(
                    CitedSource(**asdict(sources[id]), id=id, number=number)
                    for number, id in enumerate(rendered.cited, 1)
                ),
                body=SafeString(rendered.html),
                headings=rendered.headings,
                passages=rendered.passages,
                text=rendered.text,
                words=len(rendered.text.split()),
            )
        )
    places = list(titles)
    return sorted(pages, key=lambda page: (page.slug != HOME, places.index(page.section), page.order, page.slug))


def _outcome(draft: Draft[OutcomeHead]) -> Outcome:
    head, html = draft.good_head, draft.rendered.html
    lead, heading, rest = html.partition("<h2 id=")  # a component's title has no id
    return Outcome(
        draft.slug, head.title, head.description, SafeString(lead), SafeString(heading + rest), draft.rendered.text
    )
