"""The table of minimum levels: how it is read, and where the declared levels differ from it."""

from dataclasses import replace

import pytest

from screening.proof import minimum_levels
from screening.proof.minimum_levels import MinimumLevels, UnreadableTable, differences, parse, read
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Level
from screening.vocabulary.questions import Choice, note
from tests.screening.mutants import at_level, with_choice, with_question

HEADER = "question,answer,minimum\n"


def numbers_and_answers(questionnaire, table=None):
    return [(one.number, one.question, one.answer) for one in differences(questionnaire, table or read())]


def test_the_rules_do_not_differ_from_the_table():
    assert numbers_and_answers(QUESTIONNAIRE) == []


def test_the_table_is_as_long_as_the_clinical_text_says():
    """119 answers that are at least talk first, and 22 notes."""
    minimums = [minimum for _, _, minimum in read().rows]
    counts = {level: minimums.count(level) for level in Level}
    assert counts == {Level.CLEAR: 0, Level.NOTE: 22, Level.TALK_FIRST: 66, Level.NOT_NOW: 37, Level.URGENT: 16}


def test_comments_and_empty_lines_are_no_rows():
    assert parse(f"# Why.\n\n{HEADER}# Eyes.\nglaucoma,controlled,talk_first\n") == MinimumLevels(
        (("glaucoma", "controlled", Level.TALK_FIRST),)
    )


def test_the_fingerprint_depends_on_the_rows_alone():
    one = parse(f"{HEADER}a,b,note\nc,d,urgent\n")
    assert one.fingerprint == parse(f"# Because.\n{HEADER}c,d,urgent\na,b,note\n").fingerprint
    assert one.fingerprint != parse(f"{HEADER}a,b,note\nc,d,not_now\n").fingerprint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"must begin with the line question,answer,minimum\."),
        ("answer,question,minimum\n", r"must begin with the line question,answer,minimum\."),
        (f"{HEADER}a,b\n", r"csv:2: It is not a question, an answer, and one of note, talk_first, not_now, urgent\."),
        (f"# Why.\n{HEADER}a,b,clear\n", r"csv:3: It is not a question, an answer, and one of note"),
        (f"{HEADER}a,b,note\na,b,urgent\n", r"csv:3: a,b has a row already\."),
    ],
)
def test_a_line_that_is_wrong_is_reported_with_its_number(text, message):
    with pytest.raises(UnreadableTable, match=message):
        parse(text)


def test_a_missing_table_is_reported(tmp_path, monkeypatch):
    monkeypatch.setattr(minimum_levels, "TABLE", tmp_path / "minimum_levels.csv")
    with pytest.raises(UnreadableTable, match=r"minimum_levels\.csv is missing or cannot be read\. It is part of"):
        read()


def test_a_lower_level_breaks_f():
    lowered = with_choice("avm", "yes", at_level(Level.TALK_FIRST))
    [difference] = differences(lowered, read())
    assert (difference.number, difference.question, difference.message) == (
        "F",
        "avm",
        "yes must have at least the level “not now”, but it has “talk first”: “Yes, now or in the past”",
    )


def test_an_answer_that_is_missing_on_either_side_breaks_f2():
    renamed = with_choice("avm", "yes", lambda choice: replace(choice, id="ever"))
    assert numbers_and_answers(renamed) == [("F2", "avm", ""), ("F2", "avm", "ever")]
    sections = tuple(section for section in QUESTIONNAIRE.sections if section.id != "pregnancy")
    without = replace(QUESTIONNAIRE, sections=sections)
    assert numbers_and_answers(without) == [("F2", "", "")] * 4


def test_a_new_answer_above_clear_needs_a_row():
    wider = with_question("avm", lambda q: replace(q, choices=(*q.choices, Choice("maybe", "Maybe", note("Words.")))))
    assert numbers_and_answers(wider) == [("F2", "avm", "maybe")]
    assert numbers_and_answers(with_choice("avm", "no", at_level(Level.NOTE))) == [("F2", "avm", "no")]


def test_an_unsure_answer_needs_a_row_when_it_is_not_talk_first():
    for level in (Level.NOTE, Level.NOT_NOW, Level.URGENT):
        assert numbers_and_answers(with_choice("avm", "not_sure", at_level(level))) == [("F2", "avm", "not_sure")]


@pytest.mark.parametrize(
    ("answer", "level", "broken"),
    [
        ("age:under_18", Level.URGENT, True),
        ("pregnancy:maybe", Level.NOT_NOW, True),
        ("bladder:past", Level.URGENT, True),
        ("bladder:past", Level.TALK_FIRST, False),
    ],
)
def test_a_higher_level_breaks_f3_where_it_is_not_now_or_urgent(answer, level, broken):
    question_id, choice_id = answer.split(":")
    raised = with_choice(question_id, choice_id, at_level(level))
    assert numbers_and_answers(raised) == ([("F3", question_id, choice_id)] if broken else [])
