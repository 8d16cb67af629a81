"""The page of today has everybody to talk to, on one sheet, and is logged."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from consultations.models import ConsultationRequest
from screening.submissions.sending import Consent
from screening.vocabulary.dispositions import Disposition
from staff.models import AccessEntry
from staff.roles import Role
from tests.consultations.appointments.times import after, book, front_desk, values
from tests.screening.journeys import soup

pytestmark = pytest.mark.django_db
TODAY = "/staff/consultations/appointment/today/"
CONTACT = {"name": "Bea", "phone": "212-555-0199", "may_leave_message": "no", "when": ["morning"]}


@pytest.fixture
def filled(time_machine):
    """An appointment of today, one of tomorrow, a call that is due and one that is not."""
    front_desk(start=8, end=9)
    times = values()
    ann, _ = book(times[0]), book(times[2], contact=CONTACT | {"name": "Tom", "email": ""})
    time_machine.move_to(after(ann.starts_at, hours=-1))
    for name, days, comes_first in (("Bea", 30, False), ("Flo", 20, True), ("Eve", 0, False)):
        request = ConsultationRequest.ask(
            name, Disposition.SUGGEST_CONSULTATION, CONTACT | {"name": name}, Consent.to_text("Yes."), comes_first
        )
        ConsultationRequest.objects.filter(pk=request.pk).update(requested_at=timezone.now() - timedelta(days=days))


def page_for(client, *roles):
    person = User.objects.create_user(f"somebody {roles}", is_staff=True)
    person.groups.set(Group.objects.filter(name__in=roles))
    client.force_login(person)
    return soup(client.get(TODAY))


def test_it_has_the_appointments_of_today_and_the_calls_that_are_due(filled, client):
    page = page_for(client, Role.FRONT_DESK)
    assert [name.text for name in page.select(".today bdi")] == ["Ann", "Flo", "Bea"]
    assert page.select_one("#appointments + table th[scope=row]").text == "8:00 am"
    [entry] = AccessEntry.objects.all()
    assert (entry.action, entry.subject, len(entry.detail.split())) == ("saw-contact", "list of today", 3)


def test_whoever_may_not_see_contact_data_sees_no_names_and_no_calls(filled, client):
    page = page_for(client, Role.REVIEWER)
    assert [cell.text for cell in page.select("[data-label=Who]")] == ["not shown to you"]
    assert not page.select("#calls")
    assert not AccessEntry.objects.exists()


def test_a_free_day_says_so(client):
    text = page_for(client, Role.FRONT_DESK).select_one(".today").text
    assert "There are no appointments today." in text
    assert "Nobody has to be called today." in text
