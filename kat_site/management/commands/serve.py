"""`manage.py serve`: bring the database up to date and hand over to the production server."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from pages.checks import WORDING


class Command(BaseCommand):
    help = "Migrate, check, and serve the site with granian."
    requires_system_checks = []  # `refuse_what_is_not_safe` has its own idea of what must not be served

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *, host: str, port: int, workers: int, **options: object) -> None:
        self.refuse_what_is_not_safe()
        if settings.DEMO and host not in {"127.0.0.1", "::1", "localhost"}:
            raise CommandError(f"A demonstration is for this machine alone. Nobody else may reach it at {host}.")
        call_command("migrate", verbosity=0)
        for command in ("purge", "publish_due"):
            try:
                call_command(command, verbosity=0)
            except CommandError as error:  # the site is served all the same; staff are told at the desk
                self.stderr.write(str(error))
        self.stdout.write(f"The site is at {settings.SITE_URL} (Ctrl-C stops it).")
        if not settings.DEMO:
            self.stdout.write(f"For a staff account: make staff, then sign in at {settings.SITE_URL}/staff/")
        self.stdout.flush()
        granian = Path(sys.executable).parent / "granian"
        arguments = [
            *("--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)),
            # granian sometimes hangs on a stop right after its start; this bounds it
            *("--workers-kill-timeout", "3", "--log-level", "error", "--respawn-failed-workers"),
        ]
        os.execv(granian, [str(granian), *arguments, "kat_site.wsgi:application"])  # noqa: S606 (fixed arguments)

    def refuse_what_is_not_safe(self) -> None:
        """All of `manage.py check`. Wrong words are told too, but do not keep a person from the crisis lines."""
        found = [message for message in run_checks() if not message.is_silenced()]
        for message in found:
            self.stderr.write(str(message))
        if any(message.is_serious() and message.id != WORDING for message in found):
            raise CommandError("Mend what is told above first.")
