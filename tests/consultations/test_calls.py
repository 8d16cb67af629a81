"""A call can be asked for without a screening, with what helps the person to talk, and a mail if they want one."""

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from consultations import mails
from consultations.models import ConsultationRequest, Mail
from screening.models import Submission
from screening.submissions.reviewing import record_review
from screening.vocabulary.dispositions import Disposition
from tests.consultations.call_requests import call_url, form
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import agree, begin, code_on, in_another_tab, send, soup, walk

pytestmark = pytest.mark.django_db
URL = "/call-me/"
HELP = {"means": "video", "interpreter": "Polish", "helper": "yes"}


def form_on(client):
    """The fields of the form without a screening, as a browser sends them."""
    return form(has_result=False) | {"form_key": soup(client.get(URL)).select_one("[name=form_key]")["value"]}


def stored():
    return [(request.disposition, request.contact["phone"]) for request in ConsultationRequest.objects.all()]


def test_a_call_without_a_screening_is_stored_with_a_receipt_code_and_without_a_result(client):
    response = client.post(URL, form_on(client), follow=True)
    assert soup(response).h1.text == "We have your request for a call"
    assert stored() == [("incomplete", "212-555-0100")]
    request = ConsultationRequest.objects.get()
    assert (request.submission, request.comes_first) == (None, False)
    code = code_on(response)
    receipt = client.post("/receipt/", {"code": code})
    assert "You asked for a call on" in soup(receipt).main.text
    client.post("/receipt/withdraw/", {"code": code, "confirmed": "yes"})
    assert stored() == []


def test_the_page_says_that_nothing_is_known_and_asks_for_no_reason(client):
    page = soup(client.get(URL))
    assert "We do not see any answers or a result." in page.main.text
    assert {field["name"] for field in page.select("main input")} == {
        *("csrfmiddlewaretoken", "form_key", "name", "phone", "may_leave_message", "when"),
        *("means", "interpreter", "helper", "consent"),
    }
    assert "18 or older" in page.select_one("label[for=id_consent]").text
    assert not page.select("textarea")


def test_the_same_form_sent_twice_asks_once_even_by_a_browser_without_a_cookie(client):
    fields = form_on(client)
    first, second = Client().post(URL, fields, follow=True), Client().post(URL, fields, follow=True)
    assert code_on(first) == code_on(second) != ""
    assert len(stored()) == 1
    assert Client().post(URL, fields | {"name": "Bob"}).status_code == 409


def test_a_form_without_its_key_is_stored_too(client):
    for key in ("", "short", "x" * 200):
        client.post(URL, form(has_result=False) | {"form_key": key})
    assert len(stored()) == 3


def test_a_form_with_an_error_keeps_what_was_typed_and_its_key(client):
    fields = form_on(client) | {"phone": "123"}
    response = client.post(URL, fields)
    page = soup(response)
    assert response.status_code == 422
    assert (page.select_one("#id_name")["value"], page.select_one("[name=form_key]")["value"]) == (
        "Ann",
        fields["form_key"],
    )
    assert stored() == []


def test_whoever_has_a_result_may_still_ask_without_it(client):
    walk(client, CLEAR)
    client.post(URL, form_on(client))
    assert [disposition for disposition, _ in stored()] == ["incomplete"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_with_a_result_that_says_not_now_no_call_can_be_asked_for_without_it_either(client, method):
    walk(client, CLEAR | {"pregnancy": "yes"})
    assert getattr(client, method)(URL, form())["Location"] == "/talk-to-us/"
    assert stored() == []


def test_the_page_of_the_request_opens_again_and_has_no_result(client):
    url = client.post(URL, form_on(client))["Location"]
    page = soup(client.get(url))
    assert page.h1.text == "We have your request for a call"
    assert not page.select("a[href*='/result/']")
    attempt = url.split("/")[2]
    assert client.get(f"/screening/{attempt}/result/")["Location"] == f"/screening/{attempt}/answering-for/"


def test_what_helps_the_person_to_talk_is_sealed_with_the_rest_and_shown_at_the_desk(client, admin_client):
    client.post(call_url(client), form() | HELP)
    request = ConsultationRequest.objects.get()
    assert request.contact == {
        **{"name": "Ann", "phone": "212-555-0100", "may_leave_message": "no", "when": ["morning"]},
        **{"means": "video", "interpreter": "Polish", "helper": ["yes"]},
    }
    assert "Polish" not in str(ConsultationRequest.objects.values())
    text = admin_client.get(f"/staff/consultations/consultationrequest/{request.pk}/change/").content.decode()
    for line in (
        "In a video call: we text you the link",
        "Interpreter: <bdi>Polish</bdi>",
        "Yes, a helper will be on the call",
    ):
        assert line in text


def test_a_clinic_without_video_calls_does_not_ask_about_them(client, monkeypatch):
    monkeypatch.setattr("consultations.views.offered", lambda: {"by_video": False, "by_mail": False})
    assert not soup(client.get(URL)).select("[name=means]")
    client.post(URL, {name: value for name, value in form_on(client).items() if name != "means"})
    assert len(stored()) == 1


class TestConfirmation:
    @pytest.fixture(autouse=True)
    def _mail_is_set_up(self, settings, monkeypatch):
        settings.MAIL_IS_SET_UP = True
        monkeypatch.setattr("operations.notices._send_in_background", lambda: None)

    @pytest.mark.parametrize("address", ["with a result", "without"])
    def test_whoever_left_an_address_gets_one_neutral_mail(self, client, address):
        url = call_url(client) if address == "with a result" else URL
        fields = (form() if url != URL else form_on(client)) | {"email": "ann@mail.example"}
        for _ in range(2):
            client.post(url, fields)
        assert mails.send_waiting() == (1, 0)
        assert [(sent.subject, sent.to) for sent in mail.outbox] == [
            ("We received your request for a call", ["ann@mail.example"])
        ]

    def test_without_an_address_there_is_no_mail(self, client):
        client.post(call_url(client), form() | {"email": ""})
        assert not Mail.objects.exists()
        assert len(stored()) == 1

    def test_a_wrong_address_is_an_error_that_says_what_to_do(self, client):
        response = client.post(call_url(client), form() | {"email": "ann@"})
        message = "Enter an email address like name@example.com, or leave this empty"
        assert soup(response).select_one(".error-summary a").text == message
        assert stored() == []

    def test_a_site_that_sends_no_mail_does_not_ask_for_an_address(self, client, settings):
        settings.MAIL_IS_SET_UP = False
        assert not soup(client.get(call_url(client))).select("[name=email]")


class TestAfterADecision:
    @pytest.fixture
    def attempt(self, client):
        return begin(client)

    def decide(self, disposition):
        ann, _ = User.objects.get_or_create(username="ann")
        submission = Submission.objects.get()
        record_review(submission.pk, ann, disposition=disposition, reason="answers", note="")

    def test_not_now_closes_the_call_and_leaves_the_phone(self, client, attempt):
        send(client, CLEAR, attempt)
        self.decide(Disposition.NOT_SUITABLE_NOW)
        assert client.post(f"/call-me/{attempt}/", form())["Location"] == f"/screening/{attempt}/result/"
        page = soup(client.get(f"/screening/{attempt}/result/"))
        assert not page.select("main a[href^='/call-me/']")
        assert page.select_one("main a[href='/talk-to-us/']").text == "Questions about this result? See how to reach us"
        assert stored() == []

    def test_a_decision_at_the_last_moment_counts(self, client, attempt, monkeypatch):
        send(client, CLEAR, attempt)
        in_another_tab(monkeypatch, lambda: self.decide(Disposition.NOT_SUITABLE_NOW))
        assert client.post(f"/call-me/{attempt}/", form())["Location"] == f"/screening/{attempt}/result/"
        assert stored() == []

    def test_talk_first_is_stored_with_the_request(self, client, attempt):
        send(client, CLEAR, attempt)
        self.decide(Disposition.TALK_TO_CLINICIAN_FIRST)
        assert "Ask a clinician to call" in soup(client.get(f"/screening/{attempt}/result/")).main.text
        client.post(f"/call-me/{attempt}/", form())
        assert stored() == [("talk-to-clinician-first", "212-555-0100")]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "Ask for a call about a consultation"),
        ({"pressure_told": "not_sure"}, "Ask a clinician to call"),
        ({"pregnancy": "yes"}, "Questions about this result? See how to reach us"),
    ],
)
def test_every_result_leads_to_the_clinic_in_its_own_words(client, answers, words):
    url = walk(client, CLEAR | answers)
    for page in (client.get(url.replace("check-your-answers", "result")), agree(client, url, follow=True)):
        main = soup(page).main
        assert words in [link.text for link in main.select("a")]
        assert main.select("a[href='/talk-to-us/']")
