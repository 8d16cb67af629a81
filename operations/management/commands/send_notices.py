"""`manage.py send_notices`: send the mails to staff that wait. For a timer; it sends nothing twice."""

from django.core.management.base import BaseCommand, CommandError

from operations.notices import is_set_up, send_waiting, state


class Command(BaseCommand):
    help = "Send the mails to staff that wait, and try again those that could not be sent. Run it every few minutes."
    requires_system_checks = ()  # a mistake in a page must not stop it

    def handle(self, *, verbosity: int, **options: object) -> None:
        if not is_set_up():
            self.stdout.write("No mail is set up: EMAIL_URL and STAFF_MAIL say where to.")
            return
        sent, failed = send_waiting()
        if verbosity:
            self.stdout.write(f"Sent: {sent}.")
        if failed:
            raise CommandError(f"Not sent, and tried again next time: {state().problem}")
