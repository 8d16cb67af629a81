"""`manage.py prepare`: gets the data ready for this version of the site. `serve` runs it at each start."""

import os
import time
from argparse import ArgumentParser

from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from kat_site.outages.errors import explanation
from operations.backup.restore import finish
from operations.readiness import exempt
from operations.runs import MaintenanceError

SECONDS_BETWEEN_TRIES = 3


class Command(BaseCommand):
    help = "Migrate the database, and do what is due: delete, publish, and return submissions to the queue."
    # `serve` runs them, and decides which errors matter
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--wait", action="store_true", help="try again until it works, or until the program that started this ends"
        )

    def handle(self, *, wait: bool, **options: object) -> None:
        parent = os.getppid()
        while not self._is_prepared(raise_errors=not wait):
            connections.close_all()
            time.sleep(SECONDS_BETWEEN_TRIES)
            if os.getppid() != parent:
                return

    def _is_prepared(self, *, raise_errors: bool) -> bool:
        try:
            self._finish_restore()
            self._refuse_errors_of_the_database()
            call_command("migrate", verbosity=0)
            for command in ("purge", "publish_due", "return_to_queue"):
                try:
                    call_command(command, verbosity=0)
                # not a reason to stop: the dashboard shows it to staff
                except CommandError as error:
                    self.stderr.write(str(error))
        except Exception as error:
            if raise_errors or not explanation(error):
                raise
            return False
        return True

    def _finish_restore(self) -> None:
        try:
            with exempt():
                withdrawn = finish()
        except MaintenanceError as error:
            raise CommandError(str(error)) from error
        if withdrawn:
            sentences = ["A restore that was interrupted is complete.", *withdrawn.sentences()]
            self.stderr.write(" ".join(sentences))

    def _refuse_errors_of_the_database(self) -> None:
        errors = [
            message for message in run_checks(tags=[Tags.database], databases=["default"]) if message.is_serious()
        ]
        if errors:
            raise CommandError("\n".join(map(str, errors)))
