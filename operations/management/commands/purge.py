"""`manage.py purge`: delete what is past its time. For a daily timer; `serve` runs it at each start."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations.retention import purge
from operations.runs import Trouble
from pages import catalogue


class Command(BaseCommand):
    help = "Delete everything that is past its time. Safe to run at any time; refuses after a jump of the clock."
    requires_system_checks = ()  # a mistake in a page must not stop it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--clock-is-right", action="store_true", help="I have looked: the clock did not jump, the days did pass."
        )

    def handle(self, *, clock_is_right: bool, verbosity: int, **options: object) -> None:
        try:
            counts = purge(catalogue.current().clinic.kept, clock_is_right)
        except Trouble as trouble:
            raise CommandError(str(trouble)) from trouble
        if verbosity:
            self.stdout.write("Deleted: " + ", ".join(f"{count} {what}" for what, count in counts.items()) + ".")
