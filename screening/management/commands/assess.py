"""`manage.py assess FILE`: assesses answers without the website, one JSON line in, one JSON line out."""

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
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.rule_set_json import UnreadableRuleset, read

EXIT_STATUS_UNREADABLE = 2


class BadLine(Exception):
    """This line cannot be assessed; the other lines can."""


class Command(BaseCommand):
    help = (
        "Read JSON lines, each an object of question ids and answers (a list for a select-all question), and write one "
        "JSON line for each. Lines that cannot be read are reported on standard error with their number; the exit "
        "status is then 2."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a file of JSON lines, or - for standard input")
        parser.add_argument("--rules", help="an earlier rule set, from `show_rules --format json`")

    def handle(self, *, file: str, rules: str | None = None, **options: object) -> None:
        questionnaire = _earlier_rules(rules) if rules else QUESTIONNAIRE
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
            sys.exit(EXIT_STATUS_UNREADABLE)


def _lines(file: str) -> Iterator[bytes]:
    try:
        with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as stream:
            yield from stream
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.", returncode=EXIT_STATUS_UNREADABLE) from error


def _earlier_rules(file: str) -> Questionnaire:
    try:
        return read(Path(file).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, UnreadableRuleset) as error:
        raise CommandError(f"{file}: {error}", returncode=EXIT_STATUS_UNREADABLE) from error


def assessment_of(line: bytes, questionnaire: Questionnaire) -> dict[str, object]:
    """The assessment of one line as JSON values. Raises BadLine with a sentence that says what to fix."""
    try:
        answers = json.loads(
            line, object_pairs_hook=_without_duplicates, parse_constant=_reject_constant, parse_float=_finite
        )
    except (ValueError, RecursionError) as error:
        raise BadLine(f"this is not JSON ({error}).") from error
    if not isinstance(answers, dict):
        raise BadLine("this is not an object of question ids and answers.")
    if unknown := sorted(answers.keys() - questionnaire.by_id.keys()):
        raise BadLine(f"unknown question id {', '.join(map(_printable, unknown))}.")
    assessment = assess(answers, questionnaire)
    return {
        "disposition": assessment.disposition.value,
        "findings": [
            {"question": finding.question.id, "answer": finding.answer, "level": str(finding.level)}
            for finding in assessment.findings
        ],
        "unanswered": list(assessment.unanswered),
        "ruleset": {"version": questionnaire.version, "fingerprint": questionnaire.fingerprint},
    }


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    answers = dict(pairs)
    if len(answers) != len(pairs):
        raise ValueError("a key occurs twice")
    return answers


def _finite(text: str) -> float:
    if not math.isfinite(number := float(text)):
        raise ValueError(f"{text} is too large a number")
    return number


def _printable(text: str) -> str:
    return text if text.isidentifier() else ascii(text)


def _reject_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
