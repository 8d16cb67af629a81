"""The page of the rules shows people, and what the rules say to each."""

import pytest
from bs4 import BeautifulSoup

from screening.proof.vignettes import vignettes
from screening.questionnaire import QUESTIONNAIRE
from screening.review import rulebook
from screening.review.rulebook import Rulebook
from screening.vocabulary.dispositions import Level
from tests.screening.mutants import at_level, with_choice
from tests.screening.review.staff_members import staff_member

RULES = "/staff/screening/signoff/rules/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(client):
    """Returns the section of the page about people."""

    def shown():
        client.force_login(staff_member("ann", "view_signoff"))
        return BeautifulSoup(client.get(RULES).content, "html.parser").find(id="vignettes")

    return shown


def test_the_page_shows_each_person_with_their_answers_the_right_result_and_that_of_today(section):
    rows = section().select("tbody tr")
    assert len(rows) == len(vignettes())
    row = next(row for row in rows if "Gus is 63" in row.text)
    person, answers, right, today, agree = (" ".join(cell.text.split()) for cell in row.select("td"))
    question = QUESTIONNAIRE.by_id["aneurysm"]
    assert person == vignettes()["aneurysm-in-the-belly"].person
    assert answers == f"{question.text} {question.by_id['yes'].text}"
    assert right.startswith("Exactly: Not suitable now. The label rules out an aneurysm in any vessel")
    assert right.endswith("D31")
    assert (today, agree) == ("Not suitable now", "Yes")
    assert {row.select("td")[-1].text for row in rows} == {"Yes"}


def test_several_choices_of_one_question_are_in_one_line(section):
    row = next(row for row in section().select("tbody tr") if "Dirk is 56" in row.text)
    medicines = QUESTIONNAIRE.by_id["medicines"].by_id
    assert f"{medicines['opioid'].text}; {medicines['benzo_or_sleep'].text}" in row.text
    assert "Open point:" in row.text


def test_a_result_that_is_too_mild_is_shown_as_one():
    rules = with_choice("aneurysm", "yes", at_level(Level.TALK_FIRST))
    people = {row["vignette"].person: row for row in Rulebook(rules, None, {}, vignettes()).people}
    row = people[vignettes()["aneurysm-in-the-belly"].person]
    assert row["today"] == "Talk to a clinician first"
    assert row["problems"] == ["The rules say talk-to-clinician-first. It must be at least not-suitable-now."]


def test_an_installation_without_tests_says_that_it_has_no_vignettes(section, monkeypatch):
    monkeypatch.setattr(rulebook, "vignettes", dict)
    assert "not installed here" in section().text
