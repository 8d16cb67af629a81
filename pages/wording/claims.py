"""`claims.yaml` in the content folder: the 18 claims that a responsible clinic never makes, and words it avoids."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pages.schema.as_read import as_read
from pages.schema.errors import BrokenContent, ContentError
from pages.schema.rule_ids import Rule
from pages.schema.strict_yaml import Record, read
from pages.schema.text_files import read_file
from pages.wording.sieve import Sieve, small

DENIAL = re.compile(
    r"\b(?:not|no|never|nobody|none|nothing|neither|nor|cannot|without|isn['’]t|aren['’]t|doesn['’]t|don['’]t|won['’]t"
    r"|can['’]t|hasn['’]t|haven['’]t|wasn['’]t|wrongly|falsely|beware|avoid|warns?|against|think twice"
    r"|if (?:a|anyone|someone)|(?:ask|asks|know|knows|tell|studying|unclear) (?:\w+ )?(?:if|whether))\b",
    re.IGNORECASE,
)
# Words that look like a denial but confirm the claim, as in "There is no doubt that".
NO_DENIAL = re.compile(
    r"\b(?:no (?:doubt|wonder|question|matter)|without (?:a |any )?doubt|(?:not|never) (?:only|just|merely|simply)"
    r"|nothing (?:but|less than|short of)|cannot deny)\b",
    re.IGNORECASE,
)
DENIAL_AFTER_CLAIM = re.compile(
    r"\s*(?:(?:is|are|was|were|can|could|will|does|do|has|have)(?:n['’]t| not| never)|cannot|can['’]t|won['’]t)\b"
    r"(?! only| just| merely)|\s*(?:is|are) (?:unsafe|dangerous|impossible|against)\b",
    re.IGNORECASE,
)
# A denial before one of these does not apply to the words after it.
CLAUSE_END = re.compile(r"[:;—]|,? but |, (?:yet|however|though) ", re.IGNORECASE)


@dataclass(frozen=True)
class Claim:
    """The patterns are regular expressions over one sentence that ignore case.

    A sentence that denies a claim ("is not a cure") is fine, unless it matches `never_exempt`: some words mislead even
    when they are denied.
    """

    # Its place in the list of 18.
    number: int
    patterns: tuple[str, ...]
    never_exempt: tuple[str, ...]
    reason: str
    suggestion: str

    def __post_init__(self) -> None:
        if not self.patterns and not self.never_exempt:
            raise ValueError("A claim needs a pattern.", "Add one to `patterns` or `never_exempt`.")

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        return _any_of(self.patterns)

    @cached_property
    def never_exempt_pattern(self) -> re.Pattern[str] | None:
        return _any_of(self.never_exempt)

    @cached_property
    def sieve(self) -> Sieve:
        return Sieve((*self.patterns, *self.never_exempt))

    def find(self, sentence: str, lead_in: str = "") -> re.Match[str] | None:
        """The words that make the claim; None if there are none, or if the sentence or its lead-in denies them.

        A lead-in is the text before a list: "You will not read here that:".
        """
        if self.never_exempt_pattern and (match := self.never_exempt_pattern.search(sentence)):
            return match
        match = self.pattern.search(sentence) if self.pattern else None
        if match is None or is_denied(sentence[: match.start()]) or is_denied(lead_in):
            return None
        return None if DENIAL_AFTER_CLAIM.match(sentence, match.end()) else match


@dataclass(frozen=True)
class Claims:
    """`claims.yaml`: claims by id, sentences that are fine as they are, each with the reason, and words that sound
    foreign to an American reader, as regular expressions, each with what to write instead."""

    claims: dict[str, Claim]
    allowed: dict[str, str]
    phrases: dict[str, str] | None = None

    def find_claims(self, sentence: str, lead_in: str = "") -> Iterator[tuple[str, Claim, re.Match[str]]]:
        """Each claim that the sentence makes, with its id and the words that make it."""
        small_letters = small(sentence)
        for id, claim in self.claims.items():
            if claim.sieve.may_match(small_letters) and (match := claim.find(sentence, lead_in)):
                yield id, claim, match

    def is_allowed(self, sentence: str) -> bool:
        return _comparable(sentence) in self._comparable_allowed

    def find_phrases(self, text: str) -> Iterator[tuple[re.Match[str], str]]:
        """Each place with such words, and what to write instead."""
        if not self._sieve_of_phrases.may_match(small(text)):
            return
        for pattern, instead in self._phrase_patterns:
            for match in pattern.finditer(text):
                yield match, instead

    @cached_property
    def _sieve_of_phrases(self) -> Sieve:
        return Sieve(self.phrases or ())

    @cached_property
    def _phrase_patterns(self) -> list[tuple[re.Pattern[str], str]]:
        phrases = (self.phrases or {}).items()
        return [(re.compile(pattern, re.IGNORECASE), instead) for pattern, instead in phrases]

    @cached_property
    def _comparable_allowed(self) -> frozenset[str]:
        return frozenset(map(_comparable, self.allowed))


NO_CLAIMS = Claims({}, {})


def is_denied(before: str) -> bool:
    """Whether the words before a claim deny it: "It is not a", but not "There is no doubt that it is a"."""
    clause = CLAUSE_END.split(NO_DENIAL.sub("", before).rstrip(" :"))[-1]
    return bool(DENIAL.search(clause))


def read_claims(folder: Path) -> Claims:
    """Raises BrokenContent with every error of the file."""
    errors: list[ContentError] = []
    text, report = read_file(folder, folder / "claims.yaml", errors)
    file = read(Claims, text, report) if text is not None else None
    if file:
        errors += _pattern_errors(report.file, file)
    if errors or file is None:
        raise BrokenContent([replace(error, rule=Rule.CLAIMS_FILE) for error in errors])
    return file.value


def _pattern_errors(name: str, file: Record[Claims]) -> list[ContentError]:
    patterns = {
        f"claims.{claim_id}.{key}.{number}": pattern
        for claim_id, claim in file.value.claims.items()
        for key, patterns in (("patterns", claim.patterns), ("never_exempt", claim.never_exempt))
        for number, pattern in enumerate(patterns)
    }
    patterns |= {f"phrases.{pattern}": pattern for pattern in file.value.phrases or {}}
    hint = "Compare it with the patterns around it."
    return [
        ContentError(name, file.lines[path], f"This is not a regular expression: {reason}.", hint)
        for path, pattern in patterns.items()
        if (reason := _why_invalid(pattern))
    ]


def _why_invalid(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        return str(error)
    return ""


def _any_of(patterns: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE) if patterns else None


def _comparable(sentence: str) -> str:
    """Without the spaces, capitals and end marks that may differ in an allowed sentence."""
    return " ".join(as_read(sentence).split()).strip(" .!?").casefold()
