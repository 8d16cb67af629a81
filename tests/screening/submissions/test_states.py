"""Plain values of a review."""

from datetime import UTC, datetime, timedelta

import pytest

from screening.submissions.states import Kind, kind_of, loosens, rank_of, week_of
from screening.vocabulary.dispositions import Disposition

SUGGEST, TALK, NOT_NOW = (
    Disposition.SUGGEST_CONSULTATION,
    Disposition.TALK_TO_CLINICIAN_FIRST,
    Disposition.NOT_SUITABLE_NOW,
)


@pytest.mark.parametrize(
    ("screening", "disposition", "kind"),
    [
        (SUGGEST, SUGGEST, Kind.AGREE),
        (SUGGEST, Disposition.URGENT_HELP_NOW, Kind.TIGHTEN),
        (TALK, NOT_NOW, Kind.TIGHTEN),
        (TALK, SUGGEST, Kind.LOOSEN),
        (NOT_NOW, TALK, Kind.LOOSEN),
        (NOT_NOW, NOT_NOW, Kind.AGREE),
    ],
)
def test_a_decision_agrees_tightens_or_loosens(screening, disposition, kind):
    assert kind_of(screening, disposition) is kind


@pytest.mark.parametrize(
    ("disposition", "compared_with", "is_milder"),
    [
        (SUGGEST, (SUGGEST, ""), False),
        (SUGGEST, (SUGGEST, NOT_NOW), True),
        (TALK, (NOT_NOW, SUGGEST), True),
        (NOT_NOW, (SUGGEST, NOT_NOW), False),
    ],
)
def test_a_decision_loosens_when_it_is_milder_than_any_that_it_is_compared_with(disposition, compared_with, is_milder):
    assert loosens(disposition, *compared_with) is is_milder


def test_a_week_begins_on_monday_in_the_time_zone_of_the_site():
    # Still Sunday in New York.
    sunday_night = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    assert (week_of(sunday_night), week_of(sunday_night + timedelta(hours=3))) == (202647, 202648)


def test_the_place_in_the_queue_follows_state_and_disposition():
    assert rank_of("new", "not-suitable-now") < rank_of("new", "suggest-consultation")
    assert rank_of("second-opinion", "suggest-consultation") < rank_of("closed", "not-suitable-now")
