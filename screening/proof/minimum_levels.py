"""The table of minimum levels: the least that each answer must lead to, written by hand from the clinical text.

It is kept with the tests (docs/decisions/0015). Invariants F, F2 and F3 compare the rules with it, and so does
`manage.py check`.
"""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from screening.vocabulary.dispositions import Level
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import NOT_SURE, PREFER_NOT, Choice, Question

TABLE = Path(__file__).parents[2] / "tests" / "screening" / "minimum_levels.csv"
COLUMNS = ["question", "answer", "minimum"]
MINIMUMS = {str(level): level for level in Level if level is not Level.CLEAR}


class UnreadableTable(ValueError):
    """The table is missing, or a row of it cannot be read; the message says why."""


@dataclass(frozen=True)
class MinimumLevels:
    """(question id, choice id) -> the least that its level must be."""

    rows: tuple[tuple[str, str, Level], ...]

    @cached_property
    def by_answer(self) -> dict[tuple[str, object], Level]:
        return {(question, answer): minimum for question, answer, minimum in self.rows}

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of the rows, in hexadecimal digits; comments and the order of the rows make no difference."""
        rows = sorted(f"{question},{answer},{minimum}" for question, answer, minimum in self.rows)
        return hashlib.sha256("\n".join(rows).encode()).hexdigest()

    def of(self, question: Question, value: object) -> Level:
        return self.by_answer.get((question.id, value), Level.CLEAR)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the rules and the table differ. `number` is that of the invariant.

    `question` and `answer` are ids, or "" where the rules have no such question or answer.
    """

    number: str
    question: str
    answer: str
    message: str


def read(file: Path | None = None) -> MinimumLevels:
    """The table. Raises UnreadableTable."""
    try:
        return parse((file or TABLE).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        message = "tests/screening/minimum_levels.csv is missing or cannot be read. It is part of the repository."
        raise UnreadableTable(message) from error


# The proof of one changed rule after the other reads the same table again and again.
@lru_cache(maxsize=8)
def parse(text: str) -> MinimumLevels:
    """The table in this text; a line that begins with # is a comment. Raises UnreadableTable."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line and line[0] != "#"]
    if not lines or next(csv.reader([lines[0][1]])) != COLUMNS:
        raise UnreadableTable(f"minimum_levels.csv must begin with the line {','.join(COLUMNS)}.")
    rows: dict[tuple[str, str], Level] = {}
    for number, line in lines[1:]:
        fields = next(csv.reader([line]))
        if len(fields) != len(COLUMNS) or fields[2] not in MINIMUMS:
            expected = "a question, an answer, and one of " + ", ".join(MINIMUMS)
            raise UnreadableTable(f"minimum_levels.csv:{number}: It is not {expected}.")
        question, answer, minimum = fields
        if (question, answer) in rows:
            raise UnreadableTable(f"minimum_levels.csv:{number}: {question},{answer} has a row already.")
        rows[question, answer] = MINIMUMS[minimum]
    return MinimumLevels(tuple((question, answer, minimum) for (question, answer), minimum in rows.items()))


def differences(questionnaire: Questionnaire, table: MinimumLevels) -> Iterator[Difference]:
    """Where the declared levels break F, F2 or F3."""
    for question_id, answer, minimum in table.rows:
        question = questionnaire.by_id.get(question_id)
        choice = question.by_id.get(answer) if question else None
        if choice is None:
            message = f"The table of minimum levels names {question_id}:{answer}, which the rules do not have."
            yield Difference("F2", question_id if question else "", "", message)
        elif choice.level < minimum:
            yield Difference("F", question_id, answer, _but_declared(choice, minimum, "at least"))
        elif choice.level > minimum and choice.level >= Level.NOT_NOW:
            yield Difference("F3", question_id, answer, _but_declared(choice, minimum, "exactly"))
    for question in questionnaire.questions:
        for choice in question.choices:
            if _needs_a_row(choice) and (question.id, choice.id) not in table.by_answer:
                message = f"{choice.id} has the level “{choice.level.as_text}”, and the table has no row for it."
                yield Difference("F2", question.id, choice.id, message)


def _needs_a_row(choice: Choice) -> bool:
    """Invariant 10 covers that somebody who does not know, or does not want to say, talks with a clinician first."""
    is_unsure = choice.id in (NOT_SURE, PREFER_NOT) and choice.level is Level.TALK_FIRST
    return choice.level > Level.CLEAR and not is_unsure


def _but_declared(choice: Choice, minimum: Level, how: str) -> str:
    return (
        f"{choice.id} must have {how} the level “{minimum.as_text}”, but it has “{choice.level.as_text}”: "
        f"“{choice.text}”"
    )
