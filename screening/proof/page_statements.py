"""Compares what pages say about who should not have ketamine with the rules.

An editor marks a statement with the answer it is about: `| Pregnant [=pregnancy:yes] | Not now |`. Readers do not see
the mark. The last cell of the row must begin with the level that the rules give this answer; outside a table, the mark
itself names the level: `[=emergency_signs:new_or_worse urgent]`. The page with the full list must mention every such
answer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from screening.vocabulary.dispositions import Level
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import NOT_SURE, PREFER_NOT

MARK = re.compile(r"\[=(?P<question>[a-z0-9_]+):(?P<choice>[a-z0-9_]+)(?: (?P<level>[a-z_]+))?\]")
LEVELS_ON_PAGES = {
    "Get help now": Level.URGENT,
    "Not now": Level.NOT_NOW,
    "Talk first": Level.TALK_FIRST,
    "Extra care": Level.NOTE,
}
FULL_LIST = "who-should-not-have-it.md"
# The page has one sentence about these for all questions.
NOT_LISTED = {NOT_SURE, PREFER_NOT}


@dataclass(frozen=True)
class Disagreement:
    """A statement that does not agree with the rules, or an answer that the page does not mention (line 0)."""

    file: str
    line: int
    message: str
    hint: str


def disagreements(questionnaire: Questionnaire, folder: Path) -> Iterator[Disagreement]:
    # Names that begin with a dot are the lock and swap files of editors.
    for path in sorted(folder.glob("[!.]*.md")):
        mentioned = set()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for mark in MARK.finditer(line):
                mentioned.add((mark["question"], mark["choice"]))
                if problem := _problem(questionnaire, mark, line):
                    yield Disagreement(path.name, number, *problem)
        if path.name == FULL_LIST:
            yield from _not_mentioned(questionnaire, mentioned, path.name)


def _problem(questionnaire: Questionnaire, mark: re.Match[str], line: str) -> tuple[str, str] | None:
    question = questionnaire.by_id.get(mark["question"])
    choice = question.by_id.get(mark["choice"]) if question else None
    if choice is None:
        hint = "manage.py show_rules lists all answers."
        return f"The rules have no answer {mark['question']}:{mark['choice']}.", hint
    level = _level_on_page(mark, line)
    if level is None:
        words = ", ".join(LEVELS_ON_PAGES)
        return f"It does not say what {mark[0]} leads to.", f"Begin the last cell of the row with one of: {words}."
    if level is not choice.level:
        rules_say = f"but the rules say “{choice.level.as_text}”: “{choice.text}”"
        return (
            f"The page says “{level.as_text}” for {mark[0]}, {rules_say}",
            "Change the page. To change the rules, see docs/rules.md.",
        )
    return None


def _level_on_page(mark: re.Match[str], line: str) -> Level | None:
    if mark["level"]:
        return Level.__members__.get(mark["level"].upper())
    last_cell = line.strip().rstrip("|").rpartition("|")[2].strip()
    return next((level for words, level in LEVELS_ON_PAGES.items() if last_cell.startswith(words)), None)


def _not_mentioned(questionnaire: Questionnaire, mentioned: set[tuple[str, str]], file: str) -> Iterator[Disagreement]:
    for question in questionnaire.with_own_page:
        for choice in question.choices:
            is_listed = (question.id, choice.id) in mentioned or choice.id in NOT_LISTED
            if choice.level > Level.CLEAR and not is_listed:
                answer = f"{question.id}:{choice.id}"
                message = f"The page does not mention {answer}, level “{choice.level.as_text}”: “{choice.text}”"
                yield Disagreement(file, 0, message, f"Add a row for it, marked [={answer}].")
