"""`manage.py publish_due`: put drafts on the site, and take pages off it, that editors planned for a time now past."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pages.editing.publishing import carry_out
from pages.editing.versions import follow


class Command(BaseCommand):
    help = "Do what editors planned for a time now past. Run it every few minutes; it does nothing twice."
    requires_system_checks = ()  # a mistake in one page must not keep another from its time

    def handle(self, *, verbosity: int, **options: object) -> None:
        folder = Path(settings.CONTENT_DIR)
        follow(folder)
        problems = []
        for plan in carry_out(folder, timezone.now()):
            if plan.problem:
                problems.append(f"{plan.page.file}: {plan.problem}")
            elif verbosity:
                self.stdout.write(f"{plan.page.file}: done: {plan}")
        if problems:
            raise CommandError("Not done, and tried again next time:\n" + "\n".join(problems))
