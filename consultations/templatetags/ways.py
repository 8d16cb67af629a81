"""Which ways to the clinic a page may show, what is closed, and where to pick a time."""

from django import template
from django.urls import reverse

from consultations.appointments.free import are_times_offered
from consultations.gates import PHONE_ONLY, Ways, ways_of_attempt
from screening.journey.results import SubmissionGone
from screening.journey.session import Attempt
from screening.submissions.closures import Closure, closed_services

register = template.Library()


@register.simple_tag
def ways_of(attempt: Attempt) -> Ways:
    try:
        return ways_of_attempt(attempt)
    except SubmissionGone:
        return PHONE_ONLY


@register.simple_tag
def closed_for_now() -> dict[str, Closure]:
    return closed_services()


@register.simple_tag
def url_to_pick_a_time(attempt: Attempt | None, ways: Ways) -> str:
    """Empty where no time can be picked."""
    if attempt is None or not are_times_offered(ways):
        return ""
    return reverse("consultations:pick_a_time", args=(attempt.id,))
