"""`manage.py prove_rules`: checks the invariants over every answer set and writes the certificate."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from pages.schema.errors import BrokenContent
from screening.proof import certificate
from screening.proof.certificate import CERTIFICATE, RULESET, as_text, certificate_of
from screening.proof.faults import faults
from screening.proof.invariants.verdicts import IN_PAIRS, Verdict
from screening.proof.prove import prove
from screening.proof.vignettes import complaints, vignettes
from screening.questionnaire import QUESTIONNAIRE


class Command(BaseCommand):
    help = (
        "Check the safety invariants over every answer set, print the verdicts, and write certificate.json and "
        "ruleset.json in screening/proof/. A violated invariant prints its smallest counterexample; exit status 1 then."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if the committed files differ")

    def handle(self, *, check: bool, **options: object) -> None:
        if messages := [f"{fault.question}: {fault.message}" for fault in faults(QUESTIONNAIRE)]:
            raise CommandError("\n".join(["Fix these faults first, then prove the rules:", *messages]))
        verdicts = []
        for verdict in prove(QUESTIONNAIRE):
            verdicts.append(verdict)
            self._print(verdict)
        if any(verdict.violation for verdict in verdicts):
            raise CommandError("The rules break an invariant. Nothing was written.")
        self._meet_vignettes()
        texts = {
            CERTIFICATE: as_text(certificate_of(QUESTIONNAIRE, verdicts)),
            RULESET: as_text(QUESTIONNAIRE.as_json()),
        }
        if check:
            stale = [path.name for path, text in texts.items() if not path.is_file() or path.read_text() != text]
            if stale:
                raise CommandError(
                    f"These files are not current: {', '.join(stale)}. Run manage.py prove_rules and commit."
                )
            return
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8")
        covered = max(verdict.answer_sets for verdict in verdicts if verdict.method != IN_PAIRS)
        self.stdout.write(
            f"Rule set {QUESTIONNAIRE.version} ({QUESTIONNAIRE.fingerprint[:12]}): all invariants hold over "
            f"{covered:,} answer sets. {certificate.METHOD}"
        )

    def _meet_vignettes(self) -> None:
        try:
            lines, people = complaints(QUESTIONNAIRE), len(vignettes())
        except BrokenContent as broken:
            raise CommandError(f"The vignettes cannot be read:\n{broken}") from broken
        if lines:
            raise CommandError("\n".join(["The rules are wrong for these people. Nothing was written.", *lines]))
        self.stdout.write(f"   right     the result of each of {people} vignettes is within what a clinician expects")

    def _print(self, verdict: Verdict) -> None:
        if verdict.violation is None:
            scope = f"{verdict.answer_sets:,} answer sets" if verdict.answer_sets else verdict.method
            self.stdout.write(f"{verdict.number:>2} holds     {verdict.statement} ({scope})")
            return
        self.stdout.write(self.style.ERROR(f"{verdict.number:>2} VIOLATED  {verdict.statement}"))
        for line in verdict.violation.lines(QUESTIONNAIRE):
            self.stdout.write(f"     {line}")
