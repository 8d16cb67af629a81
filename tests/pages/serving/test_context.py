from pages import catalogue
from pages.serving.context import site as site_context
from tests.pages.conftest import ContentFolder


def test_every_template_gets_the_clinic_the_navigation_and_what_the_site_is_to_others(site: ContentFolder) -> None:
    current = catalogue.current()
    assert site_context() == {
        "clinic": current.clinic,
        "sections": current.sections,
        "site_url": "https://clinic.example",
        "is_indexed": False,
    }
