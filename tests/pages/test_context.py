from pages import catalogue
from pages.context import site as site_context
from tests.pages.conftest import ContentFolder


def test_every_template_gets_the_clinic_the_navigation_and_the_address_of_the_site(site: ContentFolder) -> None:
    current = catalogue.current()
    assert site_context() == {
        "clinic": current.clinic,
        "sections": current.sections,
        "site_url": "https://clinic.example",
    }
