"""Writes what a new rule set changes for the people of an earlier one, as a Markdown page for clinicians."""

from collections.abc import Iterable, Iterator

from screening.proof.impact.bridge import Answer, Change, Crossing
from screening.proof.impact.shifts import Shift, shifts
from screening.vocabulary.dispositions import DISPOSITION_OF_WORST
from screening.vocabulary.questionnaires import Questionnaire

HEAD = """\
# From rules {old} to rules {new}: what changes for people

<!-- Written by `manage.py rules_impact {old} --bridge FILE --write`. Do not edit it by hand. -->

The two rule sets ask different questions. The *bridge*, `tests/screening/{bridge}`, says which answers to {new} a
person may give who gave an answer to {old}. So every possible set of answers to {old} can be compared:
{count:,} of them, also those in which answers are missing.
Questions of {new} that have no forerunner get a plain answer here. They have a table of their own at the end.
"""
NONE_MILDER = "Without the loosenings below, not one set of answers gets a milder result.\n"
NOT_ASKED = """\
Somebody who had nothing to report was suggested a consultation. With one of these answers to {new}, which {old} did not
ask for, the result is now:
"""


def report_of(crossing: Crossing, bridge_name: str) -> str:
    """The page. The bridge must have no faults."""
    return "\n".join(_parts(crossing, bridge_name)) + "\n"


def _parts(crossing: Crossing, bridge_name: str) -> Iterator[str]:
    old, new = crossing.old, crossing.new
    mildest = shifts(old, crossing.mildest())
    count = sum(shift.answer_sets for shift in mildest)
    yield HEAD.format(old=old.version, new=new.version, bridge=bridge_name, count=count)
    yield "## What becomes milder\n"
    yield "If everybody gives the mildest answers that the bridge allows:\n"
    yield _list(shift for shift in mildest if shift.is_milder)
    others = [shift for shift in shifts(old, crossing.mildest(crossing.bridge.loosenings)) if shift.is_milder]
    yield f"Without the loosenings below, these would still be milder:\n\n{_list(others)}" if others else NONE_MILDER
    for loosening, reason in crossing.bridge.loosenings.items():
        yield f"### {loosening}: {reason.whom}\n"
        yield f"{reason.why}\n"
        yield _table(crossing, crossing.of_loosening(loosening))
        yield _list(crossing.milder_by(loosening))
    yield "## What becomes stricter\n"
    yield "If everybody whose answer was not clear gives the strictest answers that the bridge allows:\n"
    yield _list(shift for shift in shifts(old, crossing.strictest()) if shift.is_stricter)
    yield "Each answer that may become stricter:\n"
    yield _table(crossing, [change for change in crossing.changes if change.after > change.before])
    yield "## What was not asked before\n"
    yield NOT_ASKED.format(old=old.version, new=new.version)
    yield f"| Answer to {new.version} | Result |\n|---|---|"
    for answer, level in crossing.not_asked_before():
        yield f"| {_in_words(new, answer)} | {DISPOSITION_OF_WORST[level]} |"


def _list(found: Iterable[Shift]) -> str:
    lines = [
        f"- {shift.before} → {shift.after}: {shift.answer_sets:,} {'set' if shift.answer_sets == 1 else 'sets'} of "
        f"answers, such as {_example(shift)}"
        for shift in found
    ]
    return "\n".join([*(lines or ["- nothing"]), ""])


def _example(shift: Shift) -> str:
    answers = ", ".join(f"`{question}={_as_text(answer)}`" for question, answer in shift.example.items())
    return answers or "nothing to report"


def _as_text(answer: object) -> str:
    return "+".join(map(str, answer)) if isinstance(answer, list) else str(answer or "(no answer)")


def _table(crossing: Crossing, changes: Iterable[Change]) -> str:
    lines = [
        f"| {_in_words(crossing.old, change.old)} | {_all_in_words(crossing, change)} "
        f"| {change.before.as_text} | {change.after.as_text}{', ends' if change.ends_now else ''} |"
        for change in changes
    ]
    head = [
        f"| Answer to {crossing.old.version} | Answer to {crossing.new.version} | Level before | Level now |",
        "|---|---|---|---|",
    ]
    return "\n".join([*head, *lines, ""])


def _all_in_words(crossing: Crossing, change: Change) -> str:
    return "<br>".join(_in_words(crossing.new, answer) for answer in change.possibility.answers)


def _in_words(questionnaire: Questionnaire, answer: Answer) -> str:
    return f"`{answer}` {questionnaire.by_id[answer.question].by_id[answer.choice].text}"
