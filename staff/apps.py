from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Who works here: accounts, roles, sign-in, and the log of who looked at what."""

    name = "staff"
    verbose_name = "Staff"

    def ready(self) -> None:
        from staff import checks, sessions, sign_in  # noqa: F401 (registers them)
