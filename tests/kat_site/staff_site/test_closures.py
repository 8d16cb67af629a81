"""Clinical leads and privacy officers close what visitors use; everybody at the desk sees it on the first page."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User

from bases.versions import STALE
from screening.models import Closure
from screening.submissions.closures import LONGEST_REASON, Service, closed_services
from staff.access_log import Action
from staff.models import AccessEntry
from staff.roles import Role

pytestmark = pytest.mark.django_db
URL = "/staff/closures/"
MAY_CLOSE = {Role.CLINICAL_LEAD, Role.PRIVACY_OFFICER}


def person(role: Role) -> User:
    user = User.objects.create_user(role.name.lower(), first_name="Lea", last_name=role.value, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def lead(client) -> User:
    user = person(Role.CLINICAL_LEAD)
    client.force_login(user)
    return user


def form_of(client, service):
    soup = BeautifulSoup(client.get(URL).content, "html.parser")
    return next(form for form in soup.select("main form") if form.select_one(f"[name=service][value={service}]"))


def data(client, service, change="close", reason="We are ill this week."):
    carried = form_of(client, service).select_one("[name=drawn_from]")["value"]
    return {"service": service, "change": change, "reason": reason, "drawn_from": carried}


@pytest.mark.parametrize("service", Service)
def test_each_is_closed_alone_and_opened_again_and_both_are_logged(client, lead, service):
    response = client.post(URL, data(client, service), follow=True)
    assert f"{service.label}: closed." in response.content.decode()
    assert closed_services().keys() == {service}
    client.post(URL, data(client, service, "open"))
    assert closed_services() == {}
    logged = AccessEntry.objects.order_by("pk").values_list("actor", "action", "subject", "detail")
    assert list(logged) == [
        ("clinical_lead", Action.CLOSED_SERVICE, service.label, "We are ill this week."),
        ("clinical_lead", Action.OPENED_SERVICE, service.label, ""),
    ]


def test_the_reason_is_needed_to_close_and_not_to_open(client, lead):
    response = client.post(URL, data(client, Service.CALLS, reason="  "))
    assert (response.status_code, Closure.objects.count()) == (422, 0)
    assert "Write why it is closed" in response.content.decode()
    client.post(URL, data(client, Service.CALLS))
    client.post(URL, data(client, Service.CALLS, "open", reason=""))
    assert closed_services() == {}


def test_a_long_reason_is_refused_and_stays_in_the_form(client, lead):
    reason = "a" * (LONGEST_REASON + 1)
    response = client.post(URL, data(client, Service.CALLS, reason=reason))
    assert (response.status_code, Closure.objects.count()) == (422, 0)
    assert reason in response.content.decode()


def test_an_unknown_service_closes_nothing(client, lead):
    response = client.post(URL, data(client, Service.CALLS) | {"service": "crisis-help"})
    assert (response.status_code, Closure.objects.count()) == (200, 0)


def test_the_reason_can_be_changed(client, lead):
    client.post(URL, data(client, Service.CALLS, reason="First."))
    client.post(URL, data(client, Service.CALLS, reason="Second."))
    assert [row.reason for row in Closure.objects.all()] == ["Second.", "First."]


def test_the_second_of_two_clicks_stores_nothing_more(client, lead):
    sent = data(client, Service.CALLS)
    assert [client.post(URL, sent).status_code for _ in range(2)] == [302, 302]
    assert Closure.objects.count() == AccessEntry.objects.count() == 1


def test_a_form_that_is_older_than_a_colleagues_change_changes_nothing(client, lead):
    old = data(client, Service.CALLS, reason="Mine.")
    officer = person(Role.PRIVACY_OFFICER)
    client.force_login(officer)
    client.post(URL, data(client, Service.CALLS, reason="Theirs."))
    client.force_login(lead)
    response = client.post(URL, old)
    assert (response.status_code, Closure.objects.count()) == (409, 1)
    page = BeautifulSoup(response.content, "html.parser")
    assert STALE in page.text
    assert "Lea Privacy officer" in page.select_one(".stale").text
    assert "closed it: Theirs." in page.select_one(".stale").text
    assert page.select_one("#calls_reason").text.strip() == "Mine."


@pytest.mark.parametrize("role", [None, *Role])
def test_only_leads_and_privacy_officers_may_close_and_everybody_sees_what_is_closed(client, lead, role):
    client.post(URL, data(client, Service.TIMES, reason="<b>Ill</b>"))
    user = person(role) if role not in (None, Role.CLINICAL_LEAD) else lead
    if role is None:
        user = User.objects.create_user("new", is_staff=True)
    client.force_login(user)
    assert client.get(URL).status_code == (200 if role in MAY_CLOSE else 403)
    card = BeautifulSoup(client.get("/staff/").content, "html.parser").select_one("#card-services")
    closed = card.select_one("li.is-bad").text
    assert closed.startswith("Attention: Picking a time: closed on ")
    assert closed.endswith(" by Lea Clinical lead. “<b>Ill</b>”")
    assert len(card.select("a")) == (3 if role in MAY_CLOSE else 0)


def test_whoever_may_not_close_changes_nothing(client, lead):
    sent = data(client, Service.CALLS)
    client.force_login(person(Role.REVIEWER))
    assert (client.post(URL, sent).status_code, Closure.objects.count()) == (403, 0)


def test_the_first_page_shows_nothing_of_it_to_others_while_all_is_open(client):
    client.force_login(person(Role.FRONT_DESK))
    assert BeautifulSoup(client.get("/staff/").content, "html.parser").select("#card-services") == []
