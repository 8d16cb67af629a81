"""`manage.py verify_access_log`: checks that the access log was not changed, and keeps its head elsewhere."""

import os
import re
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from staff.access_log.verification import verify

HEAD = re.compile("[0-9a-f]{64}")


class Command(BaseCommand):
    help = "Check that no entry of the access log was changed, removed or inserted. Exit 1 when one was."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head",
            default="",
            help="Check that the log was not rewritten since then: a head that an earlier run printed, or a file with "
            "heads, which gets the new one if all is well.",
        )

    def handle(self, *, head: str, **options: object) -> None:
        file = None if not head or HEAD.fullmatch(head) else Path(head)
        earlier = _last_head_in(file) if file else head
        verified = verify(earlier)
        if verified.fault:
            raise CommandError(verified.fault)
        if file:
            _add_head(file, verified.head)
        if file and not earlier:
            self.stdout.write(f"{file} had no head, so nothing shows whether the log was rewritten before today.")
        self.stdout.write(f"{verified.count} entries, each as it was written.\nHead: {verified.head}")


def _last_head_in(file: Path) -> str:
    """ "" when there is no such file yet. Raises CommandError."""
    try:
        lines = file.read_text().splitlines() if file.exists() else []
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} cannot be read ({error}). The log was not checked.") from error
    last = lines[-1].rpartition(" ")[2] if lines else ""
    if lines and not HEAD.fullmatch(last):
        raise CommandError(f"The last line of {file} does not end with a head. The log was not checked.")
    return last


def _add_head(file: Path, head: str) -> None:
    try:
        with file.open("a") as lines:
            lines.write(f"{timezone.now():%Y-%m-%dT%H:%M:%SZ} {head}\n")
            lines.flush()
            os.fsync(lines.fileno())
    except OSError as error:
        raise CommandError(f"The log is as it was written, but its head was not kept: {file}: {error}.") from error
