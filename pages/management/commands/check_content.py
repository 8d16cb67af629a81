"""`manage.py check_content`: lists what an editor should look at, by file and line."""

from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import yaml
from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from pages.lint import external as outside
from pages.lint import findings_of_site
from pages.lint.command import FindingsCommand
from pages.lint.external import UNREACHABLE, Answer, Visitor
from pages.wording import Finding

NOTHING_REACHED = "Nothing could be reached: this machine has no network, or may not use it. Nothing was written."
NOT_A_STATEMENT = "A link that answers may say something else by now: read a source before you rely on it."


class Command(FindingsCommand):
    help = "Check every page: errors, claims, statements without a source, hard sentences, overdue reviews."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--external",
            action="store_true",
            help="look at the outside links instead, and enter today as checked_on of each source that answers",
        )

    def find(self, folder: Path, today: date) -> Sequence[Finding]:
        return findings_of_site(folder, today)

    def handle(self, *, format: str, external: object = False, **options: object) -> None:
        if external:
            self.look_at_links(Path(settings.CONTENT_DIR), timezone.localdate())
        else:
            super().handle(format=format, **options)

    def look_at_links(self, folder: Path, today: date) -> None:
        links = outside.links_of(folder)
        answers: dict[str, Answer] = {}
        for answer in outside.look_at_all(links, Visitor(settings.SITE_URL)):
            answers[answer.link] = answer
            self.stdout.write(f"{answer.link} ({', '.join(links[answer.link])}): {answer.summary}")
            self.stdout.flush()
        if answers and all(answer.problem == UNREACHABLE for answer in answers.values()):
            raise CommandError(NOTHING_REACHED)
        try:
            entered = outside.enter_day(folder, answers, today)
        except (OSError, yaml.YAMLError) as error:
            raise CommandError(f"The days could not be written to sources.yaml: {error}") from error
        good = [answer for answer in answers.values() if answer.is_good]
        moved = sum(bool(answer.moved_to) for answer in good)
        self.stdout.write(
            f"Links looked at: {len(answers)}. They answered: {len(good)}, from a new address: {moved}. "
            f"They did not answer: {len(answers) - len(good)}. Sources that got {today} as checked_on: {len(entered)}. "
            f"{NOT_A_STATEMENT}"
        )
