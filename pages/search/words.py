"""Words as search compares them: which do not count, which call for crisis help, and which are near another."""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# From the start of a word and without going back, so that a long word without a hyphen is read once.
COMPOUND = re.compile(r"(?<![^\W_])[^\W_]++(?:-[^\W_]++)+")
SMALL = frozenset(
    WORD.findall(
        "a about after an and any are as at be been before being but by can could did do does doing for from get gets "
        "getting had has have having how i if im in is it its many me mean meaning means much my myself of on or our "
        "ours should so some tell than that the their theirs them then there these they this to want wanted wants was "
        "we what when where which who why will with would you your yours"
    )
)
CRISIS = re.compile(
    "suicid.*|kill(s|ed|ing)?|die[sd]?|dying|dead(ly)?|death(s|ly)?|overdos.*|cris[ei]s|emergenc.*|hotlines?|"
    "hopeless.*|selfharm.*|cut(s|ting)?|988|911"
)
ONESELF = frozenset({"myself", "self", "my", "me"})
HARM = re.compile("harm(s|ed|ing)?|hurt(s|ing)?|end(s|ed|ing)?|cut(s|ting)?")


def words_of(text: str) -> list[str]:
    """The words of `text` as written. "off-label" is three: "off", "label" and the whole."""
    return [*WORD.findall(text), *(COMPOUND.findall(text) if "-" in text else ())]


def folded(word: str) -> str:
    """`word` in small letters without accents, hyphens, apostrophes and a possessive s; possibly empty."""
    letters = unicodedata.normalize("NFKD", re.sub("['’]s$", "", word.casefold()))
    return "".join(letter for letter in letters if letter.isalnum())


def relatives(word: str) -> list[str]:
    """Words that the Porter stemmer of SQLite keeps apart from folded `word`; some exist."""
    if match := re.fullmatch("([^aeiouy]+)(y|ies|ied|ying)", word):
        return [f"{match[1]}y", f"{match[1]}ies"]
    root = word.removesuffix("ly")
    return [root, f"{root}l", f"{root}le", f"{root[:-1]}y"] if root != word else []


def is_call_for_help(words: set[str]) -> bool:
    """Whether folded `words` speak of suicide, an emergency, or harm to oneself."""
    return any(map(CRISIS.fullmatch, words)) or bool(words & ONESELF and any(map(HARM.fullmatch, words)))


class Vocabulary:
    """The words of some texts. `spellings`: folded word -> the way it is written most."""

    def __init__(self, texts: Iterable[str]) -> None:
        uses: dict[str, Counter[str]] = defaultdict(Counter)
        for word, count in Counter(word for text in texts for word in words_of(text)).items():
            uses[folded(word)][word] = count
        self.spellings = {word: spellings.most_common(1)[0][0] for word, spellings in uses.items()}
        self._uses = {word: spellings.total() for word, spellings in uses.items()}
        self._words = sorted(uses)

    def beginning_with(self, word: str) -> list[str]:
        """The known words that begin with folded `word`, if that has three letters."""
        following = self._words[bisect_left(self._words, word) :] if len(word) > 2 else []
        return list(takewhile(lambda known: known.startswith(word), following))

    def nearest(self, word: str) -> list[str]:
        """The known words with the fewest letters added, dropped, changed or swapped, the likeliest first."""
        most = 0 if len(word) < 4 else 1 if len(word) < 6 else 2
        near = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=most, limit=None)
        nearest = [known for known, distance, _ in near if distance == near[0][1]]
        return sorted(nearest, key=lambda known: (known[0] != word[0], -self._uses[known], known))
