"""People as a clinic meets them, written from the clinical text, and what the rules say to each."""

import re

import pytest
from django.conf import settings

from pages.schema.errors import BrokenContent, Report
from pages.schema.references import Source
from pages.schema.strict_yaml import read_each
from screening.proof.vignettes import complaints, vignettes
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Disposition, Level
from tests.screening.mutants import at_level, with_choice

PEOPLE = vignettes()
DECISIONS = {decision.id for decision in QUESTIONNAIRE.decisions}
NO_SOURCE = "no source was read"


@pytest.mark.parametrize("vignette_id", PEOPLE)
def test_the_rules_say_to_each_person_what_a_clinician_expects(vignette_id):
    person = PEOPLE[vignette_id]
    assert list(person.problems(QUESTIONNAIRE)) == [], person.person


def test_there_are_enough_people_of_every_kind():
    assert len(PEOPLE) >= 40
    assert {person.at_least for person in PEOPLE.values()} == set(Disposition) - {Disposition.INCOMPLETE}
    asked = {question_id for person in PEOPLE.values() for question_id in person.given}
    unmet = [s.title for s in QUESTIONNAIRE.sections if asked.isdisjoint(question.id for question in s.questions)]
    assert unmet == []
    assert {"not_sure", "prefer_not"} <= {
        choice for p in PEOPLE.values() for choices in p.given.values() for choice in choices
    }


def test_each_person_is_two_sentences_and_has_a_source_that_exists():
    sources = read_each(Source, (settings.BASE_DIR / "content/sources.yaml").read_text(), Report("sources.yaml")).value
    for vignette_id, person in PEOPLE.items():
        assert len(re.findall(r"[.?!](?= |$)", person.person)) == 2, vignette_id
        assert [id_ for id_ in person.sources if id_ not in {*sources, *DECISIONS}] == [], vignette_id
        assert person.sources or NO_SOURCE in person.why, vignette_id


@pytest.mark.parametrize(
    ("question_id", "choice_id", "level", "complaint"),
    [
        ("suicide_intention", "yes", Level.NOT_NOW, "some-intention: Tomas is 28"),
        ("pressure_readings", "often_140", Level.TALK_FIRST, "home-cuff: Yolanda is 48"),
        ("more_medicines", "cyp3a4", Level.NOTE, "clarithromycin: Sandra is 45"),
        # Too strict is wrong, too.
        ("age", "18_24", Level.TALK_FIRST, "young-adult: Milo is 19"),
    ],
)
def test_rules_that_are_wrong_for_a_person_are_reported_with_the_person(question_id, choice_id, level, complaint):
    wrong = complaints(with_choice(question_id, choice_id, at_level(level)))
    assert any(line.startswith(complaint) for line in wrong)


def test_a_milder_result_is_reported_in_one_line():
    assert complaints(with_choice("nursing", "yes", at_level(Level.TALK_FIRST))) == [
        "nursing: Joy is 29 and nurses her son of five months. She has been depressed since the birth. "
        "The rules say talk-to-clinician-first. It must be at least not-suitable-now."
    ]


ANN = """\
ann:
  person: Ann is 40. She is well.
  answers: [{answers}]
  at_least: {at_least}
  at_most: {at_most}
  why: Because.
  sources: []
"""


@pytest.fixture
def folder(tmp_path):
    """Writes a file with one vignette, and returns its folder."""

    def written(answers="", at_least="suggest-consultation", at_most="suggest-consultation", name="1.yaml"):
        (tmp_path / name).write_text(ANN.format(answers=answers, at_least=at_least, at_most=at_most))
        return tmp_path

    return written


@pytest.mark.parametrize(
    ("answers", "problems"),
    [
        ("", []),
        ("lunch=yes", ["The rules have no question lunch."]),
        (
            "nursing=maybe",
            [
                "nursing has no choice maybe.",
                "The rules say talk-to-clinician-first. It must be at most suggest-consultation.",
            ],
        ),
        ("thyroid=treated", ["thyroid is asked only when health_history is thyroid."]),
        (
            "health_history=thyroid",
            ["The rules say incomplete. It must be at least suggest-consultation."],
        ),
        (
            "nursing=yes, nursing=no_or_na",
            [
                "nursing takes one answer only.",
                "The rules say talk-to-clinician-first. It must be at most suggest-consultation.",
            ],
        ),
    ],
)
def test_answers_that_do_not_fit_the_questionnaire_are_reported(folder, answers, problems):
    [person] = vignettes(folder(answers)).values()
    assert list(person.problems(QUESTIONNAIRE)) == problems


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"at_least": "booked"}, "1.yaml:2: `ann`: booked is not a result."),
        ({"at_least": "urgent-help-now"}, "1.yaml:2: `ann`: `at_least` is stricter than `at_most`."),
        ({"answers": "nursing"}, "1.yaml:2: `ann`: An answer is not readable."),
    ],
)
def test_a_file_that_cannot_be_read_is_reported_with_its_line(folder, wrong, message):
    with pytest.raises(BrokenContent) as broken:
        vignettes(folder(**wrong))
    assert message in str(broken.value)


def test_an_id_in_two_files_is_an_error(folder):
    folder(name="1.yaml")
    with pytest.raises(BrokenContent, match=r"2\.yaml:2: `ann` is the id of another vignette\."):
        vignettes(folder(name="2.yaml"))


def test_an_installation_without_tests_has_no_vignettes(tmp_path):
    assert vignettes(tmp_path / "not there") == {}
