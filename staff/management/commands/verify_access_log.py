"""`manage.py verify_access_log`: checks that the access log was not changed, and prints its head to keep elsewhere."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from staff.access_log.verification import verify


class Command(BaseCommand):
    help = "Check that no entry of the access log was changed, removed or inserted. Exit 1 when one was."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head", default="", help="a head that an earlier run printed, to check that the log was not rewritten"
        )

    def handle(self, *, head: str, **options: object) -> None:
        verified = verify(head)
        if verified.fault:
            raise CommandError(verified.fault)
        self.stdout.write(f"{verified.count} entries, each as it was written.\nHead: {verified.head}")
