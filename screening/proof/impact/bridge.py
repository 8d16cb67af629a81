"""Carries the answers to an earlier rule set over to those that the same person would give to a later one.

Two rule sets that ask different questions cannot be compared answer by answer. A bridge says which new answers a person
may give who gave an old one. With it, the earlier questionnaire gets the levels of the later rules, and both can be
compared over every answer set.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pages.schema.errors import BrokenContent, Report
from pages.schema.strict_yaml import read
from screening.proof.impact.shifts import Shift, shifts
from screening.vocabulary.dispositions import Level
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Choice, Finding, Question


class Answer(NamedTuple):
    """A choice of a question, by their ids."""

    question: str
    choice: str

    def __str__(self) -> str:
        return f"{self.question}={self.choice}"


@dataclass(frozen=True)
class Loosening:
    """Why an answer may become milder, and for whom."""

    whom: str
    why: str


@dataclass(frozen=True, slots=True)
class Possibility:
    """New answers that a person may give who gave an old one. `loosening` is its id, if they are milder."""

    answers: tuple[Answer, ...]
    loosening: str = ""

    @classmethod
    def read(cls, text: str) -> "Possibility":
        """From text such as `emergency_signs=usual (L2)`."""
        answers, _, loosening = text.removesuffix(")").partition("(")
        return cls(tuple(_answer(part) for part in answers.split()), loosening)

    def __str__(self) -> str:
        return " and ".join(map(str, self.answers))


@dataclass(frozen=True)
class Bridge:
    """`same_person`: old answer -> possible new answers. An answer that both rule sets have needs no line."""

    loosenings: dict[str, Loosening]
    same_person: dict[str, tuple[str, ...]]

    @cached_property
    def possibilities(self) -> dict[Answer, list[Possibility]]:
        return {_answer(old): list(map(Possibility.read, texts)) for old, texts in self.same_person.items()}


def read_bridge(path: Path) -> Bridge:
    """Raises OSError, UnicodeDecodeError, or BrokenContent with a line for each error."""
    report = Report(path.name)
    record = read(Bridge, path.read_text(encoding="utf-8"), report)
    if record is None:
        raise BrokenContent(report.errors)
    return record.value


@dataclass(frozen=True)
class Change:
    """One old answer, new answers that the same person may give, and the level of both."""

    old: Answer
    possibility: Possibility
    before: Level
    after: Level
    # No other answer of the person counts any more.
    ends_now: bool


@dataclass(frozen=True)
class Crossing:
    """An earlier rule set, a later one, and the bridge between them."""

    old: Questionnaire
    new: Questionnaire
    bridge: Bridge

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every possibility of every old answer. The bridge must have no faults."""
        return tuple(
            self._change(question, choice, possibility)
            for question in self.old.questions
            for choice in question.choices
            for possibility in self._possibilities(Answer(question.id, choice.id))
        )

    def faults(self) -> Iterator[str]:
        """What is missing in the bridge, and what does not fit the two rule sets."""
        for old in self.bridge.possibilities:
            if not _has(self.old, old):
                yield f"{old} is no answer of rules {self.old.version}."
        for answer in _answers_of(self.old):
            possibilities = self._possibilities(answer)
            if not possibilities:
                yield f"{answer} leads to no answer of rules {self.new.version}."
            for possibility in possibilities:
                for new in possibility.answers:
                    if not _has(self.new, new):
                        yield f"{answer}: {new} is no answer of rules {self.new.version}."
                if possibility.loosening and possibility.loosening not in self.bridge.loosenings:
                    yield f"{answer}: {possibility.loosening} is not among the loosenings."

    def unlisted(self) -> list[Change]:
        """The answers that become milder without naming a loosening."""
        return [change for change in self.changes if change.after < change.before and not change.possibility.loosening]

    def of_loosening(self, loosening: str) -> list[Change]:
        return [change for change in self.changes if change.possibility.loosening == loosening]

    def not_asked_before(self) -> list[tuple[Answer, Level]]:
        """The new answers above a note that no old answer leads to."""
        known = {answer for change in self.changes for answer in change.possibility.answers}
        return [
            (answer, choice.level)
            for question in self.new.questions
            for choice in question.choices
            if (answer := Answer(question.id, choice.id)) not in known and choice.level > Level.NOTE
        ]

    def mildest(self, without: Container[str] = ()) -> Questionnaire:
        """The earlier questionnaire, each answer at the level of its mildest possibility.

        Possibilities of the loosenings in `without` are left out.
        """
        kept = [change for change in self.changes if change.possibility.loosening not in without]
        # Of two possibilities of an answer, the later one in this order stays.
        mildest_last = sorted(kept, key=lambda change: -change.after)
        return self._at_levels({change.old: change for change in mildest_last})

    def strictest(self) -> Questionnaire:
        """The earlier questionnaire, each answer at the level of its strictest possibility.

        Only clear answers stay: many a "No" of a healthy person could be a "Yes" to a question that was not asked.
        """
        strictest_last = sorted(self.changes, key=lambda change: change.after)
        return self._at_levels({change.old: change for change in strictest_last if change.before > Level.CLEAR})

    def milder_by(self, loosening: str) -> list[Shift]:
        """What this loosening alone makes milder, over all answer sets to the earlier questionnaire."""
        changes = self.of_loosening(loosening)
        milder = self._at_levels({change.old: change for change in changes})
        found = shifts(self.old, milder)
        for change in changes:
            if change.ends_now:
                # Nothing is asked after it, so it is compared with a questionnaire that has no other question.
                question = milder.by_id[change.old.question]
                alone = replace(milder, sections=(replace(milder.section_of(question), questions=(question,)),))
                found += shifts(self.old, alone, {question.id: change.old.choice})
        return [shift for shift in found if shift.is_milder]

    def _possibilities(self, old: Answer) -> list[Possibility]:
        listed = self.bridge.possibilities.get(old, [])
        same = Possibility((old,))
        is_listed = any(possibility.answers == same.answers for possibility in listed)
        return [same, *listed] if _has(self.new, old) and not is_listed else listed

    def _change(self, question: Question, choice: Choice, possibility: Possibility) -> Change:
        choices = [self.new.by_id[answer.question].by_id[answer.choice] for answer in possibility.answers]
        ends = any(new.ends_questionnaire for new in choices) and not choice.ends_questionnaire
        after = max(new.level for new in choices)
        return Change(Answer(question.id, choice.id), possibility, choice.level, after, ends)

    def _at_levels(self, changes: dict[Answer, Change]) -> Questionnaire:
        def changed(question: Question) -> Question:
            choices = tuple(
                _at_level(choice, change.after) if (change := changes.get(Answer(question.id, choice.id))) else choice
                for choice in question.choices
            )
            return replace(question, choices=choices)

        sections = tuple(
            replace(section, questions=tuple(map(changed, section.questions))) for section in self.old.sections
        )
        return replace(self.old, sections=sections)


def _answer(text: str) -> Answer:
    question, _, choice = text.partition("=")
    return Answer(question, choice)


def _has(questionnaire: Questionnaire, answer: Answer) -> bool:
    question = questionnaire.by_id.get(answer.question)
    return question is not None and answer.choice in question.by_id


def _answers_of(questionnaire: Questionnaire) -> Iterator[Answer]:
    return (Answer(question.id, choice.id) for question in questionnaire.questions for choice in question.choices)


def _at_level(choice: Choice, level: Level) -> Choice:
    if level is choice.level:
        return choice
    words = choice.finding.words if choice.finding else ""
    return replace(choice, finding=Finding(level, words) if level > Level.CLEAR else None)
