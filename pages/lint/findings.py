"""One thing an editor should look at: where, which rule, which words, why, and what to write instead."""

from dataclasses import dataclass

from pages.schema.errors import ContentError

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, order=True)
class Finding:
    """`line` and `column` count from 1, in the file. An error stands in the way of publishing, a warning does not."""

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
        """What the loader refuses, told like the rest."""
        return cls(
            *(error.file, error.line, error.column, error.rule, ERROR, error.words),
            *(error.message, error.hint),
        )

    def __str__(self) -> str:
        said = f" “{self.words}”" if self.words else ""
        return (
            f"{self.file}:{self.line}:{self.column}: {self.severity} {self.rule}:{said} {self.reason} {self.suggestion}"
        )
