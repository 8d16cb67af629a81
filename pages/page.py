"""What templates get: pages, the sections they stand in, and the words of each screening result."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from pages.rendering.outline import Heading, Passage
from pages.schema.references import Profile, Source


@dataclass(frozen=True)
class Person(Profile):
    """Who reviewed a page."""

    id: str


@dataclass(frozen=True)
class CitedSource(Source):
    """A source as a page lists it; `number` is its place in the order of first citation."""

    id: str
    number: int


@dataclass(frozen=True)
class Page:
    """A reading page, rendered. `body` is safe HTML, `text` its words without tables, `words` how many they are.
    `changed_on` is the day of its newest entry in changes.yaml, if it has one."""

    slug: str
    url: str
    title: str
    description: str
    section: str
    section_title: str
    order: int
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


@dataclass(frozen=True)
class Section:
    """A part of the site, with its pages in reading order."""

    id: str
    title: str
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class Outcome:
    """The words of a screening result: `lead` is what stands before the first heading, `rest` what follows."""

    id: str
    title: str
    description: str
    lead: SafeString
    rest: SafeString
    text: str
