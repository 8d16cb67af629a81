"""`manage.py verify_submissions`: finds what was changed past the site in what people sent. A daily timer runs it."""

from django.core.management.base import BaseCommand, CommandError

from operations.verification import VERIFIED, faults


class Command(BaseCommand):
    help = "Compare what people sent, and what clinicians decided, with what was stored. Exit 1 when it was changed."
    # An error in a page must not hide a change.
    requires_system_checks = ()

    def handle(self, **options: object) -> None:
        counts = [f"{model._default_manager.count()} {model._meta.verbose_name_plural}" for model in VERIFIED]
        if found := [*faults()]:
            raise CommandError("\n".join(found))
        self.stdout.write(f"{', '.join(counts)}, each as it was stored.")
