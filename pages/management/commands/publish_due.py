"""`manage.py publish_due`: carries out the plans of the Content area that are due."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pages.editing.publishing import carry_out_plans
from pages.editing.renaming.steps import catch_up


class Command(BaseCommand):
    help = "Publish drafts, and take pages off the site, that editors planned for a time now past. Run it often."
    # An error in one page must not delay another.
    requires_system_checks = ()

    def handle(self, *, verbosity: int, **options: object) -> None:
        folder = Path(settings.CONTENT_DIR)
        catch_up(folder)
        problems = []
        for plan in carry_out_plans(folder, timezone.now()):
            if plan.problem:
                problems.append(f"{plan.page.file}: {plan.problem}")
            elif verbosity:
                self.stdout.write(f"{plan.page.file}: done: {plan}")
        if problems:
            raise CommandError("Not done, and tried again next time:\n" + "\n".join(problems))
