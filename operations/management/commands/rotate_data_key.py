"""`manage.py rotate_data_key`: re-seals all sealed data with a new data key while the site runs."""

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

# Longer than any request that started before the rows were re-sealed.
WAIT_BEFORE_DROP = timedelta(minutes=10)


class Command(BaseCommand):
    help = "Make a new data key and re-seal everything with it. If it was interrupted, run it again: it continues."
    # An error in a page must not stop a rotation.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--drop-old", action="store_true", help="Remove the older keys when no row needs them.")

    def handle(self, *, drop_old: bool, verbosity: int, **options: object) -> None:
        with _locked_key_file():
            try:
                if drop_old:
                    self._drop_old()
                elif len(settings.DATA_KEYS) > 1 or self._add_key():
                    self._reseal(verbosity)
            except runs.MaintenanceError as error:
                raise CommandError(str(error)) from error

    def _add_key(self) -> bool:
        """Put a new key first. False when the keys are in the environment, where only the operator can do it."""
        keys = settings.DATA_KEYS
        if isinstance(keys, KeyFile):
            keys.put([new_data_key(), *keys.entries()])
            return True
        self.stdout.write(
            "The data key is in the environment. Put this new entry first in DATA_KEYS, with a comma after it, restart "
            "the site, and run this command again. Add the entry to your backup of the keys:\n"
            f"{new_data_key()}"
        )
        return False

    def _reseal(self, verbosity: int) -> None:
        counts = reseal.reseal_all(self.stdout.write if verbosity > 1 else lambda line: None)
        self.stdout.write("Re-sealed: " + ", ".join(f"{count} {name}" for name, count in counts.items()) + ".")
        if unreadable := reseal.count_unreadable_rows():
            self.stderr.write(f"{unreadable} rows cannot be opened with any key of this site. They are unchanged.")
        self.stdout.write("After ten minutes you can remove the old key: manage.py rotate_data_key --drop-old")

    def _drop_old(self) -> None:
        keys = settings.DATA_KEYS
        if len(keys) == 1:
            raise CommandError("There is only one data key, so no older key to remove.")
        if waiting := reseal.count_rows_under_older_keys():
            raise CommandError(f"{waiting} rows still need an older key. Run first: manage.py rotate_data_key")
        last = runs.last_success(runs.Kind.ROTATION)
        if last is None or timezone.now() - last.finished_at < WAIT_BEFORE_DROP:
            raise CommandError("The last rotation ended less than ten minutes ago. Wait, and try again.")
        if isinstance(keys, KeyFile):
            keys.put(keys.entries()[:1])
            self.stdout.write("The older keys are removed from this site.")
        else:
            self.stdout.write("No row needs the older keys. Remove all entries but the first from DATA_KEYS.")
        days = catalogue.current().clinic.kept.backup_days
        self.stdout.write(f"Older backups still need them: keep a copy in another place for {days} days.")


@contextmanager
def _locked_key_file() -> Iterator[None]:
    # Two rotations at the same time would overwrite each other's new key.
    if not isinstance(settings.DATA_KEYS, KeyFile):
        yield
        return
    try:
        with settings.DATA_KEYS.locked():
            yield
    except BlockingIOError as error:
        raise CommandError("Another key rotation is running.") from error
