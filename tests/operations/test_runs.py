"""Every run of upkeep is noted as it ended."""

import pytest
from django.db import DatabaseError

from operations import runs
from operations.models import UpkeepRun

pytestmark = pytest.mark.django_db
BACKUP, PURGE = runs.Kind.BACKUP, runs.Kind.PURGE


def test_before_the_first_run_there_is_none():
    assert (runs.last_run(BACKUP), runs.last_done(BACKUP)) == (None, None)


def test_the_last_run_is_the_one_that_ended_last_whatever_the_clock_said():
    with runs.noted(BACKUP) as counts:
        counts["bytes"] = 1
    UpkeepRun.objects.update(finished_at="2099-01-01T00:00Z")
    with runs.noted(BACKUP) as counts:
        counts["bytes"] = 2
    with runs.noted(PURGE):
        pass
    assert runs.last_run(BACKUP).counts == {"bytes": 2}
    assert str(runs.last_run(BACKUP)) == "Backup: done"


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (runs.Trouble("The disk is full."), "The disk is full."),
        (DatabaseError("of Ann, 555-0100"), "It stopped with DatabaseError."),
    ],
)
def test_what_went_wrong_is_noted_and_raised_on_without_words_that_may_name_somebody(error, says):
    with runs.noted(BACKUP):
        pass
    with pytest.raises(type(error)), runs.noted(BACKUP):
        raise error
    assert runs.last_run(BACKUP).problem == says
    assert runs.last_done(BACKUP).problem == ""


def test_what_cannot_be_noted_does_not_hide_what_went_wrong(monkeypatch):
    def refuse(**fields):
        raise DatabaseError

    monkeypatch.setattr(UpkeepRun.objects, "create", refuse)
    with pytest.raises(runs.Trouble, match="The disk is full"), runs.noted(BACKUP):
        raise runs.Trouble("The disk is full.")
