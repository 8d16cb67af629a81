"""`manage.py serve`: migrates the database and starts the production server."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from kat_site.web.this_machine import is_loopback
from pages.checks import WORDING


class Command(BaseCommand):
    help = "Migrate, check, and serve the site with granian."
    # `refuse_errors` decides which errors stop the server
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *, host: str, port: int, workers: int, **options: object) -> None:
        if settings.ON_THIS_MACHINE_ONLY and not is_loopback(host):
            names = " and ".join(settings.ON_THIS_MACHINE_ONLY)
            raise CommandError(f"{names} is for this machine only. Others could reach the site at {host!r}.")
        self.refuse_errors()
        call_command("migrate", verbosity=0)
        for command in ("purge", "publish_due"):
            try:
                call_command(command, verbosity=0)
            # not a reason to stop: the dashboard shows it to staff
            except CommandError as error:
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

    def refuse_errors(self) -> None:
        """Run every system check. Wording errors do not stop the server: people need the crisis lines."""
        messages = [message for message in run_checks() if not message.is_silenced()]
        for message in messages:
            self.stderr.write(str(message))
        if any(message.is_serious() and message.id != WORDING for message in messages):
            raise CommandError("Fix the errors above first.")
