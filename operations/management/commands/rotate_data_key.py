"""`manage.py rotate_data_key`: a new data key for everything that is sealed, while the site runs.

It stands here and not in the desk because the file of keys is the project's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from operations import runs
from operations.rotation import reseal
from pages import catalogue
from vault.keys import KeyFile, new_data_key

SETTLED = timedelta(minutes=10)  # a page that was asked for before all was re-sealed has long been answered


class Command(BaseCommand):
    help = "Make a new data key and re-seal everything with it. Run it again if it was stopped: it goes on."
    requires_system_checks = ()  # a mistake in a page must not stop it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--drop-old", action="store_true", help="Take the older keys away, once no row needs them.")

    def handle(self, *, drop_old: bool, verbosity: int, **options: object) -> None:
        with _alone():
            try:
                if drop_old:
                    self._drop_old()
                elif len(settings.DATA_KEYS) > 1 or self._add_a_key():
                    self._reseal(verbosity)
            except runs.Trouble as trouble:
                raise CommandError(str(trouble)) from trouble

    def _add_a_key(self) -> bool:
        """Put a new key first, where we can; False when somebody has to do it."""
        keys = settings.DATA_KEYS
        if isinstance(keys, KeyFile):
            keys.put([new_data_key(), *keys.entries()])
            return True
        self.stdout.write(
            "The data key is set in the environment. Put this new entry first in DATA_KEYS, with a comma before what "
            "is there now, restart the site, and run this again. Keep a copy where the keys are kept:\n"
            f"{new_data_key()}"
        )
        return False

    def _reseal(self, verbosity: int) -> None:
        counts = reseal.reseal_all(self.stdout.write if verbosity > 1 else lambda line: None)
        self.stdout.write("Re-sealed: " + ", ".join(f"{count} {what}" for what, count in counts.items()) + ".")
        if lost := reseal.rows_that_nothing_opens():
            self.stderr.write(f"{lost} rows open with no key there is here. They were left as they are.")
        self.stdout.write("In ten minutes the old key may go: manage.py rotate_data_key --drop-old")

    def _drop_old(self) -> None:
        keys = settings.DATA_KEYS
        if len(keys) == 1:
            raise CommandError("There is one data key only: no older one to drop.")
        if left := reseal.rows_that_need_an_older_key():
            raise CommandError(f"{left} rows still need an older key. Run first: manage.py rotate_data_key")
        last = runs.last_done(runs.Kind.ROTATION)
        if last is None or timezone.now() - last.finished_at < SETTLED:
            raise CommandError("The last row was re-sealed a moment ago. Try again ten minutes after that.")
        if isinstance(keys, KeyFile):
            keys.put(keys.entries()[:1])
            self.stdout.write("The older keys are gone from this site.")
        else:
            self.stdout.write("No row needs the older keys. Take all entries but the first out of DATA_KEYS.")
        days = catalogue.current().clinic.kept.backup_days
        self.stdout.write(f"Backups made before today need them: keep a copy, apart, for {days} days.")


@contextmanager
def _alone() -> Iterator[None]:
    """Two new keys at the same time would undo each other."""
    if not isinstance(settings.DATA_KEYS, KeyFile):
        yield
        return
    try:
        with settings.DATA_KEYS.held():
            yield
    except BlockingIOError as error:
        raise CommandError("Another change of keys is under way.") from error
