"""What a person was told about how long we keep something holds, whatever clinic.yaml says later."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import Tag
from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from consultations.models import ConsultationRequest
from operations.retention import purge
from pages import catalogue
from screening.journey.forms import ConsentField
from screening.models import Submission
from screening.submissions.promises import Promised
from screening.submissions.sending import Consent
from screening.vocabulary.dispositions import Disposition
from tests.bases.every_form import all_forms
from tests.consultations import call_requests
from tests.kat_site.rows import OURS
from tests.promises import change_limits
from tests.receipts.codes import code_of_both, code_of_call, open_receipt, withdraw
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import begin, code_on, send, soup, walk
from tests.screening.submitting import as_if_stored, submit

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SHORTER, LONGER = (
    {"screening_days": 14, "consultation_request_days": 14},
    {
        "screening_days": 300,
        "consultation_request_days": 300,
    },
)
CONTACT = {"name": "Ann", "phone": "555-555-0100", "may_leave_message": "no", "when": ["any"]}
# Models that hold nothing for which a person was told an end, and why.
NO_PROMISE = {
    "consultations.CalendarFeed": "no personal data of those who visit",
    "consultations.DayException": "no personal data of those who visit",
    "consultations.Hold": "a digest, deleted after minutes",
    "consultations.Mail": "its text is gone when it is sent, after two days at the latest",
    "consultations.Schedule": "no personal data of those who visit",
    "consultations.WeeklyHours": "no personal data of those who visit",
    "operations.KeyRecord": "no personal data",
    "operations.MaintenanceRun": "no personal data",
    "operations.Notice": "no personal data",
    "pages.ContentPage": "no personal data",
    "pages.FileVersion": "no personal data of those who visit",
    "pages.PageVersion": "no personal data",
    "pages.Plan": "no personal data",
    "pages.Renaming": "no personal data of those who visit",
    "pages.TypedText": "no personal data of those who visit",
    "receipts.Erasure": "a reference without content, kept without a limit",
    "screening.Closure": "no personal data of those who visit",
    "screening.ComparedRules": "no personal data",
    "screening.DailyTotal": "counts",
    "screening.FindingDomain": "deleted with its submission",
    "screening.Lapse": "deleted with its submission",
    "screening.Note": "deleted with its submission",
    "screening.Review": "deleted with its submission",
    "screening.SignOff": "no personal data",
    "screening.UrgentAction": "deleted with its submission",
    "staff.AccessEntry": "kept for at least six years: the database refuses to delete it earlier",
    "staff.AccessLogHead": "no personal data",
}
# Models that store the day itself that a person was told: tests/consultations/appointments/test_retention.py.
STORES_THE_DAY = {"consultations.Appointment"}
# The limits of clinic.yaml are read where something is promised, and where rows without a promise get one.
ROOT = Path(__file__).resolve().parents[3]
LIMIT = re.compile(r"kept\.(?:screening|consultation_request|backup)_days")
READS_A_LIMIT = {
    "consultations/appointments/booking.py",
    "consultations/models.py",
    "consultations/retention.py",
    "demo/appointments.py",
    "demo/management/commands/demo.py",
    "operations/management/commands/backup.py",
    "operations/management/commands/rotate_data_key.py",
    # labels of the form for clinic.yaml
    "pages/editing/fields/words.py",
    # its docstring
    "pages/schema/clinic.py",
    "receipts/receipt.py",
    "screening/submissions/retention.py",
    "screening/submissions/submission.py",
    "templates/consultations/consent.html",
    "templates/consultations/times/consent.html",
    "templates/screening/consent.html",
    "templates/screening/result.html",
}


def in_days(days: int) -> str:
    return date_format(timezone.localdate() + days * DAY, "F j, Y")


def days_kept(model: type[Promised]) -> list[int | None]:
    return [row.kept_days for row in model._default_manager.order_by("pk")]


def test_every_model_that_promises_an_end_to_a_person_stores_the_promise() -> None:
    ours = [model for model in apps.get_models() if model._meta.app_label in OURS]
    promised = {model._meta.label for model in ours if issubclass(model, Promised)}
    assert promised == {"screening.Submission", "consultations.ConsultationRequest"}
    assert {model._meta.label for model in ours} == promised | STORES_THE_DAY | NO_PROMISE.keys()
    for model in (Submission, ConsultationRequest):
        assert isinstance(model._meta.get_field(model.COUNTS_FROM), models.DateTimeField)


def test_nothing_but_a_new_promise_reads_the_limits_of_today() -> None:
    folders = (
        "consultations",
        "demo",
        "kat_site",
        "operations",
        "pages",
        "receipts",
        "screening",
        "staff",
        "templates",
    )
    files = [
        path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".html", ".txt"}
    ]
    found = {str(path.relative_to(ROOT)) for path in files if LIMIT.search(path.read_text())}
    assert found == READS_A_LIMIT


@pytest.mark.parametrize("limits", [SHORTER, LONGER], ids=["shorter", "longer"])
def test_pages_and_purge_follow_what_was_promised_and_a_change_holds_for_new_records_only(client, monkeypatch, limits):
    attempt = begin(client)
    code = code_on(send(client, CLEAR, attempt))
    change_limits(monkeypatch, **limits)
    assert f"your result until {in_days(30)}." in soup(client.get(f"/screening/{attempt}/result/")).main.text
    assert f"Until {in_days(30)}" in soup(open_receipt(client, code)).main.text
    new = submit()
    kept = catalogue.current().clinic.kept
    assert [row.kept_days for row in Submission.objects.order_by("received_at")] == [30, limits["screening_days"]]
    received_at = Submission.objects.exclude(pk=new.pk).get().received_at
    assert purge(kept, True, received_at + 30 * DAY - timedelta(seconds=1))["submissions"] == (limits == SHORTER)
    assert Submission.objects.exclude(pk=new.pk).exists()
    assert purge(kept, True, received_at + 30 * DAY)["submissions"] == 1
    assert not Submission.objects.exclude(pk=new.pk).exists()


@pytest.mark.parametrize("limits", [SHORTER, LONGER], ids=["shorter", "longer"])
@pytest.mark.parametrize("code_of", [code_of_both, code_of_call])
def test_a_call_request_and_its_answers_are_kept_as_long_as_it_said_when_it_was_made(
    client, monkeypatch, limits, code_of
):
    code = code_of()
    change_limits(monkeypatch, **limits)
    assert "Until 90 days after your request for a call is closed" in soup(open_receipt(client, code)).main.text
    request = ConsultationRequest.objects.get()
    request.move_to("closed")
    assert f"Until {in_days(90)}" in soup(open_receipt(client, code)).main.text
    kept = catalogue.current().clinic.kept
    purge(kept, True, request.closed_at + 90 * DAY - timedelta(seconds=1))
    assert (ConsultationRequest.objects.count(), Submission.objects.count()) == (1, code_of is code_of_both)
    purge(kept, True, request.closed_at + 90 * DAY)
    assert (ConsultationRequest.objects.count(), Submission.objects.count()) == (0, 0)


def test_the_pages_after_asking_for_a_call_say_what_was_promised(client, monkeypatch):
    attempt = begin(client)
    send(client, CLEAR, attempt)
    client.post(f"/call-me/{attempt}/", call_requests.form())
    change_limits(monkeypatch, **LONGER)
    for url in (f"/screening/{attempt}/result/", f"/call-me/{attempt}/received/"):
        text = " ".join(soup(client.get(url)).main.text.split())
        assert "until 90 days after your request for a call is closed. Then our clean-up job deletes" in text
    Submission.objects.get().consultation_request.move_to("closed")
    assert f"your result until {in_days(90)}." in soup(client.get(f"/screening/{attempt}/result/")).main.text


def test_a_row_without_a_promise_is_not_deleted_before_it_has_the_longest_that_is_known(monkeypatch):
    kept = catalogue.current().clinic.kept
    submit()
    Submission.objects.update(received_at=timezone.now() - 29 * DAY, kept_days=None)
    assert Submission.objects.get().promise == "the day that the privacy page says"
    consent = Consent.to_text("I agree.")
    request = ConsultationRequest.ask("a1", Disposition.SUGGEST_CONSULTATION, CONTACT, consent)
    ConsultationRequest.objects.filter(pk=request.pk).update(kept_days=None, consent_language="de")
    # As the migration leaves it.
    as_if_stored(Submission.objects.get())
    purge(kept, True)
    assert (days_kept(Submission), days_kept(ConsultationRequest)) == ([30], [90])
    # The second was changed past the site, and its promise does not hide that.
    assert [Submission.objects.get().is_as_stored, ConsultationRequest.objects.get().is_as_stored] == [True, False]
    submit()
    Submission.objects.filter(received_at__lt=timezone.now() - DAY).update(kept_days=None)
    change_limits(monkeypatch, **SHORTER)
    purge(catalogue.current().clinic.kept, True)
    assert days_kept(Submission) == [30, 30]


def box_on(response) -> Tag:
    return soup(response).select_one("[name=consent]")


def send_url(client):
    return walk(client, CLEAR).replace("check-your-answers", "send-to-the-clinic")


@pytest.mark.parametrize(
    ("url_of_form", "fields"),
    [
        (send_url, {}),
        (call_requests.call_url, call_requests.CONTACT),
        (lambda client: "/call-me/", call_requests.CONTACT),
    ],
    ids=["send", "call", "call without a result"],
)
def test_who_agreed_to_words_that_are_no_longer_in_force_is_asked_again(client, monkeypatch, url_of_form, fields):
    url = url_of_form(client)
    page = client.get(url)
    sent = fields | {hidden["name"]: hidden["value"] for hidden in soup(page).select("main input[type=hidden]")}
    change_limits(monkeypatch, backup_days=300)
    for consent in (box_on(page)["value"], "on"):
        again = client.post(url, sent | {"consent": consent})
        assert (again.status_code, box_on(again).has_attr("checked")) == (422, False)
        assert "What we say here has changed" in soup(again).select_one(".error-summary").text
        assert "300 more days" in soup(again).main.text
    assert (Submission.objects.count(), ConsultationRequest.objects.count()) == (0, 0)
    assert client.post(url, sent | {"consent": box_on(again)["value"]}).status_code == 302
    [stored] = [*Submission.objects.all(), *ConsultationRequest.objects.all()]
    assert (stored.backup_days, stored.is_as_stored) == (300, True)


def test_an_error_in_another_field_keeps_the_consent(client):
    url = call_requests.call_url(client)
    again = client.post(url, call_requests.form() | {"phone": "5"})
    assert (again.status_code, box_on(again).has_attr("checked")) == (422, True)


def test_every_form_that_asks_for_consent_compares_the_words():
    consents = {
        form: form.base_fields["consent"] for form in all_forms() if "consent" in getattr(form, "base_fields", {})
    }
    assert consents
    assert {type(field) for field in consents.values()} == {ConsentField}


def test_the_receipt_says_for_how_long_backups_remain_as_it_was_when_the_person_sent_it(client, monkeypatch):
    code = code_of_both()
    change_limits(monkeypatch, backup_days=300)
    assert "in our backups for up to 35 more days" in soup(open_receipt(client, code)).main.text
    erased = withdraw(client, code)
    assert date_format(timezone.localdate() + 35 * DAY, "F j, Y") in soup(erased).main.text


def test_a_row_without_a_promise_about_backups_gets_that_of_today_and_stays_as_it_was_stored(monkeypatch):
    row = submit()
    Submission.objects.filter(pk=row.pk).update(backup_days=None)
    stored = as_if_stored(Submission.objects.get(pk=row.pk))
    assert stored.is_as_stored
    purge(catalogue.current().clinic.kept, True)
    now = Submission.objects.get()
    assert (now.backup_days, now.is_as_stored) == (35, True)
