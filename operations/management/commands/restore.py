"""`manage.py restore FILE`: replaces the database with a backup."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations.backup.restore import restore
from operations.readiness import exempt
from operations.runs import MaintenanceError


class Command(BaseCommand):
    help = "Restore a backup into an empty database. First stop the site and copy the keys into place."
    # An error in a page must not stop the restore.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--replace", default="", metavar="DATABASE", help="Delete everything in the database with this name."
        )

    def handle(self, *, file: Path, replace: str, verbosity: int, **options: object) -> None:
        try:
            with exempt():
                manifest, withdrawn = restore(file, replace)
        except MaintenanceError as error:
            raise CommandError(str(error)) from error
        if not verbosity:
            return
        rows = sum(manifest.counts.values())
        self.stdout.write(f"Restored {rows} rows of {manifest.made_at}. The keys of this site open them.")
        for sentence in withdrawn.sentences():
            self.stdout.write(sentence)
        self.stdout.write("Now run manage.py purge --clock-is-right, and start the site.")
