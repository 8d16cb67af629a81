"""The errors of content files. Each names the file, the line, and what to do about it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from pages.schema.rule_ids import Rule


@dataclass(frozen=True, order=True)
class ContentError:
    """One error in one file, written for its editor. `words` is the text at `column`, if that is known."""

    file: str
    line: int
    message: str
    hint: str
    # An id of a claim, or a Rule.
    rule: str = Rule.SCHEMA
    column: int = 1
    words: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} {self.hint}"


class BrokenContent(Exception):
    """The content cannot be shown. `errors` has every error of every file, in order of file and line."""

    def __init__(self, errors: Iterable[ContentError]) -> None:
        self.errors = tuple(sorted(set(errors)))
        super().__init__("\n".join(map(str, self.errors)))

    @property
    def summary(self) -> str:
        """The first error, and how many more there are, in one line."""
        more = len(self.errors) - 1
        return f"{self.errors[0]}{f' ({more} more; see manage.py check)' if more else ''}"


@dataclass(frozen=True)
class Report:
    """Collects the errors of one file, so that an editor sees all of them at once."""

    file: str
    errors: list[ContentError] = field(default_factory=list)

    def add(
        self, line: int, message: str, hint: str, rule: Rule = Rule.SCHEMA, *, column: int = 1, words: str = ""
    ) -> None:
        self.errors.append(ContentError(self.file, line, message, hint, rule, column, words))


def did_you_mean(unknown: str, known: Iterable[str], otherwise: str) -> str:
    """A hint with the most similar of the known words, or the hint `otherwise` if none is similar."""
    similar = most_similar(unknown, known)
    return f"Did you mean `{similar}`?" if similar else otherwise


def most_similar(unknown: str, known: Iterable[str]) -> str | None:
    spelled = {_as_heard(word): word for word in known}
    close = difflib.get_close_matches(_as_heard(unknown), spelled, n=1)
    return spelled[close[0]] if close else None


def _as_heard(word: str) -> str:
    """So that `telefone` is similar to `phone`."""
    return word.lower().replace("ph", "f")


class WrongContent(Exception):
    """A component whose content is not what it needs."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint
