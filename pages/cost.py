"""Calculates the cost of a course from prices and numbers of visits, each a range."""

from collections.abc import Iterable
from dataclasses import dataclass

from pages.schema.clinic import Clinic, Count, Dollars, Money

ONCE = Count(1, 1)


@dataclass(frozen=True)
class Part:
    """The visits of one kind, and the price of one visit. `is_therapy` means a visit without medicine."""

    id: str
    name: str
    count: Count
    price: Money
    is_therapy: bool = False

    @property
    def total(self) -> Money:
        return times(self.count, self.price)


@dataclass(frozen=True)
class Estimate:
    """The parts of a course, and how much of it the insurance plan pays."""

    parts: tuple[Part, ...]
    plan_pays: Money

    @property
    def total(self) -> Money:
        """What the person pays."""
        full = plus(part.total for part in self.parts)
        return Money(
            Dollars(full.low.amount - self.plan_pays.low.amount), Dollars(full.high.amount - self.plan_pays.high.amount)
        )


def estimate(
    clinic: Clinic,
    *,
    preparation: int | None = None,
    medicine: int | None = None,
    integration: int | None = None,
    extra: int = 0,
    plan_pays: int = 0,
) -> Estimate:
    """The estimate for these numbers of visits. None means the whole range that the clinic offers.

    `extra` is the number of additional talks, at the price of an integration session. `plan_pays` is what the plan
    pays for each talk, in dollars; it counts up to the price of the talk.
    """
    prices, course = clinic.prices, clinic.course
    parts = (
        Part("consultation", "First talk", ONCE, prices.consultation),
        Part("medical_evaluation", "Medical check", ONCE, prices.medical_evaluation),
        Part(
            "preparation",
            "Preparation sessions",
            _count(preparation, course.preparation_sessions),
            prices.preparation_session,
            is_therapy=True,
        ),
        Part("medicine", "Medicine sessions", _count(medicine, course.medicine_sessions), prices.medicine_session),
        Part(
            "integration",
            "Integration sessions",
            _count(integration, course.integration_sessions),
            prices.integration_session,
            is_therapy=True,
        ),
        Part("extra", "More talks with a therapist", Count(extra, extra), prices.integration_session, is_therapy=True),
    )
    return Estimate(
        tuple(part for part in parts if part.count.high),
        plus(times(part.count, _at_most(plan_pays, part.price)) for part in parts if part.is_therapy),
    )


def times(count: Count, price: Money) -> Money:
    """The range from the fewest visits at the lowest price to the most visits at the highest price."""
    return Money(Dollars(count.low * price.low.amount), Dollars(count.high * price.high.amount))


def plus(ranges: Iterable[Money]) -> Money:
    """The range from the sum of the low ends to the sum of the high ends."""
    low = high = 0
    for money in ranges:
        low, high = low + money.low.amount, high + money.high.amount
    return Money(Dollars(low), Dollars(high))


def course_facts(clinic: Clinic) -> dict[str, str]:
    """The cost of a course by its names in a page: `clinic.cost.medicine.low`, `clinic.cost.whole_course`."""
    whole = estimate(clinic)
    costs = {part.id: part.total for part in whole.parts} | {"whole_course": whole.total}
    return {
        f"clinic.cost.{name}{end}": str(value)
        for name, money in costs.items()
        for end, value in (("", money), (".low", money.low), (".high", money.high))
    }


def _count(chosen: int | None, offered: Count) -> Count:
    return offered if chosen is None else Count(chosen, chosen)


def _at_most(dollars: int, price: Money) -> Money:
    return Money(Dollars(min(dollars, price.low.amount)), Dollars(min(dollars, price.high.amount)))
