"""A stored screening compared with today's rules. It is never made to look milder than it was recorded."""

from dataclasses import replace

import pytest

from screening.assessment import assess
from screening.questionnaire import QUESTIONNAIRE
from screening.record import Record
from screening.submissions.decisions.rule_changes import FindingChange, RuleChanges
from screening.vocabulary.dispositions import STORED, Disposition, Level
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Question
from tests.screening import answer_sets_1_0_1
from tests.screening.answer_sets import CLEAR
from tests.screening.mutants import at_level, with_choice, with_question

SUGGEST, TALK, NOT_NOW = STORED
TOPIC = QUESTIONNAIRE.by_id["pressure_told"].topic


def changes(answers: dict[str, object], today: Questionnaire) -> RuleChanges:
    """What changed for someone who gave these answers under the live rules; all others were clear."""
    assessment = assess(CLEAR | answers)
    return RuleChanges.of(Record.of(CLEAR | answers, assessment), assessment.disposition, today)


def changes_since_1_0_1(answers: dict[str, object]) -> RuleChanges:
    all_answers, rules = answer_sets_1_0_1.CLEAR | answers, answer_sets_1_0_1.RULES
    assessment = assess(all_answers, rules)
    return RuleChanges.of(Record.of(all_answers, assessment, rules), assessment.disposition)


def without_choice(question_id: str, choice_id: str) -> Questionnaire:
    def changed(question: Question) -> Question:
        return replace(question, choices=tuple(choice for choice in question.choices if choice.id != choice_id))

    return with_question(question_id, changed)


def test_under_the_same_rules_nothing_differs():
    for answers, recorded in (({}, SUGGEST), ({"pressure_told": "not_sure"}, TALK), ({"nursing": "yes"}, NOT_NOW)):
        same = changes(answers, QUESTIONNAIRE)
        assert same == RuleChanges(QUESTIONNAIRE.version, recorded, recorded)
        assert (same.is_too_little_known, same.is_stricter, same.is_milder) == (False, False, False)


def test_a_level_that_rose_makes_it_stricter():
    today = with_choice("pressure_told", "treated_checked", at_level(Level.NOT_NOW))
    stricter = changes({"pressure_told": "treated_checked"}, today)
    assert stricter.findings == (FindingChange(TOPIC, "note", "not now"),)
    assert (stricter.recorded, stricter.worst_today, stricter.is_stricter) == (SUGGEST, NOT_NOW, True)
    assert not stricter.is_too_little_known


def test_a_finding_that_is_gone_makes_it_milder():
    today = with_choice("pressure_told", "not_sure", at_level(Level.CLEAR))
    milder = changes({"pressure_told": "not_sure"}, today)
    assert milder.findings == (FindingChange(TOPIC, "talk first", ""),)
    assert (milder.is_too_little_known, milder.is_milder) == (False, True)


@pytest.mark.parametrize("field", ["text", "hint", "listed"])
def test_a_question_with_other_words_is_listed(field):
    other = ("A new sign.",) if field == "listed" else "Other words."
    today = with_question("pressure_told", lambda question: replace(question, **{field: other}))
    assert changes({}, today).reworded == (TOPIC,)


def test_an_answer_with_other_words_is_listed_if_it_was_given():
    today = with_choice("pressure_told", "untreated", lambda choice: replace(choice, text="Other words."))
    assert changes({"pressure_told": "untreated"}, today).reworded == (TOPIC,)
    assert changes({}, today).reworded == ()


def test_a_question_that_is_new_is_listed_and_nothing_is_concluded():
    new = replace(QUESTIONNAIRE.by_id["pressure_told"], id="new_question", topic="a new thing")
    first, *others = QUESTIONNAIRE.sections
    today = replace(QUESTIONNAIRE, sections=(replace(first, questions=(*first.questions, new)), *others))
    grown = changes({"nursing": "yes"}, today)
    assert grown == RuleChanges(QUESTIONNAIRE.version, NOT_NOW, NOT_NOW, asked_since=("a new thing",))
    assert grown.is_too_little_known


def test_a_choice_that_is_gone_is_listed_and_nothing_is_concluded():
    gone = changes({"pressure_told": "not_sure"}, without_choice("pressure_told", "not_sure"))
    assert gone == RuleChanges(QUESTIONNAIRE.version, TALK, SUGGEST, no_longer_offered=(f"{TOPIC} (“Not sure”)",))
    assert gone.is_too_little_known


def test_the_other_choices_of_a_question_still_count_when_one_is_gone():
    today = without_choice("medicines", "lithium")
    gone = changes({"medicines": ["lithium", "opioid"]}, today)
    assert (gone.worst_today, gone.findings) == (TALK, ())
    assert gone.no_longer_offered == (f"medicines (“{QUESTIONNAIRE.by_id['medicines'].by_id['lithium'].text}”)",)


def test_an_answer_that_is_urgent_today_is_said_to_be_so_whatever_was_not_asked():
    today = with_choice("nursing", "yes", at_level(Level.URGENT))
    urgent = changes({"nursing": "yes"}, today)
    assert (urgent.worst_today, urgent.is_stricter) == (Disposition.URGENT_HELP_NOW, True)


RETIRED = [question for question in answer_sets_1_0_1.RULES.by_id if question not in QUESTIONNAIRE.by_id]


def test_a_screening_of_1_0_1_names_what_was_asked_then_and_what_is_asked_today():
    since = changes_since_1_0_1({"suicidal_thoughts": "wish", "medicines": ["lithium_or_other_mood"]})
    rules = answer_sets_1_0_1.RULES.by_id
    assert since.version == QUESTIONNAIRE.version
    assert set(since.no_longer_asked) == {rules[question].topic for question in RETIRED}
    assert since.no_longer_offered == (
        f"your age (“{rules['age'].by_id['18_64'].text}”)",
        f"medicines (“{rules['medicines'].by_id['lithium_or_other_mood'].text}”)",
    )
    asked = [question for question in CLEAR if question not in answer_sets_1_0_1.CLEAR]
    assert set(since.asked_since) == {QUESTIONNAIRE.by_id[question].topic for question in asked}
    reworded = ("unusual_experiences", "past_unusual_experiences", "substance_problem", "past_substance_problem")
    assert {QUESTIONNAIRE.by_id[question].topic for question in reworded} <= set(since.reworded)
    # Nothing became milder because a question is gone.
    assert since.findings == ()


@pytest.mark.parametrize(
    ("question", "choice"),
    [
        (question.id, choice.id)
        for question in answer_sets_1_0_1.RULES.with_own_page
        for choice in question.choices
        if not choice.is_last_asked
    ],
)
def test_nobody_can_say_what_any_answer_to_1_0_1_leads_to_today(question, choice):
    asked = answer_sets_1_0_1.RULES.by_id[question]
    answers = {question: [choice] if asked.select_all else choice}
    if asked.is_follow_up:
        answers["health_history"] = [question]
    elif choice in answer_sets_1_0_1.RULES.by_id and answer_sets_1_0_1.RULES.by_id[choice].is_follow_up:
        answers[choice] = "no"
    since = changes_since_1_0_1(answers)
    assert since.is_too_little_known
    assert not [change for change in since.findings if not change.now]
