"""When a person may see their result before the last question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.assessment import assess
from screening.early_result import early
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Disposition
from tests.screening.answer_sets import CLEAR
from tests.screening.small_questionnaires import questionnaires

ORDER = [question.id for question in QUESTIONNAIRE.questions]


def up_to(question_id, **changed):
    """The answers of a healthy person up to this question, but for those that are changed."""
    return {id_: (CLEAR | changed)[id_] for id_ in ORDER[: ORDER.index(question_id) + 1]}


def test_a_pregnant_person_may_see_their_result_after_screen_11():
    answers = up_to("nursing", pregnancy="yes")
    result = early(answers)
    assert result is not None
    assert result.disposition is Disposition.NOT_SUITABLE_NOW
    assert [finding.question.id for finding in result.findings] == ["pregnancy"]
    assert result.unanswered[0] == "aneurysm"


@pytest.mark.parametrize(
    ("why", "answers"),
    [
        ("nothing is answered", {}),
        ("a question that can be urgent has no answer", up_to("harm_to_others", emergency_signs="usual")),
        ("no answer is worse than talk first", up_to("nursing", pregnancy="maybe")),
        ("an answer is urgent", up_to("nursing", pregnancy="yes") | {"suicide_plan": "yes"}),
        ("nothing is left to ask", CLEAR | {"pregnancy": "yes"}),
        ("the person is under 18", {"answering_for": "self", "age": "under_18"}),
    ],
)
def test_there_is_no_early_result_when(why, answers):
    assert early(answers) is None


def test_an_answer_that_can_still_fall_away_leads_to_no_early_result():
    # Nobody knows yet whether seizures are asked about; without them, the list of health problems decides.
    answers = up_to("two_days_without") | {"seizures": "recent"}
    assert early(answers) is None
    assert assess(CLEAR | answers | {"health_history": ["none"]}).disposition is Disposition.SUGGEST_CONSULTATION
    assert early(answers | {"health_history": ["seizures"]}) is not None


@given(st.data(), questionnaires())
def test_more_answers_never_change_an_early_result(data, questionnaire):
    complete = {}
    for question in questionnaire.questions:
        choice = st.sampled_from(sorted(question.by_id))
        complete[question.id] = data.draw(st.lists(choice, min_size=1, unique=True) if question.select_all else choice)
    partial = {id_: complete[id_] for id_ in data.draw(st.lists(st.sampled_from(sorted(complete)), unique=True))}
    if result := early(partial, questionnaire):
        assert assess(complete, questionnaire).disposition is result.disposition
