"""`manage.py send_notices`: sends the mails to staff and to people that wait. A timer runs it every few minutes.

What waited until today comes back into the queue first, so that the mail to staff is about it, too.
"""

from django.core.management.base import BaseCommand, CommandError

from consultations import mails
from operations.notices import Kind, is_set_up, mail_status, queue, send_waiting
from screening.submissions.decisions.returning import return_all


class Command(BaseCommand):
    help = "Send the emails to staff and to people that wait or failed before. Never sends an email twice."
    # An error in a page must not stop mails.
    requires_system_checks = ()

    def handle(self, *, verbosity: int, **options: object) -> None:
        if return_all():
            queue(Kind.WAITING)
        # A refused address is the person's own mistake: it is no problem of the site.
        to_people, _ = mails.send_waiting()
        if verbosity and to_people:
            self.stdout.write(f"Sent to people: {to_people}.")
        if not is_set_up():
            self.stdout.write("Mail is not set up: set EMAIL_URL and STAFF_MAIL.")
            return
        sent, failed = send_waiting()
        if verbosity:
            self.stdout.write(f"Sent: {sent}.")
        if failed:
            raise CommandError(f"Not sent: {mail_status().problem}. The next run tries again.")
