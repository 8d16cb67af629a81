"""Where a person goes next, and addresses that reveal nothing."""

from dataclasses import replace

import pytest

from screening import path
from screening.journey import navigation
from screening.journey.session import new_attempt
from screening.questionnaire import QUESTIONNAIRE
from tests.screening.answer_sets import CLEAR

STOPPED = "aneurysm"


def up_to(question_id, **answers):
    """An attempt in which every screen before that of the question is answered."""
    given = {}
    for screen in QUESTIONNAIRE.screens:
        if question_id in {question.id for question in screen.questions}:
            break
        given |= {question.id: (CLEAR | answers).get(question.id, "no") for question in screen.questions}
    return replace(new_attempt("a"), answers=path.on_path(given))


def url_after(attempt):
    return navigation.next_page(attempt)["Location"]


def test_the_next_page_is_the_next_screen_then_the_answers_then_the_result_of_what_was_sent():
    assert url_after(new_attempt("a")) == "/screening/a/answering-for/"
    assert url_after(up_to("suicide_plan")) == "/screening/a/suicide-intention/"
    complete = replace(new_attempt("a"), answers=CLEAR)
    assert url_after(complete) == "/screening/a/check-your-answers/"
    assert url_after(replace(complete, answers={}, reference="AAAA-0000")) == "/screening/a/result/"


def test_stopping_early_is_offered_until_the_person_keeps_going():
    attempt = up_to(STOPPED, pregnancy="yes")
    assert navigation.may_stop_early(attempt)
    assert not navigation.may_stop_early(replace(attempt, keeps_going=True))
    # Back from the early result leads to the offer again.
    assert navigation.may_stop_early(replace(attempt, ended_early=True))
    assert not navigation.may_stop_early(replace(attempt, reference="AAAA-0000"))
    assert not navigation.may_stop_early(up_to(STOPPED))


@pytest.mark.parametrize("question_id", ["wish_to_be_dead", "suicide_intention", "unusual_experiences"])
def test_stopping_early_is_never_offered_before_every_question_that_can_be_urgent(question_id):
    assert not navigation.may_stop_early(up_to(question_id, emergency_signs="usual"))


def test_only_a_person_who_stopped_early_has_an_early_result():
    attempt = up_to(STOPPED, pregnancy="yes")
    assert navigation.early_assessment(attempt) is None
    stopped = replace(attempt, ended_early=True)
    assert navigation.early_assessment(stopped).disposition == "not-suitable-now"
    assert url_after(stopped) == "/screening/a/result/"


def test_an_early_result_ends_with_the_answer_that_led_to_it():
    attempt = replace(up_to(STOPPED), ended_early=True)
    assert navigation.early_assessment(attempt) is None
    assert url_after(attempt) == "/screening/a/aneurysm/"


def test_the_number_of_the_last_screen_counts_like_the_progress_line():
    assert navigation.last_screen_number(new_attempt("a")) == 0
    assert navigation.last_screen_number(up_to(STOPPED)) == 11
    seizures = up_to("more_health", health_history=["seizures"], seizures="no", pregnancy="yes")
    assert navigation.last_screen_number(seizures) == 19


def test_the_link_back_leads_to_the_last_screen_with_answers():
    assert navigation.last_screen_url(up_to(STOPPED)) == "/screening/a/pregnancy/"
    complete = replace(new_attempt("a"), answers=CLEAR)
    assert navigation.last_screen_url(complete) == "/screening/a/ride-home/"


def test_every_screen_has_one_address_named_after_its_first_question():
    for screen in QUESTIONNAIRE.screens:
        slug = navigation.screen_slug("a", screen)
        assert navigation.screen_by_slug("a", slug) == screen
        assert (slug == screen.first.id.replace("_", "-")) is not screen.first.is_follow_up
    assert navigation.screen_by_slug("a", "suicide-plan") is None
    assert navigation.screen_by_slug("a", "other-health") is None


def test_the_address_of_a_follow_up_differs_in_each_attempt():
    follow_ups = [screen for screen in QUESTIONNAIRE.screens if screen.first.is_follow_up]
    slugs = {navigation.screen_slug(attempt, screen) for attempt in ("a", "b") for screen in follow_ups}
    assert len(slugs) == 2 * len(follow_ups)
    assert not any(screen.first.id.replace("_", "-") in slug for slug in slugs for screen in follow_ups)


def test_the_address_of_a_question_names_its_place_on_the_screen():
    plan = QUESTIONNAIRE.by_id["suicide_plan"]
    assert navigation.question_url("a", plan) == "/screening/a/suicide-intention/#suicide_plan"
