"""`manage.py return_to_queue`: puts submissions back into the queue when the decision about them no longer counts."""

from django.core.management.base import BaseCommand

from screening.submissions.decisions.returning import return_all


class Command(BaseCommand):
    help = "Put back into the queue what waited until today, and what was decided under milder rules. `serve` runs it."
    requires_system_checks = ()

    def handle(self, *, verbosity: int, **options: object) -> None:
        count = return_all()
        if verbosity:
            self.stdout.write(f"Decisions and proposals that no longer count: {count}.")
