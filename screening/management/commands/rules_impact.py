"""`manage.py rules_impact OLD`: shows what changed since an earlier rule set, and for whom."""

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
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.rule_set_json import UnreadableRuleset, read
from vault.seal import CannotUnseal

# Where older revisions have the rule set.
OLD_PATH = "screening/ruleset.json"
# At most so many references are printed for one kind of change.
MOST_REFERENCES = 20


class Command(BaseCommand):
    help = (
        "Print what changed in the rules since OLD, what that changes over all possible answers, and for which stored "
        "submissions (references only). OLD: a file of `show_rules --format json`, or a git revision."
    )
    # People look at the effect of a change before they prove the rules.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("old", metavar="OLD", help="an exported rule set file, or a git revision")

    def handle(self, *, old: str, **options: object) -> None:
        before = _ruleset(old)
        rule_sets = (before, QUESTIONNAIRE)
        self.stdout.write(" -> ".join(f"{rules.version} ({rules.fingerprint[:12]})" for rules in rule_sets))
        self._print("What changed in the rules", list(changes(before, QUESTIONNAIRE)))
        self._print("Over all possible answers", _over_all_answers(before))
        self._print("Over stored submissions", _over_submissions(before))

    def _print(self, title: str, lines: list[str]) -> None:
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
    root = RULESET.parents[2]
    path = RULESET.relative_to(root).as_posix()
    if revision.startswith("-"):
        raise CommandError(f"{revision} is not a revision.")
    try:
        try:
            return _git_show(root, f"{revision}:{path}")
        except subprocess.CalledProcessError:
            return _git_show(root, f"{revision}:{OLD_PATH}")
    except FileNotFoundError:
        raise CommandError(f"{revision} is not a file, and git is not installed to look for a revision.") from None
    except subprocess.CalledProcessError as error:
        hint = f"It must contain {path} (or {OLD_PATH}), which `manage.py prove_rules` writes."
        raise CommandError(
            f"{revision} is neither a file nor a revision with a rule set ({error.stderr.strip()}). {hint}"
        ) from None


def _git_show(root: Path, name: str) -> str:
    return subprocess.run(  # noqa: S603 (no shell; a revision cannot begin with a hyphen)
        ["git", "show", name],  # noqa: S607
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def _over_all_answers(before: Questionnaire) -> list[str]:
    all_shifts = shifts(before, QUESTIONNAIRE)
    total = sum(shift.answer_sets for shift in all_shifts)
    lines = []
    for shift in all_shifts:
        share = f"{shift.answer_sets:,} of {total:,} answer sets"
        if shift.before is shift.after:
            lines.append(f"stays {shift.after}: {share}")
            continue
        example = ", ".join(f"{question}={_as_text(answer)}" for question, answer in shift.example.items())
        lines.append(f"{shift.before} -> {shift.after}: {share}, such as {example or 'nothing to report'}")
    return lines


def _as_text(answer: object) -> str:
    return "+".join(map(str, answer)) if isinstance(answer, list) else str(answer or "(no answer)")


def _over_submissions(before: Questionnaire) -> list[str]:
    changed: dict[tuple[Disposition, Disposition], list[str]] = defaultdict(list)
    unreadable = count = 0
    for submission in Submission.objects.order_by("reference").iterator():
        try:
            answers = submission.answers
        except CannotUnseal:
            unreadable += 1
            continue
        count += 1
        old, new = assess(answers, before).disposition, assess(answers).disposition
        if old is not new:
            changed[old, new].append(submission.reference)
    lines = [f"{count} submissions assessed"] if count else []
    for (old, new), references in sorted(changed.items()):
        more = f" and {len(references) - MOST_REFERENCES} more" if len(references) > MOST_REFERENCES else ""
        lines.append(f"{old} -> {new}: {len(references)}: {', '.join(references[:MOST_REFERENCES])}{more}")
    return [*lines, *([f"{unreadable} cannot be read with the current data keys"] if unreadable else [])]
