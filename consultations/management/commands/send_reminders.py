"""`manage.py send_reminders`: reminds people of their appointments a day before. A timer runs it every few minutes."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from consultations import mails
from consultations.appointments.letters import queue_reminders


class Command(BaseCommand):
    help = "Send the reminders that are due, and the emails to people that wait. Never sends an email twice."
    # An error in a page must not stop mails.
    requires_system_checks = ()

    def handle(self, *, verbosity: int, **options: object) -> None:
        if not mails.are_set_up():
            self.stdout.write("Mail is not set up: set EMAIL_URL.")
            return
        queue_reminders(timezone.now())
        # A refused address is the person's own mistake, and no problem of the site: the run has not failed.
        sent, failed = mails.send_waiting()
        if verbosity:
            self.stdout.write(f"Sent: {sent}. Not sent: {failed}.")
