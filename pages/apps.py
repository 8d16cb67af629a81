from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = "Content"

    def ready(self) -> None:
        from pages import checks  # noqa: F401 (the import registers the checks)
