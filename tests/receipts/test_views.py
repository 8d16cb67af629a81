"""A person sees and withdraws what they sent with nothing but the code."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from consultations.models import ConsultationRequest
from receipts.models import Erasure
from screening.models import Submission
from screening.submissions.receipt_code import code_of
from tests.receipts.codes import code_of_answers, code_of_both, code_of_call, open_receipt, withdraw
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import begin, code_on, send, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent():
    return code_of_answers()


@pytest.fixture
def both():
    return code_of_both()


def facts_on(response):
    """The description list of the page: each term with its text."""
    return {dt.text: " ".join(dt.find_next("dd").text.split()) for dt in soup(response).select("main dt")}


def today(days=0):
    return date_format(timezone.localdate() + timedelta(days=days), "F j, Y")


@pytest.mark.parametrize("url", ["/receipt/", "/receipt/withdraw/"])
def test_the_page_asks_for_the_code_and_needs_no_session(client, url):
    response = client.get(url)
    page = soup(response)
    [field] = page.select("main input:not([type=hidden])")
    assert {name: field[name] for name in ("name", "type", "autocomplete", "autocapitalize", "spellcheck")} == {
        "name": "code",
        "type": "text",
        "autocomplete": "off",
        "autocapitalize": "characters",
        "spellcheck": "false",
    }
    assert (page.form["method"], page.form["action"]) == ("post", "/receipt/")
    assert set(response.cookies) == {"csrf"}


def test_a_code_in_a_url_is_ignored(client, sent, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/receipt/", {"code": sent})
    assert sent not in response.content.decode()
    assert client.get(f"/receipt/{sent}/").status_code == 404


def test_every_receipt_page_is_private_and_has_a_quick_exit(client, sent):
    pages = [
        client.get("/receipt/"),
        open_receipt(client, sent),
        open_receipt(client, "0"),
        open_receipt(client, code_of("nobody")),
        withdraw(client, sent),
    ]
    assert [page.status_code for page in pages] == [200, 200, 422, 404, 200]
    for page in pages:
        assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store, private", "noindex")
        links = [link.text for link in soup(page).select("a[href='/screening/leave/']")]
        assert links == ["Exit this page", "Emergency: Exit this page"]
        assert soup(page).select("a")[1]["href"] == "/screening/leave/"


@pytest.mark.parametrize("url", ["/receipt/", "/receipt/withdraw/"])
@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter your receipt code"),
        ("ABCD-EFGH", "Enter all 28 letters and digits of the code. You entered 8"),
        ("0" * 27 + "1", "Check the code against what you wrote down. At least one letter or digit is not right"),
        ("x" * 201, "Enter only the 28 letters and digits of the code"),
    ],
)
def test_a_typing_mistake_is_reported_without_a_query(client, django_assert_num_queries, url, typed, message):
    with django_assert_num_queries(0):
        response = client.post(url, {"code": typed})
    page = soup(response)
    assert response.status_code == 422
    assert page.title.text.startswith("Error: ")
    assert {link["href"]: link.text for link in page.select(".error-summary a")} == {"#id_code": message}
    assert page.select_one("#id_code").get("value", "") == typed


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("0", "O")])
def test_a_code_opens_the_receipt_however_it_is_typed(client, sent, typed):
    assert open_receipt(client, typed(sent)).status_code == 200


def test_the_receipt_of_answers_says_what_is_held_and_how_long(client, sent):
    assert facts_on(open_receipt(client, sent)) == {
        "Your answers": f"Yes, to {len(CLEAR)} questions We received them on {today()}.",
        "Status of your answers": "Waiting to be read",
        "Who has looked at your answers": "Nobody has looked at your answers yet",
        "Reference to give when you call us": Submission.objects.get().reference,
        "Your name and number, for a call": "No",
        "How long we keep it": f"Until {today(30)} Then our clean-up job deletes it.",
    }


def test_the_receipt_of_a_call_request_says_what_is_held_and_how_long(client):
    assert facts_on(open_receipt(client, code_of_call())) == {
        "Your answers": "No",
        "Your name and number, for a call": f"Yes You asked for a call on {today()}.",
        "Status of your call": "Waiting for our call",
        "How long we keep it": "Until 90 days after your request for a call is closed "
        "Then our clean-up job deletes it.",
    }


def test_the_receipt_of_both_counts_the_time_from_the_day_the_call_was_closed(client, both):
    Submission.objects.update(state="in-review")
    ConsultationRequest.objects.get().move_to("closed")
    assert facts_on(open_receipt(client, both)) == {
        "Your answers": f"Yes, to {len(CLEAR)} questions We received them on {today()}.",
        "Status of your answers": "Being read",
        "Who has looked at your answers": "Nobody has looked at your answers yet",
        "Reference to give when you call us": Submission.objects.get().reference,
        "Your name and number, for a call": f"Yes You asked for a call on {today()}.",
        "Status of your call": "Done",
        "How long we keep it": f"Until {today(90)} Then our clean-up job deletes it.",
    }


def test_the_receipt_says_how_often_staff_looked_and_does_not_count_the_person(client, sent):
    def looks():
        return facts_on(open_receipt(Client(), sent))["Who has looked at your answers"]

    client.force_login(User.objects.create_superuser("ann"))
    submission = Submission.objects.get()
    assert [looks(), looks()] == ["Nobody has looked at your answers yet"] * 2
    client.get("/staff/screening/submission/")
    assert looks() == "Nobody has looked at your answers yet"
    client.get(f"/staff/screening/submission/{submission.pk}/change/")
    assert looks() == "Our staff looked at your answers once"
    client.get(f"/staff/screening/submission/{submission.pk}/fhir/")
    assert looks() == "Our staff looked at your answers 2 times"


def test_the_receipt_shows_neither_answers_nor_result_nor_contact(client, both):
    html = open_receipt(client, both).content.decode()
    submission = Submission.objects.get()
    texts = [answer.text for row in submission.record.answers for answer in row.answers]
    texts += ["Ann", "212-555-0100", submission.disposition, submission.get_disposition_display()]
    # The receipt itself says "No" and "Yes".
    assert {text for text in texts if text in html} == {"No", "Yes"}


def test_answers_that_cannot_be_opened_any_more_can_still_be_withdrawn(client, sent):
    Submission.objects.update(sealed_record="v1.lost.AAAA")
    assert facts_on(open_receipt(client, sent))["Your answers"].startswith("Yes We received them on")
    assert withdraw(client, sent).status_code == 200
    assert Submission.objects.count() == 0


def test_nothing_is_deleted_before_the_box_is_checked(client, both):
    page = soup(open_receipt(client, both))
    assert not page.select("[checked]")
    response = withdraw(client, both, confirmed="")
    page = soup(response)
    assert response.status_code == 422
    assert {link["href"]: link.text for link in page.select(".error-summary a")} == {
        "#id_confirmed": "Check the box to delete it, or leave this page to keep it"
    }
    assert page.select_one("input[name=code]")["value"] == both
    assert (Submission.objects.count(), ConsultationRequest.objects.count(), Erasure.objects.count()) == (1, 1, 0)


def test_a_withdrawal_deletes_answers_and_contact_and_names_the_date_of_the_last_backup(client, both):
    reference = Submission.objects.get().reference
    response = withdraw(client, both)
    assert response.status_code == 200
    assert soup(response).h1.text == "We deleted what you sent"
    assert "Your answers, your result, and your name and number are gone" in soup(response).main.text
    facts = facts_on(response)
    assert facts.pop("Deleted").startswith(today())
    assert facts == {
        "Reference": reference,
        "The last encrypted backup that may contain a copy will be deleted by": today(35),
    }
    assert both not in response.content.decode()
    assert (Submission.objects.count(), ConsultationRequest.objects.count(), Erasure.objects.count()) == (0, 0, 1)


def test_the_confirmation_of_a_withdrawal_can_be_printed(client, both):
    page = soup(withdraw(client, both))
    assert page.select_one("main button[data-print][hidden]").text == "Print this page"
    assert page.select_one("script[src*=print]")


def test_nothing_can_be_withdrawn_twice(client, sent):
    withdraw(client, sent)
    response = withdraw(client, sent)
    assert response.status_code == 404
    assert "If you deleted your answers, they are gone." in response.content.decode()
    assert Erasure.objects.count() == 1


def test_a_form_of_another_site_is_refused(sent):
    strict = Client(enforce_csrf_checks=True)
    assert open_receipt(strict, sent).status_code == 403
    assert withdraw(strict, sent).status_code == 403
    assert Submission.objects.count() == 1


def test_without_a_database_the_page_works_and_a_code_gets_the_phone_number(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("no such host")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.ensure_connection", refuse)
    assert client.get("/receipt/").status_code == 200
    response = open_receipt(client, code_of("a1"))
    assert response.status_code == 503
    assert "(555) 555-0100" in response.content.decode()


@pytest.mark.parametrize("url", ["/receipt/", "/receipt/withdraw/"])
def test_other_methods_are_refused(client, url):
    assert client.put(url).status_code == client.delete(url).status_code == 405


def test_a_person_who_starts_again_after_a_withdrawal_gets_another_code(client):
    first = code_on(send(client, CLEAR))
    withdraw(client, first)
    assert code_on(send(client, CLEAR, begin(client))) not in ("", first)
