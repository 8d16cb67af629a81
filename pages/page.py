"""The values that templates show: pages, sections, and the texts of the screening results."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from pages.rendering.outline import Heading, Passage
from pages.schema.references import Profile, Source

# The page that lists every page. All others name only the sections, so that they do not grow with the site.
ALL_PAGES = "/all-pages/"


@dataclass(frozen=True)
class Person(Profile):
    """The clinician who reviewed a page."""

    id: str


@dataclass(frozen=True, kw_only=True)
class CitedSource(Source):
    """A source in the list of a page. `number` is its place in the order of first citation."""

    id: str
    number: int


@dataclass(frozen=True)
class Page:
    """A rendered reading page.

    `body` is safe HTML, `text` is its text without tables, and `words` is the number of words in it. `changed_on` is
    the day of its newest entry in changes.yaml.
    """

    slug: str
    url: str
    title: str
    description: str
    section: str
    section_title: str
    order: int
    pull_sentence: str
    reviewed_on: date | None
    review_by: date
    reviewed_by: Person | None
    changed_on: date | None
    sources: tuple[CitedSource, ...]
    body: SafeString
    headings: tuple[Heading, ...]
    passages: tuple[Passage, ...]
    text: str
    words: int

    @property
    def other_words(self) -> str:
        """Words that search finds it by although it does not show them."""
        return ""


@dataclass(frozen=True)
class Section:
    """A section of the site, with its pages in reading order."""

    id: str
    title: str
    pages: tuple[Page, ...]

    @property
    def url(self) -> str:
        return f"{ALL_PAGES}#{self.id}"


@dataclass(frozen=True)
class Outcome:
    """The text of a screening result. `lead` is the HTML before the first heading, `rest` the HTML from there on."""

    id: str
    title: str
    description: str
    lead: SafeString
    rest: SafeString
    text: str
