"""One account of each role, and a second reviewer: what loosens a disposition takes two."""

import secrets
from dataclasses import dataclass

from django.contrib.auth.models import Group, User

from screening.submissions.receipt_code import CROCKFORD
from staff.access_log import Action, record
from staff.roles import Role


@dataclass(frozen=True)
class Account:
    username: str
    name: str
    role: Role


ACCOUNTS = (
    Account("editor", "Sample Editor", Role.CONTENT_EDITOR),
    Account("frontdesk", "Sample Front Desk", Role.FRONT_DESK),
    Account("reviewer", "Sample Reviewer", Role.REVIEWER),
    Account("reviewer2", "Sample Second Reviewer", Role.REVIEWER),
    Account("lead", "Sample Lead", Role.CLINICAL_LEAD),
    Account("privacy", "Sample Privacy Officer", Role.PRIVACY_OFFICER),
)


def make() -> dict[str, User]:
    """All of them by user name. Nobody can sign in before `new_passwords`."""
    made = {}
    for one in ACCOUNTS:
        person = User(username=one.username, first_name=one.name, is_staff=True)
        person.set_unusable_password()
        person.save()
        person.groups.add(Group.objects.get(name=one.role))
        record(None, Action.CHANGED_ACCOUNT, one.username, "made for the demonstration")
        record(None, Action.CHANGED_ROLES, one.username, f"+ {one.role}")
        made[one.username] = person
    return made


def new_passwords() -> dict[str, str]:
    """A new random password for each of them; user name -> password. It is told once and stored only as a hash."""
    passwords = {}
    for one in ACCOUNTS:
        person = User.objects.get(username=one.username)
        passwords[one.username] = _password()
        person.set_password(passwords[one.username])
        person.save(update_fields=("password",))
    return passwords


def _password() -> str:
    """Eighty bits, to be typed from the terminal."""
    return "-".join("".join(secrets.choice(CROCKFORD.lower()) for _ in range(4)) for _ in range(4))
