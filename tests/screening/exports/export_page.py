"""Signs in a privacy officer and requests exports, for the tests of exports."""

from django.contrib.auth.models import Permission, User
from django.http import HttpResponse
from django.test import Client

from staff.models import AccessEntry

EXPORT = "/staff/screening/submission/export/"
PASSWORD = "correct horse battery"


def officer(*codenames: str) -> User:
    """A person with this password who may export."""
    person = User.objects.create_user("pia", password=PASSWORD, is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=["export_submission", *codenames]))
    return person


def signed_in(client: Client, *codenames: str) -> Client:
    client.force_login(officer(*codenames))
    return client


def ask(desk: Client, format: str, **choices: object) -> HttpResponse:
    """Send the form with every answer, unless `choices` change it."""
    given = {"columns": ["reference"], "every_answer": "on", "password": PASSWORD} | choices
    return desk.post(EXPORT, {"format": format, **{k: v for k, v in given.items() if v is not None}})


def sent(response: HttpResponse) -> bytes:
    """The whole file."""
    assert response.status_code == 200
    assert response.streaming
    return response.getvalue()


def log() -> list[tuple[str, str, str, str]]:
    """Actor, action, subject and detail of every entry, oldest first."""
    return list(AccessEntry.objects.order_by("id").values_list("actor", "action", "subject", "detail"))
