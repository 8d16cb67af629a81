"""`manage.py backup DIR`: creates a backup. A daily timer runs it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations.backup.create import create_backup
from operations.runs import MaintenanceError
from pages import catalogue


class Command(BaseCommand):
    help = "Back up the database into a folder while the site runs, and delete the backups there that are too old."
    # An error in a page must not stop the backup.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="Use another disk, and copy the files elsewhere.")
        parser.add_argument(
            "--keep-days", type=int, help="How many days to keep a backup (default: backup_days in clinic.yaml)."
        )

    def handle(self, *, folder: Path, keep_days: int | None, verbosity: int, **options: object) -> None:
        longest = catalogue.current().clinic.kept.backup_days
        if keep_days is not None and not 1 <= keep_days <= longest:
            raise CommandError(f"--keep-days must be 1 to {longest}: clinic.yaml promises not to keep backups longer.")
        try:
            backup = create_backup(folder, keep_days or longest)
        except (MaintenanceError, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        if not backup.clock_is_trustworthy:
            self.stderr.write("No older backup was deleted: the clock may be wrong.")
        if verbosity:
            self.stdout.write(
                f"{backup.file}\nIt can be read only with the keys, which are not in it. Back them up too."
            )
