"""Configures the app and registers its system checks."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "screening"
    verbose_name = "Screening"

    def ready(self) -> None:
        # Importing the module registers the checks.
        from screening import checks  # noqa: F401
