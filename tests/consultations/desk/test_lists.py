"""The lists of the desk: who waits, since when, whom to call and how. Each page is logged before it is shown."""

from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from consultations.appointments import booking
from consultations.desk.contacts import LISTED
from consultations.models import ConsultationRequest, State
from screening.models import Submission
from screening.submissions.sending import Consent
from screening.vocabulary.dispositions import Disposition
from staff.models import LONGEST_DETAIL, AccessEntry, AccessLogHead
from staff.roles import Role
from tests.consultations.appointments.times import NOW, after, book, front_desk, schedule, values
from tests.consultations.call_requests import form
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import agree, soup, walk
from vault.seal import seal

pytestmark = pytest.mark.django_db
CALLS, APPOINTMENTS = "/staff/consultations/consultationrequest/", "/staff/consultations/appointment/"
CONTACT = {"name": "Ann", "phone": "212-555-0100", "may_leave_message": "no", "when": ["morning"]}


def signed_in(*roles):
    person = User.objects.create_user(f"somebody {roles}", is_staff=True)
    person.groups.set(Group.objects.filter(name__in=roles))
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def desk():
    return signed_in(Role.FRONT_DESK)


def asked(name="Ann", days=0, state=State.NEW):
    key = f"{name} {days}"
    request = ConsultationRequest.ask(
        key, Disposition.SUGGEST_CONSULTATION, CONTACT | {"name": name}, Consent.to_text("Yes."), comes_first=False
    )
    requested_at = timezone.now() - timedelta(days=days)
    ConsultationRequest.objects.filter(pk=request.pk).update(requested_at=requested_at)
    request.requested_at = requested_at
    ConsultationRequest.objects.filter(pk=request.pk).update(columns_digest=request.digest_of_columns())
    request.move_to(state)
    return request


def asked_and_sent():
    person = Client()
    result = walk(person, CLEAR)
    person.post(f"/call-me/{result.split('/')[2]}/", form())
    agree(person, result)
    return ConsultationRequest.objects.latest("requested_at")


def rows(response):
    return soup(response).select("#result_list tbody tr")


def names(response):
    return [row.select_one(".field-person bdi").text for row in rows(response)]


def logged():
    return list(AccessEntry.objects.order_by("id").values_list("action", "subject", "detail"))


def test_who_waits_longest_is_first_with_name_number_and_how_long(desk):
    asked("Bea", days=1)
    asked("Ann", days=30)
    asked("Eve", days=2, state=State.CLOSED)
    response = desk.get(CALLS)
    assert names(response) == ["Ann", "Bea"]
    ann, bea = rows(response)
    assert ann.select_one(".field-person a")["href"] == "tel:+12125550100"
    assert "leave no message" in ann.select_one(".field-person").text
    assert "business days" in ann.select_one(".field-since").text
    assert [len(row.select(".overdue")) for row in (ann, bea)] == [1, 0]


def test_a_page_of_the_list_is_one_entry_with_its_references(desk):
    request, alone = asked_and_sent(), asked("Bea")
    assert "212-555-0100" in desk.get(CALLS).text
    references = {request.submission.reference, str(alone.pk)[:8]}
    [(action, subject, detail)] = logged()
    assert (action, subject, set(detail.split())) == ("saw-contact", "list of call requests", references)


def test_the_references_of_a_full_page_fit_into_one_entry():
    assert LISTED * len("ABCD-EFGH ") - 1 <= LONGEST_DETAIL


def test_an_empty_list_says_so_and_logs_nothing(desk):
    assert "Nobody waits for a call." in desk.get(CALLS).text
    assert "There are no appointments today." in desk.get(APPOINTMENTS).text
    assert logged() == []


def test_a_list_is_not_shown_when_it_cannot_be_logged(desk, monkeypatch):
    asked()

    def refuse(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(AccessLogHead, "save", refuse)
    with pytest.raises(ZeroDivisionError):
        desk.get(CALLS)


@pytest.mark.parametrize("change", [str, str.lower, lambda text: text.replace("-", " "), lambda text: f" {text} "])
def test_a_reference_is_found_however_it_is_typed_and_whatever_the_state(desk, change):
    request = asked_and_sent()
    asked("Bea")
    request.move_to(State.CLOSED)
    assert len(rows(desk.get(CALLS, {"q": change(request.submission.reference)}))) == 1


def test_an_unknown_reference_says_what_to_do(desk):
    asked()
    page = soup(desk.get(CALLS, {"q": "AAAA-BBBB"}))
    assert "Nothing here has the reference “AAAA-BBBB”." in page.select_one(".desk-empty").text


@pytest.mark.parametrize("query", ["state=urgent", "show=nothing", "result=urgent-help-now", "result=incomplete2"])
def test_a_value_that_cannot_occur_is_refused(desk, query):
    assert desk.get(f"{CALLS}?{query}")["Location"] == f"{CALLS}?e=1"


def test_filters_offer_what_can_occur_and_nothing_else(desk):
    asked()
    offered = [link.text for link in soup(desk.get(CALLS)).select("#changelist-filter a")]
    assert offered == [
        *("Any", "New", "Tried", "Reached", "Booked", "Done", "No show", "Canceled", "Closed"),
        *("All", "Suggest a consultation", "Talk to a clinician first", "No screening"),
    ]


def test_every_link_of_the_lists_opens_for_each_role_that_sees_them():
    request = asked_and_sent()
    front_desk()
    book(now=NOW)
    for role in (Role.FRONT_DESK, Role.CALLER, Role.REVIEWER, Role.CLINICAL_LEAD, Role.PRIVACY_OFFICER):
        client = signed_in(role)
        for url in (CALLS, f"{CALLS}{request.pk}/change/", f"{APPOINTMENTS}?show=all", f"{APPOINTMENTS}today/"):
            response = client.get(url)
            if response.status_code == 403:
                continue
            links = {link["href"] for link in soup(response).select("#content a[href]")}
            local = {link for link in links if not link.startswith(("tel:", "mailto:"))}
            assert {link: client.get(urljoin(url, link)).status_code for link in local} == (dict.fromkeys(local, 200))


def test_a_clinician_sees_contact_data_with_the_permission_for_it_only():
    front_desk()
    book(now=NOW)
    reviewer, caller = signed_in(Role.REVIEWER), signed_in(Role.REVIEWER, Role.CALLER)
    assert "Ann" not in reviewer.get(APPOINTMENTS, {"show": "all"}).text
    assert logged() == []
    assert "Ann" in caller.get(APPOINTMENTS, {"show": "all"}).text
    assert len(logged()) == 1
    assert caller.get(CALLS).status_code == 200
    assert reviewer.get(CALLS).status_code == 403


def test_a_clinician_sees_the_contact_of_their_own_appointments_in_the_list_too():
    cleo = User.objects.create_user("cleo", is_staff=True)
    cleo.groups.add(Group.objects.get(name=Role.REVIEWER))
    schedule(account=cleo)
    own = book()
    front_desk()
    other = next(value for value in values() if not value.startswith(f"{own.schedule_id}."))
    book(other, contact=CONTACT | {"name": "Bea"})
    client = Client()
    client.force_login(cleo)
    cells = [row.select_one(".field-person").text for row in rows(client.get(APPOINTMENTS, {"show": "all"}))]
    assert [cell.startswith("Ann") for cell in sorted(cells)] == [True, False]
    assert "not shown to you" in cells
    assert [(subject, detail) for _, subject, detail in logged()] == [("list of appointments", str(own.pk)[:8])]


def test_appointments_of_today_of_this_week_and_those_without_an_outcome(time_machine):
    schedule(start=8, end=18)
    monday = values()
    booked = [book(value) for value in (monday[0], monday[1], monday[20])]
    time_machine.move_to(after(booked[0].starts_at, hours=0.1))
    desk = signed_in(Role.FRONT_DESK)

    def shown(view):
        return [row.select_one("th a")["href"].split("/")[4] for row in rows(desk.get(APPOINTMENTS, {"show": view}))]

    keys = [str(one.pk) for one in booked]
    assert (shown("today"), shown("week"), shown("waiting")) == (keys[:2], keys, keys[:1])
    booking.set_state(booked[0].pk, "done", timezone.now())
    assert (shown("waiting"), set(shown("all"))) == ([], set(keys))


def test_a_note_and_the_tries_are_on_the_row(desk):
    request = asked()
    request.record_call(timezone.now(), was_reached=False)
    request.seal_note("Works nights.")
    request.save()
    text = rows(desk.get(CALLS))[0].select_one(".field-progress").text
    assert text.startswith("Tried1 try, on ")
    assert text.endswith("Works nights.")
    assert "nights" not in str(list(ConsultationRequest.objects.values()))


def test_a_row_that_no_key_opens_is_listed_with_a_warning(desk):
    request = asked()
    sealed = seal(CONTACT, context="something else", row=str(request.pk))
    ConsultationRequest.objects.update(sealed_contact=sealed, sealed_note=sealed)
    assert rows(desk.get(CALLS))[0].select_one(".field-person").text == "cannot be read"


def test_a_long_list_has_pages_and_each_is_logged(desk):
    for number in range(LISTED + 1):
        asked(f"Person {number}")
    assert len(rows(desk.get(CALLS))) == LISTED
    assert len(rows(desk.get(CALLS, {"p": "2"}))) == 1
    assert [len(detail.split()) for _, _, detail in logged()] == [LISTED, 1]


def test_the_privacy_officer_finds_who_saw_a_person_in_a_list(desk):
    request = asked_and_sent()
    reference = request.submission.reference
    desk.get(CALLS)
    desk.get(f"{CALLS}{request.pk}/change/")
    officer = signed_in(Role.PRIVACY_OFFICER)
    page = soup(officer.get("/staff/staff/accessentry/", {"q": reference.lower()}))
    assert [cell.text for cell in page.select("#result_list .field-subject")] == [
        str(request.pk),
        "list of call requests",
    ]


def test_the_lists_show_no_digest(desk):
    request = asked_and_sent()
    for url in (CALLS, f"{CALLS}{request.pk}/change/"):
        assert "digest" not in desk.get(url).text.lower()
        assert request.consent_digest not in desk.get(url).text


def test_nobody_learns_from_a_deleted_submission(desk):
    asked_and_sent()
    Submission.objects.all().delete()
    assert [row.select_one(".field-reference").text for row in rows(desk.get(CALLS))] == ["not sent"]
