"""`manage.py assess FILE`: the rules without the web, one JSON line of answers in, one JSON line of assessment out."""

import json
import math
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from screening.assessment import assess
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.questions import Questionnaire
from screening.vocabulary.rule_set_json import UnreadableRuleset, read

UNREADABLE_LINE = 2


class BadLine(Exception):
    """This line cannot be assessed; the others can."""


class Command(BaseCommand):
    help = (
        "Read JSON lines, each an object of question id to value (a list for a tick-all question), and write one JSON "
        "line each. A line that cannot be read is reported on standard error with its number; exit status 2 then."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a file of JSON lines, or - for standard input")
        parser.add_argument("--rules", help="a rule set of before, as `show_rules --format json` wrote it")

    def handle(self, *, file: str, rules: str | None = None, **options: object) -> None:
        questionnaire = _rules_of_before(rules) if rules else QUESTIONNAIRE
        failed = False
        for number, line in enumerate(_lines(file), start=1):
            if not line.strip():
                continue
            try:
                self.stdout.write(json.dumps(assessment_of(line, questionnaire)))
            except BadLine as error:
                self.stderr.write(f"line {number}: {error}")
                failed = True
        if failed:
            sys.exit(UNREADABLE_LINE)


def _lines(file: str) -> Iterator[bytes]:
    try:
        with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as stream:
            yield from stream
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.", returncode=UNREADABLE_LINE) from error


def _rules_of_before(file: str) -> Questionnaire:
    try:
        return read(Path(file).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, UnreadableRuleset) as error:
        raise CommandError(f"{file}: {error}", returncode=UNREADABLE_LINE) from error


def assessment_of(line: bytes, questionnaire: Questionnaire) -> dict[str, object]:
    """The assessment of one line as it is written out. Raises BadLine with a sentence that says what to mend."""
    try:
        answers = json.loads(
            line, object_pairs_hook=_without_duplicates, parse_constant=_refuse_constant, parse_float=_finite
        )
    except (ValueError, RecursionError) as error:
        raise BadLine(f"this is not JSON ({error}).") from error
    if not isinstance(answers, dict):
        raise BadLine("this is not an object of question id to value.")
    if unknown := sorted(answers.keys() - questionnaire.by_id.keys()):
        raise BadLine(f"unknown question id {', '.join(map(_printable, unknown))}.")
    assessment = assess(answers, questionnaire)
    return {
        "disposition": assessment.disposition.value,
        "findings": [
            {"question": found.question.id, "answer": found.answer, "level": str(found.level)}
            for found in assessment.findings
        ],
        "unanswered": list(assessment.unanswered),
        "ruleset": {"version": questionnaire.version, "fingerprint": questionnaire.fingerprint},
    }


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    answers = dict(pairs)
    if len(answers) != len(pairs):
        raise ValueError("a key stands twice")
    return answers


def _finite(text: str) -> float:
    if not math.isfinite(number := float(text)):
        raise ValueError(f"{text} is too large a number")
    return number


def _printable(text: str) -> str:
    return text if text.isidentifier() else ascii(text)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
