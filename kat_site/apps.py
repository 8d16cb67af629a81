from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class KatSiteConfig(AppConfig):
    name = "kat_site"
    verbose_name = "The site"

    def ready(self) -> None:
        from kat_site import checks  # noqa: F401 (registers them)


class StaffSiteConfig(AdminConfig):
    """Django's admin with the clinic's name on it."""

    default_site = "kat_site.staff_site.admin_site.StaffSite"
