"""Configures the app and registers its system checks."""

from django.apps import AppConfig
from django.core.signals import request_finished


class ScreeningConfig(AppConfig):
    name = "screening"
    verbose_name = "Screening"

    def ready(self) -> None:
        # Importing checks registers them. The other module needs the models, which are loaded only now.
        from pages.catalogue.citations import register_uses
        from screening import checks  # noqa: F401
        from screening.citations import uses_by_source
        from screening.journey import due_deletions

        request_finished.connect(due_deletions.after_request)
        register_uses(uses_by_source)
