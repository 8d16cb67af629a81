"""Search over pages and glossary: forgiving about spelling, and without a memory of what was asked.

`Index` is built once with the catalogue. `look_up` takes what a person typed and gives an Answer. A word counts
as found in this order: the same but for its ending, as the beginning of another word, with one or two letters wrong.
"""

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice, takewhile

from django.utils.safestring import SafeString

from pages.page import Page
from pages.schema.references import Term
from pages.search.entries import HEADING, PageEntry, Place, TermEntry, page_entry, term_entry
from pages.search.highlight import excerpt, mark
from pages.search.words import distance, read

MOST_LETTERS, MOST_WORDS = 200, 12  # of a query; what comes after is not looked at, and that is said
MOST_PAGES, MOST_TERMS = 10, 3
FEW_PAGES = 3  # with all the words; those with one word less come after them
BEGINNING, ONE_EDIT, TWO_EDITS = 0.7, 0.5, 0.3
UNIMPORTANT = read(
    "a about after an and any are as at be been before but by can could did do does for from get had has have how i if "
    "im in is it its many me mean meaning much my myself of on or our should so some tell than that the their them "
    "then there these they this to want was we what when where which who why will with would you your"
).stems
CRISIS = read(
    "suicide suicidal kill die died dying dead death overdose overdosed overdosing crisis emergency hotline hopeless "
    "selfharm cutting 988 911"
).stems
MY, HARM = read("myself self my me").stems, read("harm hurt end cut").stems

Matches = Mapping[str, Mapping[str, float]]  # word that was asked for -> known stem -> how well it stands for it


@dataclass(frozen=True)
class Hit:
    """A page that was found; `heading` and `url` lead to the best place in it. What matched stands in <mark>."""

    url: str
    section: str
    title: SafeString
    heading: SafeString
    excerpt: SafeString


@dataclass(frozen=True)
class Meaning:
    """A glossary term that was found."""

    id: str
    term: SafeString
    meaning: SafeString


@dataclass(frozen=True)
class Answer:
    """What there is. `missing`: nothing has all the words, this has most of them. `instead`: (word, the known word that
    was looked for in its place). `shortened`: the end of the query was not looked at. `crisis`: help comes first."""

    pages: tuple[Hit, ...] = ()
    terms: tuple[Meaning, ...] = ()
    missing: bool = False
    instead: tuple[tuple[str, str], ...] = ()
    shortened: bool = False
    crisis: bool = False


class Index:
    """Everything there is to find. `spellings`: stem -> the word as it is written most."""

    def __init__(self, pages: Iterable[Page], terms: Iterable[Term]) -> None:
        self.entries: list[PageEntry | TermEntry] = [*map(page_entry, pages), *map(term_entry, terms)]
        self.entries_of: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(self.entries):
            for known in entry.weights:
                self.entries_of[known].append(number)
        self.rarity = {known: math.log(1 + len(self.entries) / len(has)) for known, has in self.entries_of.items()}
        self.stems = sorted(self.entries_of)
        self.letters = [(known, _letters(known)) for known in self.stems]
        self.spellings = _spellings(self.entries)

    def look_up(self, query: str) -> Answer:
        """What there is on `query`. Any text will do; nothing of it is kept."""
        words = {word.stem: query[word.start : word.end] for word in read(query[:MOST_LETTERS]).tokens}
        asked = [known for known in words if known not in UNIMPORTANT] or list(words)
        found = {known: self._matches(known) for known in asked[:MOST_WORDS]}
        marked = frozenset(known for matches in found.values() for known in matches)
        scores, covered = self._scores(found)
        most = max(covered.values(), default=0)
        best_first = sorted(scores, key=lambda number: (-covered[number], -scores[number], number))
        hits = self._pages(found, scores, covered, best_first)
        terms = [(n, entry) for n in best_first if isinstance(entry := self.entries[n], TermEntry)]
        named = [entry for n, entry in terms if _is_named(entry, marked, all_words=covered[n] < len(found))]
        told = named or ([] if hits else [entry for _, entry in terms])
        return Answer(
            tuple(_hit(entry, place, marked) for entry, place in hits),
            tuple(
                Meaning(entry.term.id, mark(entry.title, marked), mark(entry.meaning, marked))
                for entry in told[:MOST_TERMS]
            ),
            missing=0 < most < len(found),
            instead=tuple(
                (words[known], self.spellings[best])
                for known, matches in found.items()
                if (best := next(iter(matches), "")) and matches[best] <= ONE_EDIT
            ),
            shortened=len(query) > MOST_LETTERS or len(asked) > MOST_WORDS,
            crisis=_is_crisis({*words, *marked}),
        )

    def _matches(self, asked: str) -> dict[str, float]:
        """Known stems that can stand for `asked`, the best first, and how well each does (1: as written)."""
        found = {asked: 1.0} if asked in self.entries_of else {}
        if len(asked) > 2:
            following = self.stems[bisect_left(self.stems, asked) :]
            found |= {known: BEGINNING for known in takewhile(lambda known: known.startswith(asked), following)} | found
        if found or len(asked) < 4:
            return dict(sorted(found.items(), key=lambda match: -match[1]))
        most = 1 if len(asked) < 6 else 2
        letters = _letters(asked)
        far = {
            known: far
            for known, others in self.letters
            if (letters ^ others).bit_count() <= 2 * most and (far := distance(asked, known, most)) <= most
        }
        nearest = min(far.values(), default=0)
        near = [known for known in far if far[known] == nearest]
        near.sort(key=lambda known: (known[0] != asked[0], -len(self.entries_of[known]), known))
        return dict.fromkeys(near, ONE_EDIT if nearest == 1 else TWO_EDITS)

    def _scores(self, found: Matches) -> tuple[dict[int, float], Counter[int]]:
        """Number of an entry -> its score, and -> how many of the words it has."""
        scores: dict[int, float] = defaultdict(float)
        covered: Counter[int] = Counter()
        for matches in found.values():
            best: dict[int, float] = {}
            for known, quality in matches.items():
                for number in self.entries_of[known]:
                    score = quality * self.rarity[known] * self.entries[number].weights[known]
                    best[number] = max(best.get(number, 0.0), score)
            for number, score in best.items():
                scores[number] += score
                covered[number] += 1
        return scores, covered

    def _pages(
        self, found: Matches, scores: Mapping[int, float], covered: Mapping[int, int], best_first: Iterable[int]
    ) -> list[tuple[PageEntry, Place | None]]:
        """The pages to show, the best first, each with its best place. A place with all the words lifts its page."""
        values = {known: quality * self.rarity[known] for of in found.values() for known, quality in of.items()}
        pages = {n: entry for n in best_first if isinstance(entry := self.entries[n], PageEntry)}
        most = max((covered[n] for n in pages), default=0)
        enough = most if sum(covered[n] == most for n in pages) >= FEW_PAGES else max(most - 1, 1)
        fitting = islice((n for n in pages if covered[n] >= enough), MOST_PAGES + 5)
        places = {n: _best_place(pages[n], values) for n in fitting}
        order = sorted(places, key=lambda n: (-covered[n], -scores[n] - places[n][0], n))
        return [(pages[n], places[n][1]) for n in order[:MOST_PAGES]]


def _best_place(entry: PageEntry, values: Mapping[str, float]) -> tuple[float, Place | None]:
    """How well the best place fits, and which it is; None when no place has any of the words."""
    best, best_place = 0.0, None
    for place in entry.places:
        fits = 0.0
        if not place.text.stems.isdisjoint(values):
            fits = sum(values[known] for known in place.text.stems & values.keys())
        if not place.heading.stems.isdisjoint(values):
            fits += HEADING * sum(values[known] for known in place.heading.stems & values.keys())
        if fits > best:
            best, best_place = fits, place
    return best, best_place


def _hit(entry: PageEntry, place: Place | None, marked: frozenset[str]) -> Hit:
    page, title = entry.page, mark(entry.title, marked)
    if place is None:
        return Hit(page.url, page.section_title, title, SafeString(), mark(entry.description, marked))
    url = f"{page.url}#{place.anchor}" if place.anchor else page.url
    return Hit(url, page.section_title, title, mark(place.heading, marked), excerpt(place.text, marked))


def _is_named(entry: TermEntry, stems: frozenset[str], *, all_words: bool) -> bool:
    """Whether a word of the term was asked for; with `all_words`, every word of one of its forms."""
    return any(form <= stems if all_words else form & stems for form in entry.forms)


def _is_crisis(stems: set[str]) -> bool:
    return bool(stems & CRISIS or (stems & MY and stems & HARM))


def _letters(word: str) -> int:
    """The set of letters of a word as bits: an edit changes at most two of them."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 64)
    return bits


def _spellings(entries: Iterable[PageEntry | TermEntry]) -> dict[str, str]:
    used: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        texts = [entry.title, entry.meaning] if isinstance(entry, TermEntry) else [entry.title, entry.description]
        if isinstance(entry, PageEntry):
            texts += [text for place in entry.places for text in (place.heading, place.text)]
        for text in texts:
            for word in text.tokens:
                used[word.stem][text.text[word.start : word.end]] += 1
    return {known: words.most_common(1)[0][0] for known, words in used.items()}
