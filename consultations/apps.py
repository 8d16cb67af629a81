from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "consultations"
    verbose_name = "Appointments and calls"

    def ready(self) -> None:
        # Connects the signals. Models cannot be imported any earlier.
        from consultations import linking  # noqa: F401
        from consultations.contact import telling  # noqa: F401
