from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "operations"
    verbose_name = "Operations"

    def ready(self) -> None:
        # Connects the signals. Models cannot be imported any earlier.
        from operations import notices, readiness  # noqa: F401

        readiness.install()
