"""`manage.py accept_keys`: goes on without the data that lost keys sealed."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations import keys
from operations.readiness import exempt
from vault.keys import make_missing_keys


class Command(BaseCommand):
    help = "Use the site with other keys, when the right ones are lost for good. Makes the keys that are missing."
    # One of them reports these keys.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--data-are-lost", action="store_true", help="I know that nobody can ever read what these keys do not open."
        )

    def handle(self, *, data_are_lost: bool, **options: object) -> None:
        with exempt():
            problems = keys.problems()
            if not problems:
                self.stdout.write("The keys of this site fit its data. Nothing was changed.")
                return
            if not data_are_lost:
                hint = "If you have no backup of the right keys, run: manage.py accept_keys --data-are-lost"
                raise CommandError("\n".join([*problems, hint]))
            make_missing_keys()
            call_command("migrate", verbosity=0)
            for lost in keys.accept():
                self.stdout.write(f"Nobody can read these anymore: {lost}.")
        self.stdout.write("The site starts with its present keys. Make a backup of them now.")
