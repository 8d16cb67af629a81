"""What was sent under rules 1.0.1 stays readable with the words of then, wherever the clinic reads it.

One submission is opened for each question and each choice that nobody offers today.
"""

import csv
import io
import json

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

from screening.exports.fhir import questionnaire_resource
from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Level
from screening.vocabulary.questions import Choice, Question
from tests.fhir.structural_faults import items_of, structural_faults
from tests.screening.answer_sets_1_0_1 import CLEAR, RULES
from tests.screening.exports.export_page import ask, officer, sent
from tests.screening.submitting import submit_under_1_0_1

pytestmark = pytest.mark.django_db

RETIRED = [
    (question, choice)
    for question in RULES.with_own_page
    for choice in question.choices
    if question.id not in QUESTIONNAIRE.by_id or choice.id not in QUESTIONNAIRE.by_id[question.id].by_id
]
# Nobody could send an urgent answer.
STORED = [(question, choice) for question, choice in RETIRED if choice.level is not Level.URGENT]


def test_these_are_the_questions_and_choices_that_are_gone():
    assert {question.id for question, _ in RETIRED if question.id not in QUESTIONNAIRE.by_id} == {
        *("suicide_now", "suicidal_thoughts", "suicide_attempt", "warning_signs", "blood_pressure"),
        *("high_mood", "past_high_mood", "day_without_substances", "brain_vessels"),
    }
    assert {(question.id, choice.id) for question, choice in RETIRED if question.id in QUESTIONNAIRE.by_id} == {
        ("age", "18_64"),
        ("medicines", "lithium_or_other_mood"),
        ("unusual_experiences", "yes_command"),
    }


@pytest.fixture
def desk(client):
    client.force_login(officer("view_submission"))
    return client


def submission_with(question: Question, choice: Choice) -> Submission:
    return submit_under_1_0_1({question.id: [choice.id] if question.select_all else choice.id})


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("question", "choice"), STORED, ids=lambda one: one.id)
def test_it_is_read_with_the_words_of_then(desk, question, choice):
    submission = submission_with(question, choice)
    before = Submission.objects.values().get(pk=submission.pk)
    topic_and_words = [question.topic.capitalize(), choice.finding.words] if choice.finding else []

    page = BeautifulSoup(desk.get(f"/staff/screening/submission/{submission.pk}/change/").content, "html.parser")
    text = words(page.select_one("#content-main").get_text(" "))
    for part in (question.text, choice.text, "version 1.0.1", "not today’s", *topic_and_words):
        assert words(part).lower() in text.lower(), part
    assert "cannot be said: too much was not asked" in text

    resource = json.loads(desk.get(f"/staff/screening/submission/{submission.pk}/fhir/").content)
    QuestionnaireResponse.model_validate(resource)
    questionnaire = questionnaire_resource(RULES, settings.SITE_URL, "Sample Clinic", "retired")
    assert structural_faults(questionnaire, resource) == []
    assert resource["questionnaire"].endswith("/Questionnaire/kat-screening|1.0.1")
    item = next(item for item in items_of(resource) if item["linkId"] == question.id)
    [answer] = item["answer"]
    assert (item["text"], answer["valueCoding"]["display"]) == (question.text, choice.text)
    assert answer["valueCoding"]["code"] == f"{question.id}:{choice.id}"

    file = json.loads(sent(ask(desk, "json", columns=["ruleset_version", "findings"])))
    [row] = file["rows"]
    assert row["ruleset_version"] == "1.0.1"
    assert row["answers"][question.id] == {
        "text": question.text,
        "listed": [],
        "hint": None,
        "answers": [{"answer": choice.id, "text": choice.text}],
    }
    found = [finding["words"] for finding in row["findings"] if finding["question"] == question.id]
    assert found == ([choice.finding.words] if choice.finding else [])

    names, line = csv.reader(io.StringIO(sent(ask(desk, "csv")).decode("utf-8-sig"), newline=""))
    cells = dict(zip(names, line, strict=True))
    is_asked = question.id in QUESTIONNAIRE.by_id
    assert (cells[question.id] if is_asked else cells["earlier_answers"]).count(choice.text) >= 1
    assert is_asked or f"{question.text} {choice.text}" in cells["earlier_answers"]

    assert Submission.objects.values().get(pk=submission.pk) == before


def test_no_answer_is_read_as_an_answer_to_another_question():
    submission = submit_under_1_0_1({"suicidal_thoughts": "wish"})
    assert submission.answers == CLEAR | {"suicidal_thoughts": "wish"}
    assert {row.question for row in submission.record.answers} == set(CLEAR)
    assert submission.rules is RULES
