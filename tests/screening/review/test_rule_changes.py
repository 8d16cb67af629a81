"""The same answers under today's rules."""

from dataclasses import replace

from screening.assessment import assess
from screening.questionnaire import QUESTIONNAIRE
from screening.review.rule_changes import FindingChange, RuleChanges
from screening.submissions.submission import record_of
from screening.vocabulary.dispositions import Disposition
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Choice, not_now
from tests.screening.answer_sets import CLEAR

ANSWERS = CLEAR | {"blood_pressure": "controlled_checked", "nursing": "yes"}
RECORD = record_of(ANSWERS, assess(ANSWERS))


def today(**fields: object) -> Questionnaire:
    """The rules with the question on blood pressure changed."""
    sections = tuple(
        replace(
            section,
            questions=tuple(
                replace(question, **fields) if question.id == "blood_pressure" else question
                for question in section.questions
            ),
        )
        for section in QUESTIONNAIRE.sections
    )
    return replace(QUESTIONNAIRE, version="9.9.9", sections=sections)


def test_under_the_same_rules_nothing_differs():
    changes = RuleChanges.of(RECORD, ANSWERS)
    assert changes == RuleChanges(QUESTIONNAIRE.version, Disposition.NOT_SUITABLE_NOW, (), (), ())


def test_a_changed_level_and_a_reworded_question_are_listed():
    old = QUESTIONNAIRE.by_id["blood_pressure"]
    choices = tuple(
        Choice(choice.id, choice.text, not_now("Not now.")) if choice.id == "controlled_checked" else choice
        for choice in old.choices
    )
    changes = RuleChanges.of(RECORD, ANSWERS, today(choices=choices, text="How is your blood pressure?"))
    assert changes.findings == (FindingChange(old.topic, "note", "not_now"),)
    assert (changes.version, changes.reworded) == ("9.9.9", (old.topic,))


def test_a_finding_that_is_gone_is_listed():
    old = QUESTIONNAIRE.by_id["blood_pressure"]
    choices = tuple(
        Choice(choice.id, choice.text, None if choice.id == "controlled_checked" else choice.finding)
        for choice in old.choices
    )
    changes = RuleChanges.of(RECORD, ANSWERS, today(choices=choices))
    assert changes.findings == (FindingChange(old.topic, "note", ""),)


def test_a_new_question_is_listed_as_unanswered():
    new = replace(QUESTIONNAIRE.by_id["blood_pressure"], id="new_question", topic="a new thing")
    sections = (replace(QUESTIONNAIRE.sections[0], questions=(*QUESTIONNAIRE.sections[0].questions, new)),)
    grown = replace(QUESTIONNAIRE, sections=(*sections, *QUESTIONNAIRE.sections[1:]))
    changes = RuleChanges.of(RECORD, ANSWERS, grown)
    assert (changes.disposition, changes.unanswered) == (Disposition.INCOMPLETE, ("a new thing",))
