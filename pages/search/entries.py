"""What search can find, read once: pages and glossary terms with the words in them and what each word weighs."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pages.page import Page
from pages.schema.references import Term
from pages.search.words import WORD, Text, read, stem

TITLE, HEADING, DESCRIPTION = 8.0, 4.0, 3.0  # what a word there weighs, twice that where it stands alone
MOST_IN_TEXT = 3.0


@dataclass(frozen=True)
class Place:
    """A passage of a page under its heading."""

    anchor: str
    heading: Text
    text: Text


@dataclass(frozen=True)
class PageEntry:
    """A page; `weights` are of each stem anywhere in it."""

    page: Page
    title: Text
    description: Text
    places: tuple[Place, ...]
    weights: dict[str, float]


@dataclass(frozen=True)
class TermEntry:
    """A glossary term; `forms` are the stems of each way to write it."""

    term: Term
    title: Text
    meaning: Text
    forms: tuple[frozenset[str], ...]
    weights: dict[str, float]


def page_entry(page: Page) -> PageEntry:
    pieces = page.passages
    headings = {heading: read(heading) for heading in {piece.heading for piece in pieces}}
    places = tuple(Place(piece.anchor, headings[piece.heading], read(piece.text)) for piece in pieces)
    title, description = read(page.title), read(page.description)
    fields = [(title, TITLE), (description, DESCRIPTION), *((heading, HEADING) for heading in headings.values())]
    return PageEntry(page, title, description, places, _weights(fields, (place.text for place in places)))


def term_entry(term: Term) -> TermEntry:
    title, meaning = read(term.term), read(term.meaning)
    forms = tuple(frozenset(stem(word) for word in WORD.findall(form)) for form in term.forms)
    return TermEntry(term, title, meaning, forms, _weights([(title, TITLE)], [meaning]))


def _weights(fields: Iterable[tuple[Text, float]], texts: Iterable[Text]) -> dict[str, float]:
    counts = Counter(word.stem for text in texts for word in text.tokens)
    weights = {known: min(1 + math.log(count), MOST_IN_TEXT) for known, count in counts.items()}
    for text, weight in fields:
        for known in text.stems:
            weights[known] = weights.get(known, 0.0) + weight * (1 + 1 / len(text.stems))
    return weights
