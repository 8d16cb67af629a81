"""`manage.py restore FILE`: what a backup holds becomes the database again. Stop the site first."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations.backup.restore import restore
from operations.runs import Trouble


class Command(BaseCommand):
    help = "Restore a backup into an empty database. Stop the site first, and put the keys in place."
    requires_system_checks = ()  # a mistake in a page must not stop it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--replace", default="", metavar="DATABASE", help="Lose all that this database holds now.")

    def handle(self, *, file: Path, replace: str, verbosity: int, **options: object) -> None:
        try:
            restored = restore(file, replace)
        except Trouble as trouble:
            raise CommandError(str(trouble)) from trouble
        if not verbosity:
            return
        rows = sum(restored.manifest.counts.values())
        self.stdout.write(f"Restored {rows} rows, as of {restored.manifest.made_at}. The keys here open them.")
        if restored.withdrawn:
            self.stdout.write(f"Taken back by people since then, and deleted again: {restored.withdrawn}.")
        if restored.not_found:
            self.stdout.write(
                f"Also taken back since then: {restored.not_found} requests for a call. Nobody can tell which. Ask "
                "before you call anybody who is back on the list."
            )
        self.stdout.write("Now run manage.py purge --clock-is-right, and start the site.")
