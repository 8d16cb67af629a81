"""What a course adds up to: prices and numbers of visits, each from lowest to highest. Pure arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass

from pages.schema.clinic import Clinic, Count, Dollars, Money

ONCE = Count(1, 1)


@dataclass(frozen=True)
class Part:
    """Visits of one kind: how many, and the price of each. `is_therapy`: a talk without medicine."""

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
    """The parts of a course, what the person's plan takes off, and what is left to pay."""

    parts: tuple[Part, ...]
    plan_pays: Money

    @property
    def total(self) -> Money:
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
    """A course of so many visits; None is as many as the clinic says, from lowest to highest.

    `extra`: further talks at the price of integration. `plan_pays`: dollars toward each talk, at most what it costs.
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
    """From the fewest visits at the lowest price to the most visits at the highest."""
    return Money(Dollars(count.low * price.low.amount), Dollars(count.high * price.high.amount))


def plus(sums: Iterable[Money]) -> Money:
    """All lows together, and all highs together."""
    low = high = 0
    for one in sums:
        low, high = low + one.low.amount, high + one.high.amount
    return Money(Dollars(low), Dollars(high))


def course_facts(clinic: Clinic) -> dict[str, str]:
    """The cost of a course by the names a page gives it: `clinic.cost.medicine.low`, `clinic.cost.whole_course`."""
    whole = estimate(clinic)
    sums = {part.id: part.total for part in whole.parts} | {"whole_course": whole.total}
    return {
        f"clinic.cost.{name}{end}": str(value)
        for name, money in sums.items()
        for end, value in (("", money), (".low", money.low), (".high", money.high))
    }


def _count(chosen: int | None, offered: Count) -> Count:
    return offered if chosen is None else Count(chosen, chosen)


def _at_most(dollars: int, price: Money) -> Money:
    return Money(Dollars(min(dollars, price.low.amount)), Dollars(min(dollars, price.high.amount)))
