from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """What the review desk needs of every app together: roles, the first page, upkeep of the data."""

    name = "operations"
    verbose_name = "Review desk"

    def ready(self) -> None:
        from operations import telling  # noqa: F401 (connects it)
