"""`manage.py rules_impact OLD`: shows what changed since an earlier rule set, and for whom."""

import subprocess
from argparse import ArgumentParser
from collections import Counter, defaultdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from pages.schema.errors import BrokenContent
from screening.assessment import assess
from screening.earlier_rules import EARLIER
from screening.models import Submission
from screening.path import path
from screening.proof.certificate import RULESET
from screening.proof.impact.bridge import Crossing, read_bridge
from screening.proof.impact.report import report_of
from screening.proof.impact.shifts import changes, shifts
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.conditions import Answers
from screening.vocabulary.dispositions import Disposition
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.rule_set_json import UnreadableRuleset, read
from vault.seal import CannotUnseal

DOCS = RULESET.parents[2] / "docs"
# Where older revisions have the rule set.
OLD_PATH = "screening/ruleset.json"
# At most so many references are printed for one kind of change.
MOST_REFERENCES = 20


class Command(BaseCommand):
    help = (
        "Print what changed in the rules since OLD, what that changes over all possible answers, and for which stored "
        "submissions (references only). OLD: an earlier version (1.0.1), a file of `show_rules --format json`, or a "
        "git revision. If the rules ask different questions now, --bridge compares them by what the same person would "
        "answer."
    )
    # People look at the effect of a change before they prove the rules.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("old", metavar="OLD", help="a version, an exported rule set file, or a git revision")
        parser.add_argument("--bridge", metavar="FILE", help="a file of tests/screening/: print a page for clinicians")
        parser.add_argument("--write", action="store_true", help="with --bridge: write the page into docs/")
        parser.add_argument("--check", action="store_true", help="with --bridge: fail if the page in docs/ differs")

    def handle(
        self, *, old: str, bridge: str | None = None, write: bool = False, check: bool = False, **options: object
    ) -> None:
        before = _ruleset(old)
        if bridge:
            self._across(before, Path(bridge), write=write, check=check)
            return
        rule_sets = (before, QUESTIONNAIRE)
        self.stdout.write(" -> ".join(f"{rules.version} ({rules.fingerprint[:12]})" for rules in rule_sets))
        self._print("What changed in the rules", list(changes(before, QUESTIONNAIRE)))
        self._print("Over all possible answers", _over_all_answers(before))
        self._print("Over stored submissions", _over_submissions(before))

    def _across(self, before: Questionnaire, bridge: Path, *, write: bool, check: bool) -> None:
        crossing = _crossing(before, bridge)
        text, page = report_of(crossing, bridge.name), DOCS / f"rules-impact-{QUESTIONNAIRE.version}.md"
        if check and (not page.is_file() or page.read_text(encoding="utf-8") != text):
            raise CommandError(f"{page.name} is not current. Run this command with --write and commit.")
        if write:
            page.write_text(text, encoding="utf-8")
        if not check and not write:
            self.stdout.write(text)

    def _print(self, title: str, lines: list[str]) -> None:
        self.stdout.write(f"\n{title}\n")
        for line in lines or ["nothing"]:
            self.stdout.write(f"  {line}")


def _crossing(before: Questionnaire, bridge: Path) -> Crossing:
    try:
        crossing = Crossing(before, QUESTIONNAIRE, read_bridge(bridge))
    except (OSError, UnicodeDecodeError, BrokenContent) as error:
        raise CommandError(f"{bridge} cannot be read: {error}") from error
    if faults := list(crossing.faults()):
        raise CommandError("\n".join([f"{bridge} does not fit these rules:", *faults]))
    if unlisted := crossing.unlisted():
        lines = [f"{change.old}: {change.before} -> {change.after} by {change.possibility}" for change in unlisted]
        raise CommandError("\n".join(["These answers become milder, and the bridge names no loosening:", *lines]))
    return crossing


def _ruleset(old: str) -> Questionnaire:
    if old in EARLIER:
        return EARLIER[old]
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
    left_out: Counter[str] = Counter()
    unreadable = count = 0
    for submission in Submission.objects.order_by("reference").iterator():
        try:
            answers = submission.answers
        except CannotUnseal:
            unreadable += 1
            continue
        # What a person would have said to a question that they never saw, nobody knows (docs/decisions/0018).
        if not all(_answers_everything(answers, rules) for rules in (before, QUESTIONNAIRE)):
            left_out[submission.ruleset_version] += 1
            continue
        count += 1
        old, new = assess(answers, before).disposition, assess(answers).disposition
        if old is not new:
            changed[old, new].append(submission.reference)
    lines = [f"{count} submissions assessed"] if count else []
    for (old, new), references in sorted(changed.items()):
        more = f" and {len(references) - MOST_REFERENCES} more" if len(references) > MOST_REFERENCES else ""
        lines.append(f"{old} -> {new}: {len(references)}: {', '.join(references[:MOST_REFERENCES])}{more}")
    lines += [
        f"{left_out[version]} under rules {version} left out: both rule sets must have asked the same of them, or "
        "nobody can tell what they lead to. The review page of each shows what can be compared."
        for version in sorted(left_out)
    ]
    return [*lines, *([f"{unreadable} cannot be read with the current data keys"] if unreadable else [])]


def _answers_everything(answers: Answers, rules: Questionnaire) -> bool:
    return all(
        question.id in answers and all(choice for _, choice in question.read(answers[question.id]))
        for question in path(answers, rules)
    )
