"""The CSV file follows RFC 4180, opens as UTF-8 in Excel, and has no cell that is a formula."""

import csv
import io

import pytest
from django.contrib.auth.models import User

from screening.exports import csv_file
from screening.exports.columns import COLUMNS, QUESTIONS
from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.record import Record, RecordedAnswer, RecordedQuestion
from screening.submissions.reviewing import record_review
from tests.screening.exports.export_page import ask, sent, signed_in
from tests.screening.submitting import NOT_NOW, SUGGEST, TALK_FIRST, submit


@pytest.fixture
def desk(client):
    return signed_in(client)


def lines(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def table(desk, **choices: object) -> list[dict[str, str]]:
    """The file as a spreadsheet reads it."""
    names, *rows = lines(sent(ask(desk, "csv", **choices)).decode("utf-8-sig"))
    return [dict(zip(names, row, strict=True)) for row in rows]


@pytest.mark.parametrize("sign", "=+-@＝＋－＠﹦﹢﹣﹫−")
@pytest.mark.parametrize("before", ["", " ", "   ", "\u00a0", "\u3000", "\u200b", "\ufeff", "\t", "\r", "\n", " \t"])
@pytest.mark.promise("P18")
def test_text_that_starts_like_a_formula_gets_an_apostrophe(before, sign):
    assert csv_file.safe(f"{before}{sign}1+1").startswith("'")


@pytest.mark.parametrize("text", ["\tx", "\rx", "\nx"])
@pytest.mark.promise("P18")
def test_text_that_starts_with_a_control_character_gets_an_apostrophe(text):
    assert csv_file.safe(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Ann;=1+1", "Ann;'=1+1"),
        ('Ann"; @SUM(1)', "Ann\";' @SUM(1)"),
        ("Ann\t-1", "Ann\t'-1"),
        ("Ann\n=1", "Ann\n'=1"),
    ],
)
def test_a_formula_after_another_separator_gets_an_apostrophe(text, made):
    assert csv_file.safe(text) == made


@pytest.mark.parametrize(
    "text", ["", "Yes", "no = no", "2026-11-20T10:00:00Z", "1 - 2", "O'Hara", "a@b.example", "Yes; no", "½ | ¾", "'=1"]
)
def test_other_text_does_not_change(text):
    assert csv_file.safe(text) == text


@pytest.mark.django_db
class TestTheFile:
    def test_every_column_has_its_value(self, desk):
        submission = submit(NOT_NOW | {"health_history": ["glaucoma", "thyroid"], "glaucoma": "no", "thyroid": "no"})
        ann = User.objects.create_user("ann", first_name="Ann")
        record_review(submission.pk, ann, disposition="not-suitable-now", reason="answers", note="")
        ben = User.objects.create_user("ben")
        record_review(submission.pk, ben, disposition="talk-to-clinician-first", reason="talk", note="pressure fine")
        [row] = table(desk, columns=list(COLUMNS))
        assert list(row) == [*COLUMNS, *QUESTIONS, "earlier_answers", "problem"]
        record = submission.record
        answered = {one.question: " | ".join(given.text for given in one.answers) for one in record.answers}
        assert row == {
            "reference": submission.reference,
            "received_at": f"{submission.received_at:%Y-%m-%dT%H:%M:%SZ}",
            "disposition": "not-suitable-now",
            "state": "second-opinion",
            "decision": "not-suitable-now",
            "waits_until": "",
            "reviewers": "Ann | ben",
            "ruleset_version": QUESTIONNAIRE.version,
            "ruleset_fingerprint": QUESTIONNAIRE.fingerprint,
            "findings": " | ".join(f"{f.level}: {f.topic}. {f.words}" for f in record.findings),
            **{question: answered.get(question, "") for question in QUESTIONS},
            "earlier_answers": "",
            "problem": "",
        }
        assert row["findings"].startswith("not_now: high blood pressure. ")
        assert " | " in row["health_history"]

    def test_the_file_follows_rfc_4180_and_begins_with_a_byte_order_mark(self, desk):
        submit()
        file = sent(ask(desk, "csv", columns=["reference", "findings"]))
        assert file.startswith(b"\xef\xbb\xbfreference,findings,")
        assert file.endswith(b"\r\n")
        assert {len(line) for line in lines(file.decode("utf-8-sig"))} == {2 + len(QUESTIONS) + 2}

    def test_the_file_has_only_the_selected_columns_in_the_order_of_the_questionnaire(self, desk):
        submission = submit(TALK_FIRST)
        chosen = {"columns": ["state", "reference"], "every_answer": None, "questions": ["nursing", "pressure_told"]}
        assert table(desk, **chosen) == [
            {
                "reference": submission.reference,
                "state": "new",
                "pressure_told": "Not sure",
                "nursing": QUESTIONNAIRE.by_id["nursing"].by_id["no_or_na"].text,
                "problem": "",
            }
        ]

    def test_a_name_that_is_a_formula_gets_an_apostrophe(self, desk):
        ann = User.objects.create_user("ann", first_name="=HYPERLINK(1)")
        record_review(submit(SUGGEST).pk, ann, disposition="suggest-consultation", reason="answers", note="")
        assert [row["reviewers"] for row in table(desk, columns=["reviewers"])] == ["'=HYPERLINK(1)"]

    def test_an_answer_to_a_question_that_is_no_longer_asked_is_exported(self, desk, monkeypatch):
        gone = RecordedQuestion("gone", "", "Gone?", (RecordedAnswer("yes", "Yes, gone"),))
        monkeypatch.setattr(Submission, "record", Record((gone,), ()))
        submit()
        assert [row["earlier_answers"] for row in table(desk)] == ["Gone? Yes, gone"]

    def test_a_row_that_was_changed_past_the_site_says_so_and_has_the_result_of_its_record(self, desk):
        submission = submit(NOT_NOW)
        Submission.objects.update(disposition="suggest-consultation", queue_rank=2)
        [row] = table(desk, columns=["disposition", "findings"])
        assert row["disposition"] == "not-suitable-now"
        assert row["problem"].startswith(
            "The table says “Suggest a consultation”. The sealed record says “Not suitable now”."
        )
        [row] = table(desk, columns=["reference", "disposition"], every_answer=None)
        assert row == {
            "reference": submission.reference,
            "disposition": "suggest-consultation",
            "problem": "Somebody changed this row in the database, past the site.",
        }

    def test_a_record_with_a_lost_key_is_reported_and_the_export_continues(self, desk, settings):
        lost = submit(NOT_NOW)
        settings.DATA_KEYS = {"other": b"o" * 32}
        submit()
        first, second = table(desk, columns=["reference", "findings"])
        assert (first["reference"], first["findings"], first["age"]) == (lost.reference, "", "")
        assert first["problem"] == (
            "This record cannot be read: screening.submission.record: sealed with a data key that is not in DATA_KEYS"
        )
        assert (second["problem"], bool(second["age"])) == ("", True)
