"""A finding: a place in a content file that an editor should look at."""

from dataclasses import dataclass

from pages.schema.errors import ContentError

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, order=True)
class Finding:
    """`line` and `column` count from 1. An error prevents publishing, a warning does not."""

    file: str
    line: int
    column: int
    rule: str
    severity: str
    words: str
    reason: str
    suggestion: str

    @classmethod
    def of(cls, error: ContentError) -> "Finding":
        return cls(
            *(error.file, error.line, error.column, error.rule, ERROR, error.words),
            *(error.message, error.hint),
        )

    def __str__(self) -> str:
        words = f" “{self.words}”" if self.words else ""
        place = f"{self.file}:{self.line}:{self.column}"
        return f"{place}: {self.severity} {self.rule}:{words} {self.reason} {self.suggestion}"
