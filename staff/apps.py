from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Staff: accounts, roles, sign-in and the access log."""

    name = "staff"
    verbose_name = "Staff"

    def ready(self) -> None:
        from staff import checks  # noqa: F401 (registers them)
        from staff.sign_in import adapter, sessions  # noqa: F401 (connects their receivers)
