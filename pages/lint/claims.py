"""The 18 things a responsible site never says, as patterns an editor can read: `claims.yaml` in the content folder.

A pattern is a regular expression over one sentence, capitals not minded. A sentence that denies it ("is not a cure")
is fine, unless the claim is `never_exempt`: some words mislead even when denied. `allowed` lists sentences that are
fine as they stand, with the reason.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

from pages.schema.errors import BrokenContent, ContentError
from pages.schema.rule_ids import Rule

DENIED = re.compile(
    r"\b(?:not|no|never|nobody|none|nothing|neither|nor|cannot|without|isn['’]t|aren['’]t|doesn['’]t|don['’]t|won['’]t"
    r"|can['’]t|hasn['’]t|haven['’]t|wasn['’]t|wrongly|falsely|beware|avoid|warns?|against|think twice"
    r"|if (?:a|anyone|someone)|(?:ask|asks|know|knows|tell|studying|unclear) (?:\w+ )?(?:if|whether))\b",
    re.IGNORECASE,
)
DENIES_NOTHING = re.compile(
    r"\b(?:no (?:doubt|wonder|question|matter)|without (?:a |any )?doubt|(?:not|never) (?:only|just|merely|simply)"
    r"|nothing (?:but|less than|short of)|cannot deny)\b",
    re.IGNORECASE,
)
DENIED_AFTER = re.compile(
    r"\s*(?:(?:is|are|was|were|can|could|will|does|do|has|have)(?:n['’]t| not| never)|cannot|can['’]t|won['’]t)\b"
    r"(?! only| just| merely)|\s*(?:is|are) (?:unsafe|dangerous|impossible|against)\b",
    re.IGNORECASE,
)
TURN = re.compile(r"[:;—]|,? but |, (?:yet|however|though) ", re.IGNORECASE)  # what comes before it denies no longer


@dataclass(frozen=True)
class Claim:
    """One thing not to say. `number` is its place in the list of 18."""

    id: str
    number: int
    patterns: tuple[str, ...]
    never_exempt: tuple[str, ...]
    reason: str
    suggestion: str

    @cached_property
    def said(self) -> re.Pattern[str] | None:
        return _any_of(self.patterns)

    @cached_property
    def said_whatever_stands_beside(self) -> re.Pattern[str] | None:
        return _any_of(self.never_exempt)

    def find(self, sentence: str, lead_in: str = "") -> re.Match[str] | None:
        """Where the sentence makes the claim; None when it does not, or denies it, or `lead_in` does: the words before
        a list ("You will not read here that:")."""
        if self.said_whatever_stands_beside and (found := self.said_whatever_stands_beside.search(sentence)):
            return found
        found = self.said.search(sentence) if self.said else None
        if found is None or is_denied(sentence[: found.start()]) or is_denied(lead_in):
            return None
        return None if DENIED_AFTER.match(sentence, found.end()) else found


@dataclass(frozen=True)
class Claims:
    """All of claims.yaml."""

    claims: tuple[Claim, ...]
    allowed: frozenset[str]


NO_CLAIMS = Claims((), frozenset())


def is_denied(before: str) -> bool:
    """Whether the words before a claim take it back: "It is not a", but not "There is no doubt that it is a"."""
    clause = TURN.split(DENIES_NOTHING.sub("", before).rstrip(" \0:"))[-1]
    return bool(DENIED.search(clause))


def read_claims(folder: Path) -> Claims:
    """`claims.yaml` of a content folder. Raises BrokenContent with what to mend."""
    path = folder / "claims.yaml"
    file = path.relative_to(folder.parent).as_posix()
    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
        claims = tuple(_claim(claim_id, entry) for claim_id, entry in given["claims"].items())
        allowed = frozenset(_plain(entry["sentence"]) for entry in given["allowed"] if entry["reason"].strip())
        for claim in claims:
            _ = claim.said, claim.said_whatever_stands_beside
    except (OSError, yaml.YAMLError, re.error, KeyError, TypeError, AttributeError, ValueError) as error:
        hint = "Compare it with the entries around it: number, patterns, reason and suggestion are needed."
        message = f"This file cannot be used: {error!r}."
        raise BrokenContent([ContentError(file, 1, message, hint, Rule.CLAIMS_FILE)]) from error
    return Claims(claims, allowed)


def is_allowed(claims: Claims, sentence: str) -> bool:
    return _plain(sentence) in claims.allowed


def _claim(claim_id: str, entry: dict[str, object]) -> Claim:
    patterns, exempt = entry.get("patterns", []), entry.get("never_exempt", [])
    if not isinstance(patterns, list) or not isinstance(exempt, list) or not (patterns or exempt):
        raise ValueError(f"{claim_id} has no patterns")
    return Claim(
        claim_id,
        int(str(entry["number"])),
        tuple(patterns),
        tuple(exempt),
        str(entry["reason"]),
        str(entry["suggestion"]),
    )


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE) if patterns else None


def _plain(sentence: str) -> str:
    return " ".join(sentence.replace("\0", " ").split()).strip(" .!?").casefold()
