"""A declaration that cannot work is reported with the question."""

from dataclasses import replace

import pytest

from screening.proof.faults import Fault, faults
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.conditions import AllOf, Answered
from screening.vocabulary.dispositions import Level, UrgentCause
from screening.vocabulary.questionnaires import Decision, Questionnaire
from screening.vocabulary.questions import Choice, Finding, Question, Section, talk_first

YES_NO = (Choice("yes", "Yes", talk_first("Talk.")), Choice("no", "No"))
COLOUR = Question(
    id="colour", topic="colour", text="Red?", why="It matters.", choices=YES_NO, criterion="c", sources=("s",)
)
SHADE = replace(COLOUR, id="shade", ask_when=Answered("colour", ("yes",)))


def found(*questions, decisions=()):
    questionnaire = Questionnaire("1", (Section("s", "S", questions),), decisions)
    return [(fault.id, fault.question, fault.message) for fault in faults(questionnaire)]


def test_the_questionnaire_has_no_fault():
    assert list(faults(QUESTIONNAIRE)) == []


def test_a_sound_declaration_has_none():
    assert found(COLOUR, SHADE) == []


def test_every_fault_says_what_to_do():
    broken = replace(COLOUR, text="", choices=())
    for fault in faults(Questionnaire("1", (Section("s", "S", (broken,)),))):
        assert isinstance(fault, Fault)
        assert fault.hint.endswith(".")


CAUSE_ONLY = Finding(Level.NOT_NOW, "Wait.", urgent_cause=UrgentCause.DANGER)
CLEAR_ONLY = (Choice("yes", "Yes"), Choice("no", "No"))
CASES = {
    "question id twice": ([COLOUR, COLOUR], ("screening.E004", "colour", "This question id is declared twice.")),
    "choice id twice": (
        [replace(COLOUR, choices=(*YES_NO, YES_NO[1]))],
        ("screening.E004", "colour", "The choice id no is declared twice."),
    ),
    "later question": (
        [SHADE, COLOUR],
        ("screening.E006", "shade", "ask_when reads colour, which is asked later or not at all."),
    ),
    "unknown question": (
        [COLOUR, replace(COLOUR, id="shade", ask_when=Answered("shape", ("yes",)))],
        ("screening.E006", "shade", "ask_when reads shape, which is asked later or not at all."),
    ),
    "unknown choice": (
        [COLOUR, replace(COLOUR, id="shade", ask_when=Answered("colour", ("maybe",)))],
        ("screening.E006", "shade", "ask_when names the choice maybe, which colour does not have."),
    ),
    "a part of a condition": (
        [COLOUR, replace(COLOUR, id="shade", ask_when=AllOf((SHADE.ask_when, Answered("colour", ("blue",)))))],
        ("screening.E006", "shade", "ask_when names the choice blue, which colour does not have."),
    ),
    "asked within nothing": (
        [COLOUR, replace(COLOUR, id="shade", asked_within="colour")],
        ("screening.E006", "shade", "colour has no choice shade, so nobody is asked."),
    ),
    "nothing reads it": (
        [replace(COLOUR, choices=CLEAR_ONLY)],
        ("screening.E007", "colour", "Nothing uses the answer to this question."),
    ),
    "one choice": (
        [replace(COLOUR, choices=(Choice("no", "No"),))],
        ("screening.E008", "colour", "It has fewer than two choices."),
    ),
    "a listed sign without words": (
        [replace(COLOUR, listed=("Red.", " "))],
        ("screening.E008", "colour", "One of the listed signs is empty."),
    ),
    "two choices with one text": (
        [replace(COLOUR, choices=(*YES_NO, Choice("never", "No")))],
        ("screening.E018", "colour", "Two choices have the text “No”."),
    ),
    "nothing to report is no answer": (
        [replace(COLOUR, choices=(YES_NO[0], Choice("no", "No", talk_first("Talk."))))],
        ("screening.E018", "colour", "It has no clear choice."),
    ),
    "a choice of one that excludes others": (
        [replace(COLOUR, choices=(YES_NO[0], Choice("no", "No", excludes_others=True)))],
        ("screening.E018", "colour", "no excludes other choices, but only one can be selected."),
    ),
    "no choice that excludes others": (
        [replace(COLOUR, select_all=True)],
        ("screening.E018", "colour", "Several choices can be selected, but none excludes the others."),
    ),
    "urgent without a cause": (
        [replace(COLOUR, choices=(Choice("yes", "Yes", Finding(Level.URGENT, "Call.")), YES_NO[1]))],
        ("screening.E017", "colour", "yes is urgent and has no cause."),
    ),
    "a cause without urgency": (
        [replace(COLOUR, choices=(Choice("yes", "Yes", CAUSE_ONLY), YES_NO[1]))],
        ("screening.E017", "colour", "yes is not urgent and has the cause danger."),
    ),
    "no text": ([replace(COLOUR, text=" ")], ("screening.E008", "colour", "It has no text.")),
    "no reason to ask": ([replace(COLOUR, why="")], ("screening.E008", "colour", "It has no why.")),
    "no criterion": ([replace(COLOUR, criterion="")], ("screening.E008", "colour", "It has no criterion.")),
    "a choice without text": (
        [replace(COLOUR, choices=(*YES_NO, Choice("x", "")))],
        ("screening.E008", "colour", "The choice x has no text."),
    ),
    "a finding without words": (
        [replace(COLOUR, choices=(Choice("yes", "Yes", Finding(Level.NOTE, "")), YES_NO[1]))],
        ("screening.E008", "colour", "The finding of yes has no words."),
    ),
    "no source": ([replace(COLOUR, sources=())], ("screening.E009", "colour", "Its findings have no source.")),
    "an unknown decision": (
        [replace(COLOUR, choices=(Choice("yes", "Yes", talk_first("Talk.", "D9")), YES_NO[1]))],
        ("screening.E002", "colour", "It names the unknown decision D9."),
    ),
}


@pytest.mark.parametrize(("questions", "fault"), CASES.values(), ids=CASES)
def test_a_fault_is_reported_with_its_question(questions, fault):
    assert fault in found(*questions)


def test_a_missing_source_is_fine_with_a_reason():
    assert found(replace(COLOUR, sources=(), no_source_because="common sense")) == []


def test_a_question_without_findings_is_fine_when_a_condition_reads_it():
    assert found(replace(COLOUR, choices=CLEAR_ONLY), SHADE) == []


def test_a_decision_that_no_finding_names_is_reported():
    decision = Decision("D9", "choice", "why", "alternative")
    assert found(COLOUR, decisions=(decision,)) == [("screening.E003", "", "No finding names decision D9.")]


def test_conditions_in_a_circle_are_reported():
    waiting = replace(COLOUR, ask_when=Answered("shade", ("yes",)))
    [(id_, _, says), *_] = found(waiting, SHADE)
    assert id_ == "screening.E005"
    assert says in (
        "Conditions form a circle: colour depends on shade depends on colour.",
        "Conditions form a circle: shade depends on colour depends on shade.",
    )


FORM, SIZE = replace(COLOUR, id="form"), replace(COLOUR, id="size")
WITHIN = replace(COLOUR, id="yes", asked_within="colour")
OUT_OF_ORDER = ("", "The screens of section s do not follow the order of its questions.")


@pytest.mark.parametrize(
    ("screens", "faults_found"),
    [
        ((), []),
        ((("colour", "form"),), []),
        # A follow-up between two questions has a screen of its own, after theirs.
        ((("colour", "form"), ("size",), ("shade",)), []),
        ((("form", "size"), ("colour",)), [OUT_OF_ORDER]),
        ((("form", "colour"),), [OUT_OF_ORDER]),
        ((("colour", "size"),), [OUT_OF_ORDER]),
        ((("colour", "form"), ("form", "size")), [("form", "It is on two screens.")]),
        ((("colour", "taste"),), [("", "The screens of section s name taste, which is not a question of it.")]),
        ((("colour", "sound"),), [("sound", "The screens of section s name sound, which is not a question of it.")]),
        (((), ("colour", "form")), [("", "Section s has a screen without questions.")]),
        ((("colour", "shade"),), [("shade", "It is a follow-up, so it cannot share a screen.")]),
        ((("yes",),), [("yes", "It is asked within another question, so it cannot share a screen.")]),
    ],
)
def test_screens_that_do_not_fit_the_questions_are_reported(screens, faults_found):
    section = Section("s", "S", (COLOUR, SHADE, WITHIN, FORM, SIZE), screens)
    other = Section("t", "T", (replace(COLOUR, id="sound"),))
    all_faults = faults(Questionnaire("1", (section, other)))
    assert [(fault.question, fault.message) for fault in all_faults if fault.id == "screening.E016"] == faults_found
