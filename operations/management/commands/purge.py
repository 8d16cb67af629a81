"""`manage.py purge`: deletes old data. A daily timer runs it, and so does `serve` at each start."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations.retention import purge
from operations.runs import MaintenanceError
from pages import catalogue
from pages.media import shelf_of


class Command(BaseCommand):
    help = "Delete everything that has reached its time limit. Does nothing when the clock looks wrong."
    # An error in a page must not keep old data.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--clock-is-right", action="store_true", help="Delete although the clock looks wrong: I have checked it."
        )

    def handle(self, *, clock_is_right: bool, verbosity: int, **options: object) -> None:
        content = catalogue.current()
        try:
            counts = purge(content.clinic.kept, clock_is_right)
            # of pictures and PDFs that somebody deleted or replaced in the folder
            shelf_of(Path(settings.CONTENT_DIR)).delete_unneeded(content.files)
        except (MaintenanceError, OSError) as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write("Deleted: " + ", ".join(f"{count} {name}" for name, count in counts.items()) + ".")
