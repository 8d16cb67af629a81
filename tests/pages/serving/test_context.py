from pages import catalogue
from pages.cost import estimate
from pages.serving.context import site as site_context
from tests.pages.conftest import ContentFolder


def test_every_template_gets_the_clinic_the_cost_the_sections_the_address_and_the_indexing(site: ContentFolder) -> None:
    current = catalogue.current()
    assert site_context() == {
        "drawn_parts": {},
        "clinic": current.clinic,
        "whole_course": estimate(current.clinic).total,
        "sections": current.sections,
        "site_url": "https://clinic.example",
        "is_indexed": False,
    }
