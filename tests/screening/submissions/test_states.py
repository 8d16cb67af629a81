"""Plain values of a review."""

from datetime import UTC, datetime, timedelta

import pytest

from screening.submissions.states import Kind, kind_of, rank_of, week_of
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


def test_a_week_begins_on_monday_in_the_time_zone_of_the_site():
    # Still Sunday in New York.
    sunday_night = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    assert (week_of(sunday_night), week_of(sunday_night + timedelta(hours=3))) == (202647, 202648)


def test_the_place_in_the_queue_follows_state_and_disposition():
    assert rank_of("new", "not-suitable-now") < rank_of("new", "suggest-consultation")
    assert rank_of("second-opinion", "suggest-consultation") < rank_of("closed", "not-suitable-now")
