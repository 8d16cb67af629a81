"""The search index: finds pages and glossary terms. It forgives spelling and keeps no query."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from django.utils.html import escape
from django.utils.safestring import SafeString

from pages.page import Page
from pages.schema.as_read import as_read
from pages.schema.references import Term
from pages.search.full_text import BEGIN, END, FullText, Row
from pages.search.services import Service
from pages.search.words import SMALL, WORD, Vocabulary, folded, is_call_for_help, relatives, words_of

MOST_LETTERS, MOST_WORDS = 200, 12  # of a query
MOST_PAGES, MOST_TERMS = 10, 3
FEW_PAGES = 3  # with all the words; pages that lack one word follow them
# What a match in the head, and in a passage other than the best, counts beside one in the best passage.
IN_HEAD, IN_OTHERS = 2.0, 0.1


@dataclass(frozen=True)
class Hit:
    """A page. `heading` and `url` lead to the best passage of it. Words that match are in <mark>."""

    url: str
    title: SafeString
    heading: SafeString
    excerpt: SafeString


@dataclass(frozen=True)
class Meaning:
    """A glossary term."""

    id: str
    term: SafeString
    meaning: SafeString


@dataclass(frozen=True)
class Answer:
    """`missing`: nothing has all the words. `instead`: each unknown word, and the known one that replaced it.
    `shortened`: the end of the query was ignored. `crisis`: show crisis help first."""

    pages: tuple[Hit, ...] = ()
    terms: tuple[Meaning, ...] = ()
    missing: bool = False
    instead: tuple[tuple[str, str], ...] = ()
    shortened: bool = False
    crisis: bool = False


@dataclass(frozen=True)
class _Reading:
    """How one word of a query was understood: as an FTS5 expression, with the rows that match; the known words it may
    stand for; and the one that replaced it."""

    expression: str
    ranks: Mapping[int, float]
    known: list[str]
    instead: str = ""


class Index:
    """Any number of threads may use it.

    An entry is a page, a service or a term; its number is that of the row with its title and its description or
    meaning. The passages of the pages follow in rows of their own.
    """

    def __init__(self, pages: Iterable[Page | Service], terms: Iterable[Term]) -> None:
        self._pages = dict(enumerate(pages, 1))
        self._terms = dict(enumerate(terms, len(self._pages) + 1))
        passages = [(entry, passage) for entry, page in self._pages.items() for passage in page.passages]
        rows: list[Row] = [(page.title, page.description, page.other_words, "") for page in self._pages.values()]
        rows += [(term.term, term.meaning, "", "") for term in self._terms.values()]
        # By number of the row; there is no row 0.
        self._places = [(entry, "") for entry in range(len(rows) + 1)]
        self._places += [(entry, passage.anchor) for entry, passage in passages]
        self._leads = {number: passage.lead for number, (_, passage) in enumerate(passages, len(rows) + 1)}
        rows += [("", "", passage.heading, passage.text) for _, passage in passages]
        rows = [(as_read(title), as_read(text), as_read(heading), as_read(body)) for title, text, heading, body in rows]
        self._texts = FullText(rows)
        self._vocabulary = Vocabulary(text for row in rows for text in row)

    def look_up(self, query: str) -> Answer:
        """What there is on `query`, which may be any text."""
        words = self._words(as_read(query[:MOST_LETTERS]))
        asked = [word for word in words if word not in SMALL] or list(words)
        readings = {word: self._read(word) for word in asked[:MOST_WORDS]}
        covered: Counter[int] = Counter()
        for reading in readings.values():
            covered.update({self._places[row][0] for row in reading.ranks})
        entries, passages = self._ranked(readings.values(), covered)
        pages = _fitting([entry for entry in entries if entry in self._pages], covered)
        terms = [entry for entry in entries if entry in self._terms]
        expression = " OR ".join(reading.expression for reading in readings.values()) or '""'
        marked = self._texts.marked(
            expression, [*pages, *terms, *(passages[page] for page in pages if page in passages)]
        )
        named = [n for n in terms if _is_named(self._terms[n], marked[n][0], has_all_words=covered[n] == len(readings))]
        return Answer(
            tuple(self._hit(page, passages.get(page), marked) for page in pages),
            tuple(
                Meaning(self._terms[term].id, _html(marked[term][0]), _html(marked[term][1]))
                for term in (named or ([] if pages else terms))[:MOST_TERMS]
            ),
            missing=0 < max(covered.values(), default=0) < len(readings),
            instead=tuple((words[word], reading.instead) for word, reading in readings.items() if reading.instead),
            shortened=len(query) > MOST_LETTERS or len(asked) > MOST_WORDS,
            crisis=is_call_for_help({*words, *(known for reading in readings.values() for known in reading.known)}),
        )

    def _words(self, query: str) -> dict[str, str]:
        """Folded word -> as typed. A compound is a word of its own if it is known."""
        typed = {folded(word): word for word in words_of(query)}
        spellings = self._vocabulary.spellings
        return {key: word for key, word in typed.items() if key and ("-" not in word or key in spellings)}

    def _read(self, word: str) -> _Reading:
        spellings = self._vocabulary.spellings
        longer = self._vocabulary.beginning_with(word)
        known = longer or self._vocabulary.nearest(word)
        # The stemmer makes "everi" of "every", which "everyone" does not begin with.
        everyone = longer if word.endswith("y") else []
        expression = _any_of([spellings.get(word, word), *relatives(word), *everyone])
        if len(word) > 2:
            expression += f' OR "{word}" *'
        if ranks := self._texts.ranks(expression):
            return _Reading(expression, ranks, known)
        expression = _any_of(spellings[word] for word in known)
        instead = spellings[known[0]] if known and not longer else ""
        return _Reading(expression, self._texts.ranks(expression), known, instead)

    def _ranked(self, readings: Iterable[_Reading], covered: Counter[int]) -> tuple[list[int], dict[int, int]]:
        """The entries that match, those with most of the words first; and the best passage of each."""
        ranks: dict[int, float] = defaultdict(float)
        for row, rank in chain.from_iterable(reading.ranks.items() for reading in readings):
            ranks[row] += rank
        scores: dict[int, float] = defaultdict(float)
        passages: dict[int, int] = {}
        for row in sorted(ranks, key=lambda row: (-ranks[row], row)):
            entry, _ = self._places[row]
            is_best = row != entry and passages.setdefault(entry, row) == row
            scores[entry] += ranks[row] * (1 if is_best else IN_HEAD if row == entry else IN_OTHERS)
        return sorted(covered, key=lambda entry: (-covered[entry], -scores[entry], entry)), passages

    def _hit(self, number: int, passage: int | None, marked: Mapping[int, Row]) -> Hit:
        page = self._pages[number]
        title, description, *_ = marked.get(number, (page.title, page.description))
        if passage is None:
            return Hit(page.url, _html(title), SafeString(), _html(description))
        _, _, heading, excerpt = marked[passage]
        _, anchor = self._places[passage]
        excerpt = f"{self._leads[passage]} {excerpt}".strip()
        return Hit(f"{page.url}#{anchor}" if anchor else page.url, _html(title), _html(heading), _html(excerpt))


def _any_of(words: Iterable[str]) -> str:
    # Each is in quotation marks, so that FTS5 takes none for its syntax.
    return " OR ".join(f'"{word}"' for word in words) or '""'


def _fitting(pages: list[int], covered: Counter[int]) -> list[int]:
    """Those of `pages` that have as many words as the first; where they are few, also those that have one word less."""
    most = covered[pages[0]] if pages else 0
    enough = most if sum(covered[page] == most for page in pages) >= FEW_PAGES else max(most - 1, 1)
    return [page for page in pages if covered[page] >= enough][:MOST_PAGES]


def _is_named(term: Term, marked: str, *, has_all_words: bool) -> bool:
    """Whether a word of the term was asked for; unless it has all the words, every word of one of its forms."""
    forms = [re.sub(f"{BEGIN}[^{BEGIN}{END}]*{END}", "", form) for form in replace(term, term=marked).forms]
    return BEGIN in marked if has_all_words else not all(map(WORD.search, forms))


def _html(text: str) -> SafeString:
    return SafeString(escape(text).replace(BEGIN, "<mark>").replace(END, "</mark>"))
