"""Questions that conditions link are explored together."""

from dataclasses import replace
from graphlib import CycleError

import pytest

from screening.proof.answer_space.links import linked_questions
from screening.vocabulary.conditions import AllOf, Answered
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Choice, Question, Section

PLAIN = Question(id="plain", topic="t", text="t", criterion="c", choices=(Choice("yes", "Yes"),))


def question(id_, *reads):
    condition = AllOf(tuple(Answered(read, ("yes",)) for read in reads))
    return replace(PLAIN, id=id_, ask_when=condition) if reads else replace(PLAIN, id=id_)


def rules(*questions):
    return Questionnaire("1", (Section("s", "S", questions),))


def ids(*tracks):
    return [[next(q.id for q in questions if q) for questions in linked] for linked in linked_questions(tracks)]


def test_each_question_without_a_condition_is_by_itself():
    assert ids(rules(question("a"), question("b"))) == [["a"], ["b"]]


def test_questions_that_conditions_link_directly_or_not_are_together():
    linked = rules(question("a"), question("b"), question("c"), question("d", "a", "c"), question("e", "d"))
    assert ids(linked) == [["a", "c", "d", "e"], ["b"]]


def test_a_question_comes_after_those_its_condition_reads():
    assert ids(rules(question("b", "a"), question("a"))) == [["a", "b"]]


def test_what_another_rule_set_links_or_asks_counts_too():
    old, new = rules(question("a"), question("gone"), question("b", "a")), rules(question("a"), question("b"))
    assert ids(old, new) == [["a", "b"], ["gone"]]
    assert linked_questions([old, new])[1] == ((old.by_id["gone"], None),)


def test_conditions_in_a_circle_have_no_order():
    with pytest.raises(CycleError):
        linked_questions([rules(question("a", "b"), question("b", "a"))])
