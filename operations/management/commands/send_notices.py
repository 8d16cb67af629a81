"""`manage.py send_notices`: sends the mails to staff that wait. A timer runs it every few minutes."""

from django.core.management.base import BaseCommand, CommandError

from operations.notices import is_set_up, mail_status, send_waiting


class Command(BaseCommand):
    help = "Send the mails to staff that wait or failed before. Never sends a mail twice."
    # An error in a page must not stop mails.
    requires_system_checks = ()

    def handle(self, *, verbosity: int, **options: object) -> None:
        if not is_set_up():
            self.stdout.write("Mail is not set up: set EMAIL_URL and STAFF_MAIL.")
            return
        sent, failed = send_waiting()
        if verbosity:
            self.stdout.write(f"Sent: {sent}.")
        if failed:
            raise CommandError(f"Not sent: {mail_status().problem}. The next run tries again.")
