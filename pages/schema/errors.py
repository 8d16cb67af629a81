"""What can be wrong with the content: errors that name the file, the line, and what to do about it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from pages.schema.rule_ids import Rule


@dataclass(frozen=True, order=True)
class ContentError:
    """One mistake in one file, told to the person who edits that file. `words` are those that stand at `column`, where
    that is known."""

    file: str
    line: int
    message: str
    hint: str
    rule: Rule = Rule.SCHEMA
    column: int = 1
    words: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} {self.hint}"


class BrokenContent(Exception):
    """The content cannot be shown. `errors` holds every mistake of every file, in order of file and line."""

    def __init__(self, errors: Iterable[ContentError]) -> None:
        self.errors = tuple(sorted(set(errors)))
        super().__init__("\n".join(map(str, self.errors)))

    @property
    def summary(self) -> str:
        """The first error in one line, and how many more there are."""
        more = len(self.errors) - 1
        return f"{self.errors[0]}{f' ({more} more; see manage.py check)' if more else ''}"


@dataclass(frozen=True)
class Report:
    """Where the readers of one file put the errors they find, so that all of them are told at once."""

    file: str
    errors: list[ContentError] = field(default_factory=list)

    def add(
        self, line: int, message: str, hint: str, rule: Rule = Rule.SCHEMA, *, column: int = 1, words: str = ""
    ) -> None:
        self.errors.append(ContentError(self.file, line, message, hint, rule, column, words))


def did_you_mean(wrong: str, right: Iterable[str], otherwise: str) -> str:
    """A hint that names the closest of the right words, or says `otherwise`."""
    close = difflib.get_close_matches(wrong, list(right), n=1)
    return f"Did you mean `{close[0]}`?" if close else otherwise


class WrongContent(Exception):
    """A component that cannot be drawn from what the editor put into it: message and hint."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint
