"""`manage.py demo`: the site with made-up people in every state, on this machine alone, begun anew each time."""

import shutil
import socket
from argparse import ArgumentParser

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from demo.accounts import ACCOUNTS, new_passwords
from demo.fill import NotADemo, fill, refuse_all_but_a_demo
from operations.backup.create import create_backup
from pages import catalogue
from screening.models import Submission


class Command(BaseCommand):
    help = "Make up people in every state, tell how to sign in, and serve the site. Run it as: make demo"
    requires_system_checks = ()  # `serve` runs them

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--submissions", type=int, default=500, help="How many (default: 500).")
        parser.add_argument("--keep", action="store_true", help="Go on with the people of the last time.")

    def handle(self, *, port: int, submissions: int, keep: bool, **options: object) -> None:
        try:
            refuse_all_but_a_demo()
        except NotADemo as error:
            raise CommandError(str(error)) from error
        _refuse_a_port_in_use(port)
        if not keep:
            _begin_anew()
        call_command("migrate", verbosity=0)
        if not Submission.objects.exists():
            self.stdout.write(f"Making up {submissions} people ...")
            self.stdout.flush()
            fill(submissions, timezone.now())
            create_backup(settings.HELD_DIR / "backups", catalogue.current().clinic.kept.backup_days)
        self._tell_accounts()
        call_command("serve", port=port)

    def _tell_accounts(self) -> None:
        passwords = new_passwords()
        self.stdout.write(f"\nSign in at {settings.SITE_URL}/staff/ (no second step is asked for in a demo)\n\n")
        self.stdout.write(f"  {'User name':<12}{'Password':<23}May do what a")
        for one in ACCOUNTS:
            self.stdout.write(f"  {one.username:<12}{passwords[one.username]:<23}{one.role} may")
        self.stdout.write("")


def _refuse_a_port_in_use(port: int) -> None:
    """Before anything is deleted: it may be the demonstration of before that is still running."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(f"Something runs at port {port} already. Stop it, or: PORT=9000 make demo") from error


def _begin_anew() -> None:
    connection.close()
    for name in ("data", "content", "backups"):
        shutil.rmtree(settings.HELD_DIR / name, ignore_errors=True)
    (settings.HELD_DIR / "data").mkdir(mode=0o700)
    shutil.copytree(settings.BASE_DIR / "content", settings.CONTENT_DIR)
