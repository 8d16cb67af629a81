from django.apps import AppConfig


class DeskConfig(AppConfig):
    """What the review desk needs of every app together: roles, the first page, upkeep of the data."""

    name = "desk"
    verbose_name = "Review desk"

    def ready(self) -> None:
        from desk import telling  # noqa: F401 (connects it)
