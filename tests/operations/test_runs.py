"""Every maintenance run is recorded as it ended."""

import pytest
from django.db import DatabaseError

from operations import runs
from operations.models import MaintenanceRun

pytestmark = pytest.mark.django_db
BACKUP, PURGE = runs.Kind.BACKUP, runs.Kind.PURGE


def test_before_the_first_run_there_is_none():
    assert (runs.last_run(BACKUP), runs.last_success(BACKUP)) == (None, None)


def test_the_last_run_is_the_one_that_ended_last_even_when_the_clock_was_set_back():
    with runs.recorded(BACKUP) as counts:
        counts["bytes"] = 1
    MaintenanceRun.objects.update(finished_at="2099-01-01T00:00Z")
    with runs.recorded(BACKUP) as counts:
        counts["bytes"] = 2
    with runs.recorded(PURGE):
        pass
    assert runs.last_run(BACKUP).counts == {"bytes": 2}
    assert str(runs.last_run(BACKUP)) == "Backup: succeeded"


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (runs.MaintenanceError("The disk is full."), "The disk is full."),
        (DatabaseError("of Ann, 555-0100"), "It stopped with DatabaseError."),
    ],
)
def test_an_error_is_recorded_without_words_that_may_name_a_person_and_raised_again(error, problem):
    with runs.recorded(BACKUP):
        pass
    with pytest.raises(type(error)), runs.recorded(BACKUP):
        raise error
    assert runs.last_run(BACKUP).problem == problem
    assert runs.last_success(BACKUP).problem == ""


def test_a_run_that_cannot_be_recorded_still_raises_its_own_error(monkeypatch):
    def refuse(**fields):
        raise DatabaseError

    monkeypatch.setattr(MaintenanceRun.objects, "create", refuse)
    with pytest.raises(runs.MaintenanceError, match="The disk is full"), runs.recorded(BACKUP):
        raise runs.MaintenanceError("The disk is full.")
