"""The same answers under today's rules."""

from dataclasses import replace

from screening.assessment import assess
from screening.questionnaire import QUESTIONNAIRE
from screening.review.rule_changes import FindingChange, RulesSince
from screening.submissions.submission import record_of
from screening.vocabulary.dispositions import Disposition
from screening.vocabulary.questions import Choice, Questionnaire, not_now
from tests.screening.answer_sets import CLEAR

ANSWERS = CLEAR | {"blood_pressure": "controlled_checked", "nursing": "yes"}
RECORD = record_of(ANSWERS, assess(ANSWERS))


def today(**changes: object) -> Questionnaire:
    """The rules with the question on blood pressure changed."""
    sections = tuple(
        replace(
            section,
            questions=tuple(replace(q, **changes) if q.id == "blood_pressure" else q for q in section.questions),
        )
        for section in QUESTIONNAIRE.sections
    )
    return replace(QUESTIONNAIRE, version="9.9.9", sections=sections)


def test_under_the_same_rules_nothing_differs():
    since = RulesSince.of(RECORD, ANSWERS)
    assert since == RulesSince(QUESTIONNAIRE.version, Disposition.NOT_SUITABLE_NOW, (), (), ())


def test_a_changed_level_and_changed_words_of_a_question_are_told():
    old = QUESTIONNAIRE.by_id["blood_pressure"]
    choices = tuple(
        Choice(one.id, one.text, not_now("Not now.")) if one.id == "controlled_checked" else one for one in old.choices
    )
    since = RulesSince.of(RECORD, ANSWERS, today(choices=choices, text="How is your blood pressure?"))
    assert since.findings == (FindingChange(old.topic, "note", "not_now"),)
    assert (since.version, since.reworded) == ("9.9.9", (old.topic,))


def test_a_finding_that_came_or_went_is_told():
    old = QUESTIONNAIRE.by_id["blood_pressure"]
    choices = tuple(
        Choice(one.id, one.text, None if one.id == "controlled_checked" else one.finding) for one in old.choices
    )
    since = RulesSince.of(RECORD, ANSWERS, today(choices=choices))
    assert since.findings == (FindingChange(old.topic, "note", ""),)


def test_what_is_asked_today_and_was_not_then_is_told():
    new = replace(QUESTIONNAIRE.by_id["blood_pressure"], id="new_question", topic="a new thing")
    sections = (replace(QUESTIONNAIRE.sections[0], questions=(*QUESTIONNAIRE.sections[0].questions, new)),)
    grown = replace(QUESTIONNAIRE, sections=(*sections, *QUESTIONNAIRE.sections[1:]))
    since = RulesSince.of(RECORD, ANSWERS, grown)
    assert (since.disposition, since.unanswered) == (Disposition.INCOMPLETE, ("a new thing",))
