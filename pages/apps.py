from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The words of the site: markdown under the content folder, as web pages."""

    name = "pages"
    verbose_name = "Content"

    def ready(self) -> None:
        from pages import checks  # noqa: F401 (registers them)
