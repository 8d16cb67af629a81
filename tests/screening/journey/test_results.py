"""A result is read from a record: before sending, of the answers; after it, of what was sent, in the words of then."""

from dataclasses import replace

import pytest

from screening.assessment import assess
from screening.journey.results import NAMES, EarlyEnd, Result, SubmissionGone, result_of
from screening.journey.session import Attempt
from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.record import Record, RecordedAnswer, RecordedFinding, RecordedQuestion
from screening.vocabulary.dispositions import LEADS_TO_THE_CLINIC, Disposition, Level
from tests.screening import answer_sets_1_0_1
from tests.screening.answer_sets import CLEAR
from tests.screening.submitting import submit_under_1_0_1

RULES_1_0_1 = answer_sets_1_0_1.RULES


def answered_before(question_id):
    """The clear answers before this question."""
    ids = list(CLEAR)
    return {question: CLEAR[question] for question in ids[: ids.index(question_id)]}


def test_a_result_has_each_answer_and_finding_in_todays_words():
    answers = CLEAR | {"pregnancy": "trying"}
    result = Result.of(answers, assess(answers))
    question = QUESTIONNAIRE.by_id["pregnancy"]
    choice = question.by_id["trying"]
    assert result.disposition is Disposition.TALK_TO_CLINICIAN_FIRST
    assert (result.ruleset_version, result.ruleset_fingerprint) == (QUESTIONNAIRE.version, QUESTIONNAIRE.fingerprint)
    assert [row.id for row in result.questions] == list(CLEAR)
    [row] = [row for row in result.questions if row.id == "pregnancy"]
    assert (row.topic, row.text, row.answers) == (question.topic, question.text, (choice.text,))
    [finding] = result.findings
    assert (finding.topic, finding.answer, finding.words) == (question.topic, choice.text, choice.finding.words)
    assert (finding.criterion, finding.sources) == (question.criterion, question.sources)


def test_every_section_has_its_questions_in_the_order_asked():
    sections = Result.of(CLEAR, assess(CLEAR)).sections
    assert [title for title, _ in sections] == [section.title for section in QUESTIONNAIRE.sections]
    assert [row.id for _, rows in sections for row in rows] == list(CLEAR)


def test_an_answer_is_named_by_its_topic_unless_yes_or_no_does_not_answer_that():
    questions = Result.of(CLEAR, assess(CLEAR)).questions
    assert {question.id: question.name for question in questions if question.name != question.topic} == NAMES
    assert [question.name for question in questions if question.name.startswith(("who ", "how "))] == []


def test_an_attempt_has_no_result_while_a_question_is_open():
    assert result_of(Attempt("a", answers=answered_before("aneurysm"))) is None
    assert result_of(Attempt("a", answers=answered_before("aneurysm") | {"pregnancy": "yes"})) is None


def test_whoever_ends_early_gets_a_result_that_names_what_was_not_asked():
    answers = answered_before("aneurysm") | {"pregnancy": "yes"}
    result = result_of(Attempt("a", answers=answers, ended_early=True))
    open_questions = [QUESTIONNAIRE.by_id[question] for question in CLEAR if question not in answers]
    not_asked = tuple(question.topic for question in open_questions)
    assert not_asked[0] == "an aneurysm"
    assert result.early_end == EarlyEnd(after_screen=11, not_asked=not_asked)
    assert result.disposition is Disposition.NOT_SUITABLE_NOW
    assert not result.may_ask_for_a_call


def test_an_attempt_that_ended_early_and_was_finished_has_a_full_result():
    result = result_of(Attempt("a", answers=CLEAR | {"pregnancy": "yes"}, ended_early=True))
    assert result.early_end is None


@pytest.mark.parametrize("disposition", [*LEADS_TO_THE_CLINIC, Disposition.NOT_SUITABLE_NOW])
def test_only_who_answers_for_themselves_and_is_led_to_the_clinic_may_ask_for_a_call(disposition):
    result = replace(Result.of(CLEAR, assess(CLEAR)), disposition=disposition)
    assert result.may_ask_for_a_call == (disposition in LEADS_TO_THE_CLINIC)
    for answers in (CLEAR | {"answering_for": "other"}, {"age": "25_64"}):
        other = replace(Result.of(answers, assess(answers)), disposition=disposition)
        assert not other.may_ask_for_a_call


EVERY_CHOICE_OF_1_0_1 = [
    (question.id, choice.id)
    for question in RULES_1_0_1.questions
    for choice in question.choices
    if not choice.is_last_asked and not question.asked_within
]


def answers_to_1_0_1(question_id, choice_id):
    question = RULES_1_0_1.by_id[question_id]
    answers = answer_sets_1_0_1.CLEAR | {question_id: [choice_id] if question.select_all else choice_id}
    if question.is_follow_up:
        answers["health_history"] = [question_id]
    if question_id == "health_history" and choice_id in RULES_1_0_1.by_id:
        answers[choice_id] = "no"
    return answers


@pytest.mark.django_db
def test_what_was_sent_under_rules_1_0_1_keeps_its_words_and_its_disposition():
    shown, sent = {}, {}
    for question_id, choice_id in EVERY_CHOICE_OF_1_0_1:
        answers = answers_to_1_0_1(question_id, choice_id)
        then = assess(answers, RULES_1_0_1)
        result = Result.as_sent(submit_under_1_0_1(answers))
        question = RULES_1_0_1.by_id[question_id]
        sent[question_id, choice_id] = (
            (then.disposition, "1.0.1", RULES_1_0_1.fingerprint, then.shows_crisis_lines),
            [(question.topic, question.text, (question.by_id[choice_id].text,))],
            [
                (f.question.id, f.question.topic, f.level, f.finding.words, f.question.criterion, f.question.sources)
                for f in then.findings
            ],
        )
        shown[question_id, choice_id] = (
            (result.disposition, result.ruleset_version, result.ruleset_fingerprint, result.shows_crisis_lines),
            [(row.topic, row.text, row.answers) for row in result.questions if row.id == question_id],
            [(f.question, f.topic, f.level, f.words, f.criterion, f.sources) for f in result.findings],
        )
    assert len(sent) > 150
    assert shown == sent


@pytest.mark.django_db
def test_what_one_person_sent_for_another_under_rules_1_0_1_leads_to_no_call():
    result = Result.as_sent(submit_under_1_0_1({"answering_for": "other"}))
    assert result.disposition is Disposition.TALK_TO_CLINICIAN_FIRST
    assert not result.may_ask_for_a_call


def test_under_rules_that_nobody_knows_a_finding_has_its_words_and_the_crisis_lines_are_shown():
    record = Record(
        (RecordedQuestion("sleep", "Nights", "How do you sleep?", (RecordedAnswer("badly", "Badly"),)),),
        (RecordedFinding("sleep", "sleep", "badly", Level.NOTE, "Please mention it."),),
    )
    result = Result(Disposition.SUGGEST_CONSULTATION, record, "0.5", "f" * 64)
    [row] = result.questions
    assert (row.topic, row.answers) == ("How do you sleep?", ("Badly",))
    [finding] = result.findings
    assert (finding.answer, finding.words, finding.criterion, finding.sources) == (
        "Badly",
        "Please mention it.",
        "",
        (),
    )
    assert result.shows_crisis_lines
    assert not result.has_live_rules
    assert not result.may_ask_for_a_call


@pytest.mark.django_db
def test_a_submission_that_was_deleted_has_no_result():
    assert not Submission.objects.exists()
    with pytest.raises(SubmissionGone):
        result_of(Attempt("a", reference="AAAA-0000", key="k"))
