import pytest
from django.http import QueryDict

from pages.cost import estimate
from pages.cost_form import WHOLE_DOLLARS, CourseForm
from pages.schema.clinic import Clinic
from tests.pages.conftest import ContentFolder


@pytest.fixture
def clinic(content: ContentFolder) -> Clinic:
    return content.load().clinic


def test_the_form_offers_the_clinics_ranges_and_an_open_choice_where_there_is_a_range(clinic: Clinic) -> None:
    fields = {name: field for name, field in CourseForm(clinic).fields.items() if name != "plan_pays"}
    offered = {name: [value for value, _ in field.choices] for name, field in fields.items()}
    assert offered == {
        "preparation": ["", "1", "2"],
        "medicine": ["", "4", "5", "6", "7", "8"],
        "integration": ["6"],
        "extra": [str(number) for number in range(13)],
    }
    assert dict(CourseForm(clinic).fields["medicine"].choices)[""] == "Not sure yet: 4 to 8"


def test_an_empty_form_estimates_the_whole_course(clinic: Clinic) -> None:
    assert CourseForm(clinic).estimate() == estimate(clinic)
    assert CourseForm(clinic, QueryDict("preparation=&medicine=&extra=&plan_pays=")).estimate() == estimate(clinic)


def test_the_estimate_uses_the_chosen_numbers(clinic: Clinic) -> None:
    form = CourseForm(clinic, QueryDict("preparation=2&medicine=5&integration=6&extra=3&plan_pays= 40 "))
    assert form.errors == {}
    assert form.estimate() == estimate(clinic, preparation=2, medicine=5, integration=6, extra=3, plan_pays=40)


@pytest.mark.parametrize("dollars", ["-1", "1001", "forty", "4.5", "1e3", "\0", "9" * 400])
def test_invalid_dollars_are_an_error_and_are_not_counted(clinic: Clinic, dollars: str) -> None:
    form = CourseForm(clinic, {"medicine": "5", "integration": "6", "plan_pays": dollars})
    assert list(form.errors) == ["plan_pays"]
    assert form.estimate() == estimate(clinic, medicine=5, integration=6)
    if dollars != "\0":
        assert form.errors["plan_pays"] == [WHOLE_DOLLARS]


@pytest.mark.parametrize("number", ["3", "9", "-4", "4.0", "many"])
def test_a_number_of_visits_outside_the_range_is_an_error_and_counts_as_open(clinic: Clinic, number: str) -> None:
    form = CourseForm(clinic, QueryDict(f"medicine={number}"))
    assert list(form.errors) == ["medicine"]
    assert form.estimate() == estimate(clinic)
