"""Which submissions an export contains, and that the access log has the export and every access to answers first."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kat_site.web.logs import ScrubbedFormatter
from screening.exports.columns import COLUMNS, QUESTIONS
from screening.exports.selection import Format, Selection, rows
from screening.exports.views import INCOMPLETE_FILE
from screening.models import Submission
from screening.submissions.reviewing import record_review
from staff.access_log import Action, times_seen
from tests.screening.exports.export_page import ask, log, sent, signed_in
from tests.screening.submitting import NOT_NOW, SUGGEST, TALK_FIRST, as_if_stored, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    return signed_in(client)


def exported(desk, **choices: object) -> list[str]:
    """The references in the file, in order."""
    choices = {"columns": ["reference"], "every_answer": None} | choices
    return sent(ask(desk, "csv", **choices)).decode("utf-8-sig").replace(",", "").split()[1:]


def received(submission: Submission, at: datetime) -> Submission:
    return as_if_stored(submission, received_at=at)


class TestWhichSubmissions:
    @pytest.mark.parametrize(
        ("choices", "expected"),
        [
            ({}, "old talk now"),
            ({"disposition": "talk-to-clinician-first"}, "talk"),
            ({"state": "closed"}, "now"),
            ({"disposition": "not-suitable-now", "state": "closed"}, "now"),
            ({"since": "2026-11-10"}, "talk now"),
            ({"until": "2026-11-10"}, "old talk"),
            ({"since": "2026-11-10", "until": "2026-11-10"}, "talk"),
        ],
    )
    def test_are_the_selected_ones_oldest_first(self, desk, choices, expected):
        there = {"now": submit(NOT_NOW), "talk": submit(TALK_FIRST), "old": submit(SUGGEST)}
        received(there["old"], datetime(2026, 11, 10, 4, 59, 59, tzinfo=UTC))  # New York: the evening of the 9th
        received(there["talk"], datetime(2026, 11, 11, 4, 59, 59, tzinfo=UTC))  # ... the last second of the 10th
        received(there["now"], datetime(2026, 11, 11, 5, 0, 0, tzinfo=UTC))  # ... the first of the 11th
        ann = User.objects.create_user("ann")
        record_review(there["now"].pk, ann, disposition="not-suitable-now", reason="answers", note="")
        assert exported(desk, **choices) == [there[name].reference for name in expected.split()]

    def test_are_exported_once_each_across_batches_even_with_equal_times(self, desk, monkeypatch):
        monkeypatch.setattr("screening.exports.selection.BATCH", 2)
        moment = datetime(2026, 11, 10, tzinfo=UTC)
        there = [received(submit(), moment) for _ in range(5)] + [received(submit(), moment + timedelta(days=1))]
        expected = [one.reference for one in sorted(there[:5], key=lambda one: one.pk)] + [there[5].reference]
        assert exported(desk) == expected

    def test_are_read_in_batches_and_not_exported_when_withdrawn_in_the_meantime(self, desk, monkeypatch):
        monkeypatch.setattr("screening.exports.selection.BATCH", 2)
        there = [received(submit(), datetime(2026, 11, day, tzinfo=UTC)) for day in (1, 2, 3, 4)]
        found = rows(officer_there(), Selection(Format.CSV, columns=("reference",)))
        first = next(found).submission
        there[2].delete()
        assert [first, *(row.submission for row in found)] == [there[0], there[1], there[3]]

    def test_need_two_queries_for_each_batch_and_one_at_the_end(self, desk):
        for _ in range(3):
            submit()
        person = officer_there()
        with CaptureQueriesContext(connection) as queries:
            assert len(list(rows(person, Selection(Format.CSV, columns=("reference",))))) == 3
        assert len(queries) == 3
        assert "sealed_record" not in " ".join(query["sql"] for query in queries)


def officer_there() -> User:
    return User.objects.get(username="pia")


class TestTheAccessLog:
    def test_records_the_export_before_it_is_sent_and_each_access_before_it_happens(self, desk):
        there = [submit(answers).reference for answers in (NOT_NOW, SUGGEST)]
        response = ask(desk, "csv", columns=["reference", "state"], disposition="not-suitable-now", since="2026-01-01")
        detail = (
            "csv, 1 submission asked for: from 2026-01-01 not-suitable-now; "
            "columns: reference, state; answers: every answer"
        )
        exported = ("pia", Action.EXPORTED, "", detail)
        assert log() == [exported]
        sent(response)
        assert log() == [exported, ("pia", Action.SAW_ANSWERS, there[0], "in an export")]
        assert [times_seen(reference) for reference in there] == [1, 0]

    def test_records_no_access_to_answers_when_the_file_has_none(self, desk):
        submission = submit(NOT_NOW)
        columns = [name for name in COLUMNS if name != "findings"]
        sent(ask(desk, "csv", columns=columns, every_answer=None))
        assert times_seen(submission.reference) == 0
        sent(ask(desk, "csv", columns=["findings"], every_answer=None))
        assert times_seen(submission.reference) == 1

    @pytest.mark.parametrize("format", ["csv", "json"])
    def test_names_every_selected_question_in_as_many_entries_as_needed(self, desk, format):
        submit()
        sent(ask(desk, format, every_answer=None, questions=list(QUESTIONS)))
        told = " ".join(detail for _, action, _, detail in log() if action == Action.EXPORTED)
        assert told == (
            f"{format}, 1 submission asked for: all there are; columns: reference; answers: {', '.join(QUESTIONS)}"
        )

    def test_that_cannot_be_written_stops_the_export(self, desk, monkeypatch):
        def fails(*args: object, **kwargs: object) -> None:
            raise RuntimeError("disk full")

        submission = submit()
        monkeypatch.setattr("screening.exports.selection.record", fails)
        desk.raise_request_exception = False
        response = ask(desk, "csv")
        assert (response.status_code, response.streaming) == (500, False)
        assert submission.reference not in response.content.decode()

    @pytest.mark.parametrize("format", Format.values)
    def test_that_fails_during_the_download_marks_the_file_as_incomplete(self, desk, monkeypatch, caplog, format):
        def fails(*args: object) -> None:
            raise RuntimeError("MARKER")

        submission = submit()
        monkeypatch.setattr("screening.exports.selection.record_each", fails)
        file = sent(ask(desk, format)).decode()
        assert file.endswith(INCOMPLETE_FILE)
        assert submission.reference not in file
        [entry] = [entry for entry in caplog.records if entry.name == "screening.exports"]
        logged = ScrubbedFormatter().format(entry)
        assert "RuntimeError" in logged
        assert "MARKER" not in logged
