"""`manage.py backup DIR`: one file with all that the database holds. For a daily timer."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations.backup.create import back_up
from operations.runs import Trouble
from pages import catalogue


class Command(BaseCommand):
    help = "Back up the database into a folder while the site runs, and delete backups there that are too old."
    requires_system_checks = ()  # a mistake in a page must not stop it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="Best on another disk, and copied elsewhere.")
        parser.add_argument("--keep-days", type=int, help="How long a backup stays. Without it: as clinic.yaml says.")

    def handle(self, *, folder: Path, keep_days: int | None, verbosity: int, **options: object) -> None:
        promised = catalogue.current().clinic.kept.backup_days
        if keep_days is not None and not 1 <= keep_days <= promised:
            raise CommandError(f"--keep-days is 1 to {promised}: clinic.yaml promises people no longer than that.")
        try:
            made = back_up(folder, keep_days or promised)
        except (Trouble, OSError) as trouble:
            raise CommandError(f"There is no new backup. {trouble}") from trouble
        if made.distrusts_clock:
            self.stderr.write("No older backup was deleted: the clock may have jumped since the last one.")
        if verbosity:
            self.stdout.write(f"{made.file}\nIt holds no keys: without them nobody can read it. Keep those apart.")
