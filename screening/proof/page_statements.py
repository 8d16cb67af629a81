"""What reading pages say about who should not have ketamine, held against the rules.

An editor marks a statement with the answer it is about: `| Pregnant [=pregnancy:yes] | Not now |`. The mark does not
show. What the last cell of the row begins with (or, outside a table, what stands behind the answer:
`[=warning_signs:symptoms urgent]`) has to be the level the rules give that answer; and the page that lists them all has
to mention every one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from screening.vocabulary.dispositions import Level
from screening.vocabulary.questions import NOT_SURE, PREFER_NOT, Questionnaire

MARK = re.compile(r"\[=(?P<question>[a-z0-9_]+):(?P<choice>[a-z0-9_]+)(?: (?P<level>[a-z_]+))?\]")
SAID_AS = {
    "Get help now": Level.URGENT,
    "Not now": Level.NOT_NOW,
    "Talk first": Level.TALK_FIRST,
    "Extra care": Level.NOTE,
}
FULL_LIST = "who-should-not-have-it.md"
SAID_IN_SENTENCES = {NOT_SURE, PREFER_NOT}  # one sentence for all questions


@dataclass(frozen=True)
class Disagreement:
    """A statement of a page that the rules do not bear out, or an answer the page leaves out (line 0)."""

    file: str
    line: int
    says: str
    hint: str


def disagreements(questionnaire: Questionnaire, folder: Path) -> Iterator[Disagreement]:
    """Over all markdown files in `folder`."""
    for path in sorted(folder.glob("[!.]*.md")):  # others are the lock and swap files of editor programs
        mentioned = set()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for mark in MARK.finditer(line):
                mentioned.add((mark["question"], mark["choice"]))
                if problem := _problem(questionnaire, mark, line):
                    yield Disagreement(path.name, number, *problem)
        if path.name == FULL_LIST:
            yield from _left_out(questionnaire, mentioned, path.name)


def _problem(questionnaire: Questionnaire, mark: re.Match[str], line: str) -> tuple[str, str] | None:
    question = questionnaire.by_id.get(mark["question"])
    choice = question.by_id.get(mark["choice"]) if question else None
    if choice is None:
        return f"The rules know no answer {mark['question']}:{mark['choice']}.", "manage.py show_rules lists them all."
    said = _level_said(mark, line)
    if said is None:
        words = ", ".join(SAID_AS)
        return f"It does not say what {mark[0]} leads to.", f"Begin the last cell of the row with one of: {words}."
    if said is not choice.level:
        says = f"The page says {said.as_text} for {mark[0]}, but the rules {choice.level.as_text}: “{choice.text}”"
        return says, "Change the page. To change the rules, see docs/rules.md."
    return None


def _level_said(mark: re.Match[str], line: str) -> Level | None:
    if mark["level"]:
        return Level.__members__.get(mark["level"].upper())
    last_cell = line.strip().rstrip("|").rpartition("|")[2].strip()
    return next((level for words, level in SAID_AS.items() if last_cell.startswith(words)), None)


def _left_out(questionnaire: Questionnaire, mentioned: set[tuple[str, str]], file: str) -> Iterator[Disagreement]:
    for question in questionnaire.with_own_page:
        for choice in question.choices:
            is_said = (question.id, choice.id) in mentioned or choice.id in SAID_IN_SENTENCES
            if choice.level > Level.CLEAR and not is_said:
                says = f"The page leaves out {question.id}:{choice.id}, {choice.level.as_text}: “{choice.text}”"
                yield Disagreement(file, 0, says, f"Add a row for it, marked [={question.id}:{choice.id}].")
