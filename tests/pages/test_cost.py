import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.cost import course_facts, estimate, plus, times
from pages.schema.clinic import Clinic, Count, Dollars, Money
from tests.pages.conftest import ContentFolder


def money(low: int, high: int) -> Money:
    return Money(Dollars(low), Dollars(high))


@pytest.fixture
def clinic(content: ContentFolder) -> Clinic:
    return content.load().clinic


def parts(clinic: Clinic, **chosen: int) -> dict[str, tuple[str, str]]:
    return {part.id: (str(part.count), str(part.total)) for part in estimate(clinic, **chosen).parts}


def test_an_open_number_of_visits_means_the_whole_range(clinic: Clinic) -> None:
    assert parts(clinic) == {
        "consultation": ("1", "no charge"),
        "medical_evaluation": ("1", "$250"),
        "preparation": ("1 to 2", "$150 to $400"),
        "medicine": ("4 to 8", "$1,600 to $9,600"),
        "integration": ("6", "$900 to $1,200"),
    }
    assert estimate(clinic).total == money(2900, 11450)


def test_with_chosen_numbers_of_visits_only_the_prices_are_ranges(clinic: Clinic) -> None:
    chosen = estimate(clinic, preparation=1, medicine=6, integration=6, extra=2)
    assert {part.id: str(part.total) for part in chosen.parts}["medicine"] == "$2,400 to $7,200"
    assert {part.id: str(part.total) for part in chosen.parts}["extra"] == "$300 to $400"
    assert chosen.total == money(250 + 150 + 2400 + 900 + 300, 250 + 200 + 7200 + 1200 + 400)


def test_a_plan_pays_for_talks_only_and_at_most_their_price(clinic: Clinic) -> None:
    assert estimate(clinic, preparation=1, plan_pays=50).plan_pays == money(50 * 7, 50 * 7)
    everything = estimate(clinic, preparation=1, plan_pays=1000)
    assert everything.plan_pays == money(150 * 7, 200 * 7)
    assert everything.total == money(250 + 1600, 250 + 9600)


def test_pages_can_show_the_cost_of_each_part_and_of_the_whole_course(clinic: Clinic) -> None:
    facts = course_facts(clinic)
    assert facts["clinic.cost.medicine"] == "$1,600 to $9,600"
    assert (facts["clinic.cost.medicine.low"], facts["clinic.cost.medicine.high"]) == ("$1,600", "$9,600")
    assert facts["clinic.cost.consultation"] == "no charge"
    assert facts["clinic.cost.whole_course"] == "$2,900 to $11,450"
    assert "clinic.cost.extra" not in facts


PRICES = st.tuples(st.integers(0, 5000), st.integers(0, 5000)).map(lambda pair: money(min(pair), max(pair)))
COUNTS = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda pair: Count(min(pair), max(pair)))


@given(st.lists(st.tuples(COUNTS, PRICES), max_size=6))
def test_the_cost_of_every_possible_course_is_within_the_range(visits: list[tuple[Count, Money]]) -> None:
    whole = plus(times(count, price) for count, price in visits)
    fewest = sum(count.low * price.low.amount for count, price in visits)
    middle = sum((count.low + count.high) // 2 * (price.low.amount + price.high.amount) // 2 for count, price in visits)
    assert whole.low.amount == fewest
    assert fewest <= middle <= whole.high.amount
