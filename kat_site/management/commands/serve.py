"""`manage.py serve`: starts the production server, even while the database or the disk is down."""

import subprocess
import sys
from argparse import ArgumentParser

from django.conf import settings
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection, connections

from kat_site.outages.errors import explanation
from kat_site.outages.static_files import uncollected
from kat_site.web import request_counts, server
from kat_site.web.this_machine import is_loopback
from operations.backup import locks
from pages import catalogue
from pages.checks import CONTENT, WORDING
from pages.schema.errors import BrokenContent
from vault.connections import bound

# Mistakes that an edit in content/ can make. The site keeps running with them, so it must start with them as well.
IN_CONTENT = {CONTENT, WORDING, "screening.E001", "screening.E010", "screening.E014"}

# connections of PostgreSQL for the timers, for a backup and for people: psql and the three that it reserves itself
FOR_OTHERS = 15


class Command(BaseCommand):
    help = "Check, migrate, and serve the site with granian."
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
        if not (settings.LISTEN_TO_OTHERS or is_loopback(host)):
            raise CommandError(
                f"Others could reach the server at {host!r} without the proxy. If only the proxy can, as in a "
                "container or a private network, set LISTEN_TO_OTHERS=1."
            )
        self.refuse_a_first_start_without_static_files()
        self.refuse_errors()
        self.prepare()
        self.share_connections(workers)
        request_counts.forget()
        self.stdout.write(f"The site is at {settings.SITE_URL} (Ctrl-C stops it).")
        if not settings.DEMO:
            self.stdout.write(f"For a staff account: make staff, then sign in at {settings.SITE_URL}/staff/")
        self.stdout.flush()
        server.run(host, port, workers)

    def refuse_a_first_start_without_static_files(self) -> None:
        """Before anybody visits, a forgotten step stops the server. Later, people need the crisis lines (record 35)."""
        if uncollected() and not locks.site_has_run():
            raise CommandError(
                "The static files are not collected, so no page would have style. Run first: "
                "manage.py collectstatic --no-input"
            )

    def refuse_errors(self) -> None:
        """Run every system check. Errors in content do not stop the server: people need the crisis lines."""
        messages = [message for message in run_checks() if not message.is_silenced()]
        for message in messages:
            self.stderr.write(str(message))
        if any(message.is_serious() and message.id not in IN_CONTENT for message in messages) or not _has_pages():
            raise CommandError("Fix the errors above first.")

    def prepare(self) -> None:
        """Get the data ready, or let another process do it as soon as the database or the disk is back."""
        try:
            call_command("prepare", stderr=self.stderr)
        except Exception as error:
            if not (sentence := explanation(error)):
                raise
            self.stderr.write(f"{sentence}\nUntil then, the site serves pages, and forms say that they cannot be sent.")
            connections.close_all()
            # It ends when its parent does: this process, which becomes the server.
            subprocess.Popen([sys.executable, settings.BASE_DIR / "manage.py", "prepare", "--wait"])  # noqa: S603

    def share_connections(self, workers: int) -> None:
        """Let each worker open only as many connections as PostgreSQL allows for all of them."""
        wanted, allowed = settings.DATABASES["default"]["CONNECTIONS"], _allowed_connections()
        if allowed is None or wanted * workers <= allowed:
            return
        share = max(2, allowed // workers)
        self.stderr.write(f"PostgreSQL has {allowed} connections for the site: each worker uses {share}, not {wanted}.")
        bound(connection.settings_dict, share)


def _allowed_connections() -> int | None:
    """None when there is no limit, or when the database does not answer."""
    if connection.vendor != "postgresql":
        return None
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW max_connections")
            return int(cursor.fetchone()[0]) - FOR_OTHERS
    except OperationalError:
        return None
    finally:
        connection.close()


def _has_pages() -> bool:
    """Whether there is content to show: the folder as it is, or the last content without errors."""
    try:
        catalogue.current()
    except BrokenContent:
        return False
    return True
