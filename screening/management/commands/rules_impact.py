"""`manage.py rules_impact OLD`: what the rules of today change, against a rule set of before."""

import subprocess
from argparse import ArgumentParser
from collections import defaultdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from screening.assessment import assess
from screening.models import Submission
from screening.proof.certificate import RULESET
from screening.proof.impact import changes, shifts
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Disposition
from screening.vocabulary.questions import Questionnaire
from screening.vocabulary.rule_set_json import UnreadableRuleset, read
from vault.seal import CannotUnseal

MOST_REFERENCES = 20  # of one kind of change, in a row


class Command(BaseCommand):
    help = (
        "Print what changed in the rules since OLD, what that changes over all possible answers, and for which stored "
        "submissions (references only). OLD: a file of `show_rules --format json`, or a git revision."
    )
    requires_system_checks = []  # a change is looked at before it is proven

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("old", metavar="OLD", help="an exported rule set file, or a git revision")

    def handle(self, *, old: str, **options: object) -> None:
        before = _ruleset(old)
        self.stdout.write(" -> ".join(f"{one.version} ({one.fingerprint[:12]})" for one in (before, QUESTIONNAIRE)))
        self._tell("What changed in the rules", list(changes(before, QUESTIONNAIRE)))
        self._tell("Over all possible answers", list(_over_all_answers(before)))
        self._tell("Over stored submissions", list(_over_submissions(before)))

    def _tell(self, title: str, lines: list[str]) -> None:
        self.stdout.write(f"\n{title}\n")
        for line in lines or ["nothing"]:
            self.stdout.write(f"  {line}")


def _ruleset(old: str) -> Questionnaire:
    try:
        return read(Path(old).read_text(encoding="utf-8") if Path(old).is_file() else _at_revision(old))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{old} cannot be read: {error}.") from error
    except UnreadableRuleset as error:
        raise CommandError(f"{old}: {error}") from error


def _at_revision(revision: str) -> str:
    root = RULESET.parent.parent
    path = RULESET.relative_to(root).as_posix()
    if revision.startswith("-"):
        raise CommandError(f"{revision} is not a revision.")
    try:
        shown = subprocess.run(  # noqa: S603 (no shell; a revision cannot begin with a hyphen)
            ["git", "show", f"{revision}:{path}"],  # noqa: S607
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        )
    except FileNotFoundError:
        raise CommandError(f"{revision} is not a file, and there is no git here to look it up as a revision.") from None
    except subprocess.CalledProcessError as error:
        hint = f"It must hold {path}, which `manage.py prove_rules` writes."
        raise CommandError(
            f"{revision} is neither a file nor a revision with a rule set ({error.stderr.strip()}). {hint}"
        ) from None
    return shown.stdout


def _over_all_answers(before: Questionnaire) -> list[str]:
    found = shifts(before, QUESTIONNAIRE)
    every = sum(shift.answer_sets for shift in found)
    lines = []
    for shift in found:
        share = f"{shift.answer_sets:,} of {every:,} answer sets"
        if shift.before is shift.after:
            lines.append(f"stays {shift.after}: {share}")
            continue
        example = ", ".join(f"{question}={_said(answer)}" for question, answer in shift.example.items())
        lines.append(f"{shift.before} -> {shift.after}: {share}, such as {example or 'nothing to report'}")
    return lines


def _said(answer: object) -> str:
    return "+".join(map(str, answer)) if isinstance(answer, list) else str(answer or "(no answer)")


def _over_submissions(before: Questionnaire) -> list[str]:
    moved: dict[tuple[Disposition, Disposition], list[str]] = defaultdict(list)
    unreadable = count = 0
    for submission in Submission.objects.order_by("reference").iterator():
        try:
            answers = submission.answers
        except CannotUnseal:
            unreadable += 1
            continue
        count += 1
        was, is_now = assess(answers, before).disposition, assess(answers).disposition
        if was is not is_now:
            moved[was, is_now].append(submission.reference)
    lines = [f"{count} submissions looked at"] if count else []
    for (old, new), references in sorted(moved.items()):
        more = f" and {len(references) - MOST_REFERENCES} more" if len(references) > MOST_REFERENCES else ""
        lines.append(f"{old} -> {new}: {len(references)}: {', '.join(references[:MOST_REFERENCES])}{more}")
    return [*lines, *([f"{unreadable} cannot be read with the data keys at hand"] if unreadable else [])]
