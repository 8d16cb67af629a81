"""`manage.py restore FILE`: what a backup holds becomes the database again. Stop the site first."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.restoring import restore
from desk.upkeep import Trouble


class Command(BaseCommand):
    help = "Restore a backup into an empty database. Stop the site first, and put the keys in place."
    requires_system_checks = ()  # a mistake in a page must not stop it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--replace", default="", metavar="DATABASE", help="Lose all that this database holds now.")

    def handle(self, *, file: Path, replace: str, verbosity: int, **options: object) -> None:
        try:
            manifest = restore(file, replace)
        except Trouble as trouble:
            raise CommandError(str(trouble)) from trouble
        if verbosity:
            rows = sum(manifest.counts.values())
            self.stdout.write(
                f"Restored {rows} rows, as of {manifest.made_at}. The keys here open them.\n"
                "Now run: manage.py migrate, then manage.py purge --clock-is-right, then start the site."
            )
