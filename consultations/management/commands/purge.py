"""`manage.py purge`: delete what is past its time. For a daily timer; `serve` runs it at each start."""

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from consultations.retention import purge
from pages import catalogue


class Command(BaseCommand):
    help = "Delete sent screenings, call requests and lapsed sessions past their time. Safe to run at any time."

    def handle(self, *, verbosity: int, **options: object) -> None:
        submissions, requests = purge(timezone.now(), catalogue.current().clinic.kept)
        call_command("clearsessions")
        if verbosity:
            self.stdout.write(f"Deleted: {submissions} submissions, {requests} call requests.")
