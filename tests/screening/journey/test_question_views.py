"""The screens over HTTP: no answer lost, no attempts mixed, help at once, nothing stored that should not be."""

import re
from datetime import date, timedelta
from weakref import WeakKeyDictionary

import pytest
import time_machine
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import InterfaceError, InternalError, OperationalError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from consultations.models import ConsultationRequest
from screening.early_result import early
from screening.journey import due_deletions, forms, question_views, session
from screening.journey.forms import ScreenForm
from screening.journey.navigation import question_url, screen_url
from screening.models import Submission
from screening.path import on_path
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.daily_totals import DailyTotal, sums
from tests.consultations import call_requests
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import agree, answer, begin, consented, in_another_tab, soup, url_of, walk, walk_until
from vault.seal import seal, unseal

pytestmark = pytest.mark.django_db

CSRF = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+')
FOLLOW_UPS = [question for question in QUESTIONNAIRE.questions if question.is_follow_up]


def answers_to_everything():
    conditions = [c.id for c in QUESTIONNAIRE.by_id["health_history"].choices if c.id in QUESTIONNAIRE.by_id]
    return CLEAR | dict.fromkeys(conditions, "no") | {"health_history": conditions}


class TestScreens:
    def test_every_screen_can_be_opened_and_asks_each_of_its_questions_in_a_group_of_its_own(self, client):
        attempt = begin(client)
        walk(client, answers_to_everything(), attempt)
        for screen in QUESTIONNAIRE.screens:
            page = soup(client.get(screen_url(attempt, screen)))
            assert [fieldset["id"] for fieldset in page.find_all("fieldset")] == [q.id for q in screen.questions]
            for question in screen.questions:
                fieldset = page.find(id=question.id)
                assert fieldset.legend.text.strip() == question.text
                assert [sign.text for sign in fieldset.select(".question__listed li")] == list(question.listed)
                assert [text.text for text in fieldset.select(".question__hint")] == [question.hint][
                    : bool(question.hint)
                ]
                assert [text.text for text in fieldset.select(".why p")] == [question.why][: bool(question.why)]
                inputs = fieldset.find_all("input")
                assert [field["value"] for field in inputs] == [choice.id for choice in question.choices]
                assert (inputs[0]["id"], {field["name"] for field in inputs}) == (f"id_{question.id}", {question.id})

    def test_the_heading_is_the_only_question_or_the_title_of_the_section(self, client):
        attempt = begin(client)
        walk(client, answers_to_everything(), attempt)
        for screen in QUESTIONNAIRE.screens:
            page = soup(client.get(screen_url(attempt, screen)))
            legends = [legend.find(["h1", "h2"]) for legend in page.find_all("legend")]
            if len(screen.questions) == 1:
                assert legends == [page.h1]
            else:
                assert page.h1.text == screen.section.title
                assert {legend.name for legend in legends} == {"h2"}

    @pytest.mark.parametrize("at", [0, -1])
    def test_a_page_that_is_filled_in_is_the_page_that_the_template_draws(self, client, at):
        attempt = begin(client)
        given = answers_to_everything()
        walk(client, given, attempt)
        for screen in QUESTIONNAIRE.screens:
            url = screen_url(attempt, screen)
            request = RequestFactory().get(url)
            several = {question.id for question in screen.questions if question.select_all}
            chosen = {question.id: question.choices[at].id for question in screen.questions}
            initial = {id: [choice] if id in several else choice for id, choice in chosen.items()}
            run = session.Attempt(attempt, given | initial)
            form = ScreenForm(screen, initial=initial)
            context = question_views._of_screen(screen) | question_views._of_person(request, run, screen)
            drawn = render_to_string("screening/question.html", context | {"form": form}, request)
            filled = question_views._screen_page(request, run, screen).content.decode()
            assert CSRF.sub("", filled) == CSRF.sub("", drawn)
            assert filled.count(" checked>") == len(chosen)

    def test_a_screen_is_drawn_once_and_one_with_errors_each_time(self, client, monkeypatch):
        drawn = []
        monkeypatch.setattr(question_views, "_drawings", WeakKeyDictionary())
        monkeypatch.setattr(forms, "as_crispy_form", lambda form: drawn.append(form.is_bound) or "")
        for _ in range(3):
            url = url_of(begin(client), "answering_for")
            client.get(url)
            client.post(url, {})
        assert drawn == [False, True, True, True]

    def test_the_signs_and_the_hint_are_read_with_the_question(self, client):
        page = soup(client.get(walk_until(client, CLEAR, "unusual_experiences")))
        ids = ["id_unusual_experiences_listed", "id_unusual_experiences_helptext"]
        assert page.fieldset["aria-describedby"].split() == ids

    def test_no_answer_is_preselected_or_required(self, client):
        page = soup(client.get(walk_until(client, CLEAR, "aneurysm")))
        assert not page.select("[checked], [required]")
        assert page.form.has_attr("novalidate")

    def test_titles_of_screens_differ_and_name_no_answer(self, client):
        attempt = begin(client)
        walk(client, answers_to_everything(), attempt)
        screens = [screen for screen in QUESTIONNAIRE.screens if not screen.first.is_follow_up]
        titles = [soup(client.get(screen_url(attempt, screen))).title.text for screen in screens]
        assert len(set(titles)) == len(screens)
        assert titles[3] == "Your safety today (page 2 of 5) - Harbor Light"

    def test_the_address_and_title_of_a_follow_up_do_not_reveal_which_one_it_is(self, client):
        # A browser keeps both in its history.
        attempt = begin(client)
        walk(client, answers_to_everything(), attempt)
        pages = [client.get(screen_url(attempt, QUESTIONNAIRE.screen_of(question))) for question in FOLLOW_UPS]
        assert {soup(page).title.text for page in pages} == {"A question about your health - Harbor Light"}

    def test_a_follow_up_has_no_other_address(self, client):
        attempt = begin(client)
        walk(client, CLEAR | {"health_history": ["seizures"], "seizures": "recent"}, attempt)
        assert client.get(f"/screening/{attempt}/seizures/").status_code == 404

    @pytest.mark.parametrize("slug", ["shoe-size", "other-health", "suicide-plan", "before-we-go-on"])
    def test_an_address_that_is_no_screen_is_not_found(self, client, slug):
        assert client.get(f"/screening/{begin(client)}/{slug}/").status_code == 404

    def test_the_page_shows_the_number_of_the_screen(self, client):
        attempt = begin(client)
        progress = ".progress"
        assert soup(client.get(url_of(attempt, "answering_for"))).select_one(progress).text == (
            "About you. Screen 1 of about 21"
        )
        page = soup(client.get(walk_until(client, CLEAR, "psychotic_disorder", attempt)))
        assert page.select_one(progress).text == "Screen 9 of about 21"

    def test_a_follow_up_counts_as_soon_as_an_answer_calls_for_it(self, client):
        answers = CLEAR | {"health_history": ["seizures", "glaucoma"], "seizures": "no", "glaucoma": "no"}
        attempt = begin(client)
        assert "Screen 18 of about 21" in soup(client.get(walk_until(client, answers, "health_history", attempt))).text
        assert "Screen 21 of about 23" in soup(client.get(walk_until(client, answers, "more_health", attempt))).text

    def test_a_panel_stands_above_the_first_question_about_safety_and_nowhere_else(self, client):
        attempt = begin(client)
        walk(client, answers_to_everything(), attempt)
        pages = {s.first.id: soup(client.get(screen_url(attempt, s))) for s in QUESTIONNAIRE.screens}
        assert [first for first, page in pages.items() if page.select(".panel")] == ["emergency_signs"]
        panel = pages["emergency_signs"].select_one("details.panel:not([open])")
        assert panel.h2.text == "The next questions are about your safety today"
        assert [link["href"] for link in panel.find_all("a")] == ["tel:988", "sms:988", "tel:911"]
        assert panel.find_next("fieldset")["id"] == "emergency_signs"

    def test_the_screens_about_suicide_say_whom_to_call_while_reading(self, client):
        attempt = begin(client)
        walk(client, answers_to_everything(), attempt)
        pages = {s.first.id: soup(client.get(screen_url(attempt, s))) for s in QUESTIONNAIRE.screens}
        lines = {first: page.select_one(".screen-help") for first, page in pages.items()}
        assert [first for first, line in lines.items() if line] == [
            *("wish_to_be_dead", "suicide_intention", "suicide_try")
        ]
        line = lines["wish_to_be_dead"]
        assert line.text == "If this is hard to read alone, you can call 988 or text 988 now."
        assert line.find_previous_sibling().name == "h1"


class TestErrors:
    def test_every_question_without_an_answer_has_an_error_that_links_to_its_first_input(self, client):
        attempt = begin(client)
        response = client.post(walk_until(client, CLEAR, "aneurysm", attempt), {"aneurysm": "no", "avm": "maybe"})
        page = soup(response)
        assert response.status_code == 422
        assert page.title.text.strip() == "Error: Blood vessels and allergy - Harbor Light"
        links = page.select(".error-summary a")
        wrong = ["avm", "brain_bleed", "ketamine_allergy"]
        assert [link["href"] for link in links] == [f"#id_{question_id}" for question_id in wrong]
        for link, question_id in zip(links, wrong, strict=True):
            fieldset = page.find(id=question_id)
            error = fieldset.select_one(".question__error")
            assert error.text == f"Error: {link.text}"
            assert error["id"] in fieldset["aria-describedby"].split()
        assert not page.find(id="aneurysm").select(".question__error")
        assert [field["id"] for field in page.select("input[checked]")] == ["id_aneurysm"]

    def test_nothing_is_stored_while_an_answer_is_missing(self, client):
        attempt = begin(client)
        url = walk_until(client, CLEAR, "aneurysm", attempt)
        client.post(url, {"aneurysm": "no"})
        assert not soup(client.get(url)).select("input[checked]")

    @pytest.mark.parametrize("data", [{}, {"answering_for": "maybe"}, {"answering_for": ["other", "self"]}])
    def test_a_missing_unknown_or_double_answer_is_an_error_in_the_same_words(self, client, data):
        response = client.post(f"/screening/{begin(client)}/answering-for/", data)
        assert response.status_code == 422
        assert [a.text for a in soup(response).select(".error-summary a")] == [
            "Select an answer about who is answering"
        ]
        assert Session.objects.count() == 0

    def test_none_of_these_with_another_choice_is_an_error_that_keeps_the_selection(self, client):
        attempt = begin(client)
        walk(client, CLEAR, attempt)
        response = answer(client, attempt, medicines=["none", "opioid"])
        page = soup(response)
        assert response.status_code == 422
        assert page.select_one(".error-summary a").text == "Clear “None of these”, or clear all the others"
        checked = [field["value"] for field in page.select("#medicines input[checked]")]
        assert checked == ["opioid", "none"]


URGENT_ANSWERS = [
    (question.id, choice.id)
    for question in QUESTIONNAIRE.questions
    for choice in question.choices
    if choice.finding and choice.finding.urgent_cause
]


class TestUrgentAnswers:
    @pytest.mark.parametrize(("question_id", "choice"), URGENT_ANSWERS)
    def test_an_urgent_answer_is_answered_with_help_at_its_own_address_and_nothing_is_kept(
        self, client, question_id, choice
    ):
        attempt = begin(client)
        url = walk_until(client, CLEAR, question_id, attempt)
        title = soup(client.get(url)).title.text
        # Every other question of the screen is without an answer (U1).
        response = client.post(url, {question_id: choice})
        page = soup(response)
        assert (response.status_code, response["Cache-Control"]) == (200, "no-store, private")
        assert page.title.text == title
        assert page.select(".help-links a")
        assert not page.find("form")
        assert "call-me" not in str(page)
        assert Session.objects.count() == 0
        assert client.cookies["session"]["max-age"] == 0

    def test_it_comes_before_the_errors_of_the_other_questions(self, client):
        attempt = begin(client)
        url = walk_until(client, CLEAR, "suicide_plan", attempt)
        data = {"suicide_intention": "what", "suicide_plan": "not_sure", "suicide_right_now": ["no", "no"]}
        assert soup(client.post(url, data)).h1.text == "Please talk with someone now"

    @pytest.mark.parametrize("values", [["no", "yes"], ["yes", "no"], ["yes", "nonsense"]])
    def test_it_counts_also_among_repeated_answers(self, client, values):
        response = client.post(f"/screening/{begin(client)}/harm-to-others/", {"harm_to_others": values})
        assert soup(response).h1.text == "Please get help right now"

    def test_it_leads_to_help_also_when_the_attempt_is_gone_was_sent_or_never_began(self, client):
        attempt = begin(client)
        agree(client, walk(client, CLEAR, attempt))
        for id in (attempt, "never-begun"):
            response = client.post(url_of(id, "suicide_plan"), {"suicide_plan": "yes"})
            assert soup(response).h1.text == "Please talk with someone now"

    def test_every_attempt_of_the_browser_is_deleted(self, client):
        first, second = begin(client), begin(client)
        answer(client, first, answering_for="self")
        answer(client, second, answering_for="self")
        answer(client, second, harm_to_others="yes")
        assert client.get(url_of(first, "age")).status_code == 410

    def test_going_back_leads_to_a_page_that_says_why_once(self, client):
        attempt = begin(client)
        url = walk_until(client, CLEAR, "suicide_try", attempt)
        client.post(url, {"suicide_try": "within_3_months"})
        back = client.get(url)
        assert back.status_code == 410
        text = " ".join(soup(back).main.text.split())
        assert "One of your answers led to a page with help. We deleted all your answers then" in text
        assert "If it was a slip, you can start again. If it was not, please call 988 or call 911." in text
        assert [link["href"] for link in soup(back).main.find_all("a")] == ["/screening/", "tel:988", "tel:911"]
        assert "led to a page with help" not in client.get(url_of(attempt, "age")).content.decode()

    def test_a_new_start_forgets_why_the_answers_were_deleted(self, client):
        attempt = begin(client)
        answer(client, attempt, harm_to_others="yes")
        begin(client)
        assert "led to a page with help" not in client.get(url_of(attempt, "age")).content.decode()

    @pytest.mark.parametrize("error", [OperationalError, InternalError, InterfaceError, UpdateError])
    def test_help_and_the_quick_exit_do_not_depend_on_the_database(self, client, monkeypatch, settings, error):
        monkeypatch.setattr(due_deletions, "retry", lambda: None)
        answer(client, begin(client), answering_for="self")

        def refuse(*args, **kwargs):
            raise error("the database does not answer")

        for name in ("load", "save", "delete"):
            monkeypatch.setattr(f"vault.sessions.SessionStore.{name}", refuse)
        if error is not UpdateError:
            monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.ensure_connection", refuse)
        for _ in range(2):
            response = client.post("/screening/x/suicide-intention/", {"suicide_plan": "yes"})
            assert (response.status_code, soup(response).h1.text) == (200, "Please talk with someone now")
        assert client.get("/screening/leave/")["Location"] == settings.EXIT_URL
        for url, location in (
            ("/screening/x/answering-for/", "/screening/x/for-someone-else/"),
            ("/screening/x/age/", "/screening/under-18/"),
        ):
            data = {"answering_for": "other", "age": "under_18"}
            assert client.post(url, data)["Location"] == location
            assert client.get(location).status_code == 200


class TestOtherEndings:
    def test_someone_who_asks_for_another_person_gets_a_page_of_their_own_and_nothing_is_stored(self, client):
        with time_machine.travel("2026-12-01 12:00", tick=False):
            response = answer(client, attempt := begin(client), answering_for="other")
        assert response["Location"] == f"/screening/{attempt}/for-someone-else/"
        assert Session.objects.count() == 0
        assert sums(DailyTotal.What.FOR_SOMEONE_ELSE) == {"answering_for": 1}
        assert DailyTotal.objects.get().day == date(2026, 12, 1)
        page = soup(client.get(response["Location"]))
        assert page.h1.text == "Only they can answer these questions"
        assert not page.find("form")
        links = {link["href"] for link in page.main.find_all("a")}
        assert links == {
            *("/screening/new/", "/screening/questions/", "/screening/under-18/", "tel:988", "sms:988", "tel:911"),
            "tel:+15555550100",
        }
        assert "Nothing you answered was stored." in page.main.text

    def test_an_attempt_that_turns_out_to_be_for_someone_else_is_emptied_and_another_is_kept(self, client):
        first, second = begin(client), begin(client)
        walk(client, CLEAR, first)
        walk(client, CLEAR, second)
        answer(client, second, answering_for="other")
        assert client.get(f"/screening/{second}/result/").status_code == 410
        assert client.get(f"/screening/{first}/result/").status_code == 200
        assert client.post(f"/screening/{second}/send-to-the-clinic/", consented()).status_code == 410
        assert client.post(f"/call-me/{second}/", call_requests.form()).status_code == 410
        assert (Submission.objects.count(), ConsultationRequest.objects.count()) == (0, 0)

    def test_the_page_for_someone_else_can_be_opened_by_anybody(self, client):
        assert client.get("/screening/never-begun/for-someone-else/").status_code == 200
        links = {link.get("href") for link in soup(client.get("/screening/")).find_all("a")}
        assert any(link.endswith("/for-someone-else/") for link in links)

    @pytest.mark.parametrize("others", [{}, {"decision_help": "nonsense"}, {"decision_help": "no"}])
    def test_under_18_leads_to_its_own_page_at_once_and_nothing_is_stored(self, client, others):
        attempt = begin(client)
        url = walk_until(client, CLEAR, "age", attempt)
        assert client.post(url, {"age": "under_18"} | others)["Location"] == "/screening/under-18/"
        assert Session.objects.count() == 0
        page = soup(client.get("/screening/under-18/"))
        assert not page.find("form")
        assert "call-me" not in str(page)

    def test_every_answer_that_ends_the_questionnaire_has_a_page(self):
        ends = {(q.id, c.id) for q in QUESTIONNAIRE.questions for c in q.choices if c.ends_questionnaire}
        assert ends == {("answering_for", "other"), ("age", "under_18")}

    def test_leaving_deletes_the_answers_and_redirects_to_a_harmless_site(self, client, settings):
        url = walk(client, CLEAR)
        response = client.get("/screening/leave/")
        assert (response["Location"], response["Clear-Site-Data"]) == (settings.EXIT_URL, '"cache", "storage"')
        assert Session.objects.count() == 0
        back = client.get(url)
        assert back.status_code == 410
        assert "You left with “Exit this page”. We deleted all your answers then" in soup(back).main.text
        assert soup(back).select_one("main .button")["href"] == "/screening/"
        assert "You left with" not in client.get(url).content.decode()


class TestEarlyResult:
    ANSWERS = CLEAR | {"pregnancy": "yes"}

    @pytest.fixture
    def attempt(self, client):
        """An attempt with an answer that means not now, after every question that can be urgent."""
        attempt = begin(client)
        walk_until(client, self.ANSWERS, "aneurysm", attempt)
        return attempt

    @staticmethod
    def decide(client, attempt, decision):
        return client.post(f"/screening/{attempt}/stop-or-keep-going/", {"decision": decision})

    def test_it_is_offered_after_the_answer_at_the_address_of_the_next_screen(self, client, attempt):
        page = soup(client.get(url_of(attempt, "aneurysm")))
        assert page.h1.text == "You can stop here if you like"
        assert page.title.text == "Blood vessels and allergy - Harbor Light"
        assert [button.text for button in page.select("main button")] == ["See my result now", "Keep going"]
        assert page.select_one(".back-link")["href"] == url_of(attempt, "pregnancy")
        assert "Screen" not in page.main.text

    def test_it_is_not_offered_before_every_question_that_can_be_urgent_has_an_answer(self, client):
        attempt = begin(client)
        answers = CLEAR | {"emergency_signs": "usual"}
        for question_id in ("wish_to_be_dead", "suicide_try", "unusual_experiences"):
            page = soup(client.get(walk_until(client, answers, question_id, attempt)))
            assert page.find("fieldset")
        page = soup(client.get(walk_until(client, answers, "psychotic_disorder", attempt)))
        assert page.h1.text == "You can stop here if you like"

    def test_whoever_keeps_going_is_asked_the_rest_and_is_not_offered_it_again(self, client, attempt):
        assert self.decide(client, attempt, "keep-going")["Location"] == url_of(attempt, "aneurysm")
        assert soup(client.get(url_of(attempt, "aneurysm"))).find("fieldset")
        answer(client, attempt, aneurysm="yes")
        assert soup(client.get(url_of(attempt, "pressure_told"))).find("fieldset")
        self.decide(client, attempt, "stop")
        assert client.get(f"/screening/{attempt}/result/")["Location"] == url_of(attempt, "pressure_told")
        assert sums(DailyTotal.What.ENDED_EARLY) == {}

    def test_it_is_offered_again_after_going_back_until_the_person_keeps_going(self, client, attempt):
        first_lines = []
        for decision in (None, "keep-going", None):
            if decision:
                self.decide(client, attempt, decision)
            for url in (url_of(attempt, "pregnancy"), url_of(attempt, "aneurysm")):
                first_lines.append(soup(client.get(url)).h1.text)
            answer(client, attempt, pregnancy="yes")
        assert first_lines == [
            *("Pregnancy and nursing", "You can stop here if you like"),
            *("Pregnancy and nursing", "Blood vessels and allergy") * 2,
        ]

    def test_whoever_stops_sees_the_result_and_is_counted_once(self, client, attempt):
        result = f"/screening/{attempt}/result/"
        for _ in range(2):
            assert self.decide(client, attempt, "stop")["Location"] == result
        page = soup(client.get(result))
        assert page.h1.text == "This may not be the right time"
        assert sums(DailyTotal.What.ENDED_EARLY) == {"11": 1}
        assert client.get(url_of(attempt, "pressure_told"))["Location"] == result

    def test_it_cannot_be_sent_and_leads_to_no_call(self, client, attempt):
        self.decide(client, attempt, "stop")
        result = f"/screening/{attempt}/result/"
        assert client.get(f"/screening/{attempt}/check-your-answers/")["Location"] == result
        for url, data in (
            (f"/screening/{attempt}/send-to-the-clinic/", consented()),
            (f"/call-me/{attempt}/", call_requests.form()),
            (result, {}),
        ):
            assert client.post(url, data)["Location"] == result
        page = soup(client.get(result))
        assert not {link["href"] for link in page.main.find_all("a", href=True)} & {f"/call-me/{attempt}/"}
        assert (Submission.objects.count(), ConsultationRequest.objects.count()) == (0, 0)

    def test_it_is_never_shown_by_address_alone(self, client, attempt):
        for url in (f"/screening/{attempt}/result/", f"/screening/{attempt}/stop-or-keep-going/"):
            assert client.get(url + "?early=1&decision=stop")["Location"] == url_of(attempt, "aneurysm")

    def test_whoever_stopped_can_go_on_at_the_next_open_screen(self, client, attempt):
        self.decide(client, attempt, "stop")
        assert self.decide(client, attempt, "keep-going")["Location"] == url_of(attempt, "aneurysm")
        assert walk(client, self.ANSWERS, attempt) == f"/screening/{attempt}/check-your-answers/"

    def test_a_slip_can_be_put_right_and_then_nothing_is_offered(self, client, attempt):
        assert answer(client, attempt, pregnancy="no_or_na")["Location"] == url_of(attempt, "aneurysm")
        assert soup(client.get(url_of(attempt, "aneurysm"))).find("fieldset")
        self.decide(client, attempt, "stop")
        assert client.get(f"/screening/{attempt}/result/")["Location"] == url_of(attempt, "aneurysm")

    def test_a_slip_put_right_after_stopping_continues_the_questions(self, client, attempt):
        self.decide(client, attempt, "stop")
        assert answer(client, attempt, pregnancy="no_or_na")["Location"] == url_of(attempt, "aneurysm")
        assert answer(client, attempt, aneurysm="yes")["Location"] == url_of(attempt, "pressure_told")
        assert soup(client.get(url_of(attempt, "pressure_told"))).h1.text == "You can stop here if you like"

    def test_a_decision_nobody_offered_changes_nothing(self, client, attempt):
        for decision in ("", "yes", "send"):
            self.decide(client, attempt, decision)
        assert soup(client.get(url_of(attempt, "aneurysm"))).h1.text == "You can stop here if you like"
        assert self.decide(client, "never-begun", "stop").status_code == 410

    def test_an_attempt_that_was_left_meanwhile_is_gone(self, client, attempt, monkeypatch):
        in_another_tab(monkeypatch, Session.objects.all().delete)
        assert self.decide(client, attempt, "stop").status_code == 410
        assert sums(DailyTotal.What.ENDED_EARLY) == {}


class TestOtherRules:
    """An attempt that was begun before the rules changed ends, and its answers are never mixed with new ones."""

    @pytest.fixture
    def attempt(self, client):
        attempt = begin(client)
        walk(client, CLEAR, attempt)
        browser_session = client.session
        attempts = browser_session[session.KEY]
        fields = unseal(attempts[attempt], context=session.CONTEXT, row=attempt)
        assert isinstance(fields, dict)
        attempts[attempt] = seal(fields | {"rules": "0" * 64}, context=session.CONTEXT, row=attempt)
        browser_session.modified = True
        browser_session.save()
        return attempt

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_every_page_of_it_says_that_the_questions_have_changed(self, client, attempt, method):
        pages = ("answering-for", "age", "suicide-now", "check-your-answers", "result", "letter-for-my-doctor")
        urls = [f"/screening/{attempt}/{page}/" for page in (*pages, "stop-or-keep-going")]
        for url in [*urls, f"/call-me/{attempt}/", f"/call-me/{attempt}/received/"]:
            response = getattr(client, method)(url, {"answering_for": "self", "age": "25_64", "decision_help": "no"})
            if response.status_code == 405:
                continue
            assert response.status_code == 410, url
            assert "The questions have changed to make them safer. Please start again." in soup(response).main.text

    def test_a_new_attempt_in_the_same_browser_is_not_affected(self, client, attempt):
        assert walk(client, CLEAR).endswith("/check-your-answers/")

    def test_an_urgent_answer_still_leads_to_help(self, client, attempt):
        assert soup(answer(client, attempt, harm_to_others="yes")).h1.text == "Please get help right now"


class TestAttempts:
    def test_a_deep_link_leads_to_the_first_open_screen(self, client):
        attempt = begin(client)
        answer(client, attempt, answering_for="self")
        for slug in ("suicide-intention", "medicines", "check-your-answers", "result", "stop-or-keep-going"):
            assert client.get(f"/screening/{attempt}/{slug}/")["Location"] == f"/screening/{attempt}/age/"

    def test_back_and_change_show_the_answers_given_and_return_to_check_answers(self, client):
        attempt = begin(client)
        walk(client, CLEAR | {"pressure_readings": "not_sure"}, attempt)
        page = soup(client.get(url_of(attempt, "pressure_told")))
        assert [field["value"] for field in page.select("input[checked]")] == ["no", "not_sure"]
        assert page.select_one(".back-link")["href"] == url_of(attempt, "aneurysm")
        response = answer(client, attempt, pressure_told="untreated")
        assert response["Location"] == f"/screening/{attempt}/check-your-answers/"

    def test_the_form_leads_to_its_own_address_without_the_place_of_a_change_link(self, client):
        attempt = begin(client)
        walk(client, CLEAR, attempt)
        url = question_url(attempt, QUESTIONNAIRE.by_id["avm"])
        assert (
            soup(client.get(url)).select_one("main form")["action"] == url_of(attempt, "avm") == url.partition("#")[0]
        )

    def test_a_change_asks_a_new_follow_up_first_and_deletes_the_answer_to_one_no_longer_asked(self, client):
        attempt = begin(client)
        walk(client, CLEAR, attempt)
        seizures = url_of(attempt, "seizures")
        assert answer(client, attempt, health_history=["seizures"])["Location"] == seizures
        response = client.post(seizures, {"seizures": "recent"})
        assert response["Location"] == f"/screening/{attempt}/check-your-answers/"
        assert "in the last 6 months" in client.get(response["Location"]).content.decode()
        answer(client, attempt, health_history=["none"])
        assert "seizure-free" not in client.get(f"/screening/{attempt}/result/").content.decode()
        assert answer(client, attempt, health_history=["seizures"])["Location"] == seizures

    def test_two_attempts_in_one_browser_do_not_mix(self, client):
        first, second = begin(client), begin(client)
        walk(client, CLEAR | {"pregnancy": "yes"}, first)
        walk(client, CLEAR, second)
        assert soup(client.get(f"/screening/{first}/result/")).h1.text == "This may not be the right time"
        assert soup(client.get(f"/screening/{second}/result/")).h1.text.startswith("A talk with our team")

    def test_another_browser_cannot_open_an_attempt(self, client):
        attempt = begin(client)
        walk(client, CLEAR, attempt)
        for slug in ("age", "check-your-answers", "result", "stop-or-keep-going"):
            response = Client().get(f"/screening/{attempt}/{slug}/")
            assert response.status_code == 410
            assert "We keep your answers for 20 hours after the last one." in soup(response).main.text

    def test_answers_are_sealed_in_the_session_table(self, client):
        walk(client, CLEAR | {"pregnancy": "trying"})
        held = Session.objects.get().get_decoded()
        assert "trying" not in str(held)
        assert "trying" not in Session.objects.get().session_data

    def test_an_answer_that_comes_after_leaving_in_another_tab_is_not_stored(self, client, monkeypatch):
        attempt = begin(client)
        answer(client, attempt, answering_for="self")
        in_another_tab(monkeypatch, Session.objects.all().delete)
        assert answer(client, attempt, age="25_64").status_code == 410
        assert Session.objects.count() == 0

    @pytest.mark.parametrize("before", [True, False])
    def test_two_screens_answered_at_the_same_time_are_both_stored(self, client, monkeypatch, before):
        attempt = begin(client)
        walk(client, CLEAR, attempt)
        in_another_tab(monkeypatch, lambda: answer(client, attempt, pregnancy="yes"), before)
        answer(client, attempt, ride_home="no")
        page = soup(client.get(f"/screening/{attempt}/result/"))
        topics = [topic.text for topic in page.select(".reason__topic")]
        assert topics == ["About pregnancy", "About a ride home"]

    @pytest.mark.parametrize(("hours", "status"), [(19.9, 200), (20.1, 410)])
    def test_answers_expire_20_hours_after_the_last_one_and_then_a_page_says_so(self, client, hours, status):
        with time_machine.travel("2026-11-22 09:00", tick=False) as clock:
            attempt = begin(client)
            answer(client, attempt, answering_for="self")
            clock.shift(timedelta(hours=19))
            answer(client, attempt, age="25_64")
            clock.shift(timedelta(hours=hours))
            response = client.get(url_of(attempt, "emergency_signs"))
        assert response.status_code == status
        assert ("We no longer have these answers" in response.content.decode()) is (status == 410)

    def test_the_answers_of_the_tests_lead_to_an_early_result(self):
        assert early(on_path(TestEarlyResult.ANSWERS | {"ride_home": ""}))
