"""The JSON file is valid against the published schema, and the schema finds planted faults."""

import json
from copy import deepcopy
from dataclasses import replace

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from jsonschema import Draft202012Validator

from screening.exports.columns import COLUMNS
from screening.exports.json_file import schema
from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.record import RecordedAnswer, RecordedQuestion
from screening.submissions.reviewing import record_review
from tests.screening.exports.export_page import EXPORT, ask, sent, signed_in
from tests.screening.submitting import NOT_NOW, SUGGEST, TALK_FIRST, submit

pytestmark = pytest.mark.django_db
SCHEMA_URL = f"{settings.SITE_URL}{EXPORT}schema.json"


@pytest.fixture
def desk(client):
    return signed_in(client)


@pytest.fixture
def validator(desk):
    """A validator of the schema that the site serves."""
    response = desk.get(f"{EXPORT}schema.json")
    assert (response.status_code, response["Content-Type"]) == (200, "application/schema+json")
    found = json.loads(response.content)
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


def exported(desk, **choices: object) -> dict:
    return json.loads(sent(ask(desk, "json", **choices)))


@pytest.mark.parametrize(
    "choices",
    [
        {"columns": list(COLUMNS)},
        {"columns": list(COLUMNS), "every_answer": None},
        {"columns": [], "every_answer": None, "questions": ["age", "medicines"]},
        {"columns": ["reference"], "every_answer": None},
    ],
)
def test_every_selection_is_valid_against_the_schema(desk, validator, choices):
    for answers in (SUGGEST, TALK_FIRST, NOT_NOW):
        submission = submit(answers)
    ann = User.objects.create_user("ann")
    record_review(submission.pk, ann, disposition="urgent-help-now", reason="talk", note="")
    found = exported(desk, **choices)
    assert [error.message for error in validator.iter_errors(found)] == []
    assert len(found["rows"]) == 3


def test_a_record_with_a_lost_key_is_reported_and_valid(desk, validator, settings):
    lost = submit(NOT_NOW)
    settings.DATA_KEYS = {"other": b"o" * 32}
    found = exported(desk, columns=["reference", "findings"])
    assert [error.message for error in validator.iter_errors(found)] == []
    assert found["rows"] == [
        {
            "reference": lost.reference,
            "findings": None,
            "answers": {},
            "problem": "This record cannot be read: "
            "screening.submission.record: sealed with a data key that is not in DATA_KEYS",
        }
    ]


def test_the_file_has_texts_codes_and_the_rule_set(desk):
    submission = submit(TALK_FIRST)
    columns = ["decision", "reviewers", "findings"]
    found = exported(desk, columns=columns, every_answer=None, questions=["pressure_told"])
    assert found.pop("exported_at").endswith("Z")
    question = QUESTIONNAIRE.by_id["pressure_told"]
    assert found == {
        "schema": SCHEMA_URL,
        "ruleset": {"version": QUESTIONNAIRE.version, "fingerprint": QUESTIONNAIRE.fingerprint},
        "columns": columns,
        "questions": ["pressure_told"],
        "rows": [
            {
                "decision": None,
                "reviewers": [],
                "findings": submission.record.as_json()["findings"],
                "answers": {
                    "pressure_told": {
                        "text": question.text,
                        "listed": [],
                        "hint": question.hint,
                        "answers": [{"answer": "not_sure", "text": "Not sure"}],
                    }
                },
                "problem": None,
            }
        ],
    }


def test_every_answer_includes_answers_to_questions_that_are_no_longer_asked(desk, validator, monkeypatch):
    submission = submit(NOT_NOW)
    gone = RecordedQuestion("gone", "", "Gone?", (RecordedAnswer("yes", "Yes"),))
    record = submission.record
    monkeypatch.setattr(Submission, "record", replace(record, answers=(*record.answers, gone)))
    found = exported(desk)
    assert [error.message for error in validator.iter_errors(found)] == []
    assert list(found["rows"][0]["answers"]) == [row.question for row in record.answers] + ["gone"]


def with_another_column(file):
    file["rows"][0]["sealed_record"] = "v1.x"


def with_an_unknown_state(file):
    file["rows"][0]["state"] = "lost"


def with_an_unknown_level(file):
    file["rows"][0]["findings"][0]["level"] = "clear"


def with_half_a_fingerprint(file):
    file["ruleset"]["fingerprint"] = "abc"


def with_a_bare_answer(file):
    file["rows"][0]["answers"]["age"] = "adult"


def without_rows(file):
    del file["rows"]


PLANTED = [
    *(with_another_column, with_an_unknown_state, with_an_unknown_level, with_half_a_fingerprint, with_a_bare_answer),
    without_rows,
]


@pytest.mark.parametrize("plant", PLANTED)
def test_the_schema_finds_a_planted_fault(desk, plant):
    submit(NOT_NOW)
    found = exported(desk, columns=list(COLUMNS))
    validator = Draft202012Validator(schema(SCHEMA_URL))
    broken = deepcopy(found)
    plant(broken)
    assert (validator.is_valid(found), validator.is_valid(broken)) == (True, False)


def test_the_schema_needs_the_permission_to_export(client):
    assert client.get(f"{EXPORT}schema.json").status_code == 302
    client.force_login(User.objects.create_user("sam", is_staff=True))
    assert client.get(f"{EXPORT}schema.json").status_code == 403
