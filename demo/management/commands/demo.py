"""`manage.py demo`: serves a new demo on this machine only."""

import shutil
import socket
from argparse import ArgumentParser

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from demo.accounts import ACCOUNTS, set_new_passwords
from demo.fill import NotADemo, fill, refuse_unless_demo
from operations.backup.create import create_backup
from pages import catalogue
from screening.models import Submission


class Command(BaseCommand):
    help = "Create a demo with made-up people, print how to sign in, and serve the site. Run it as: make demo"
    # `serve` runs them.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--submissions", type=int, default=500, help="How many submissions (default: 500).")
        parser.add_argument("--keep", action="store_true", help="Keep the people of the last demo.")

    def handle(self, *, port: int, submissions: int, keep: bool, **options: object) -> None:
        try:
            refuse_unless_demo()
        except NotADemo as error:
            raise CommandError(str(error)) from error
        _refuse_port_in_use(port)
        if not keep:
            _delete_last_demo()
        call_command("migrate", verbosity=0)
        if not Submission.objects.exists():
            self.stdout.write(f"Creating {submissions} submissions ...")
            self.stdout.flush()
            fill(submissions, timezone.now())
            create_backup(settings.DATA_DIR / "backups", catalogue.current().clinic.kept.backup_days)
        self._print_accounts()
        call_command("serve", port=port)

    def _print_accounts(self) -> None:
        passwords = set_new_passwords()
        self.stdout.write(f"\nSign in at {settings.SITE_URL}/staff/ (a demo asks for no second step)\n\n")
        self.stdout.write(f"  {'User name':<12}{'Password':<23}Role")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.username:<12}{passwords[account.username]:<23}{account.role}")
        self.stdout.write("")


def _refuse_port_in_use(port: int) -> None:
    # Checked before anything is deleted: the last demo may still be running.
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is in use. Stop the program that uses it, or run: PORT=9000 make demo"
            ) from error


def _delete_last_demo() -> None:
    connection.close()
    for name in ("data", "content", "backups"):
        shutil.rmtree(settings.DATA_DIR / name, ignore_errors=True)
    shutil.copytree(settings.BASE_DIR / "content", settings.CONTENT_DIR)
