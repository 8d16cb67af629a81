"""Creates one account of each role, and a second reviewer and lead, because what is milder needs two of them."""

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
    Account("caller", "Sample Caller", Role.CALLER),
    Account("lead", "Sample Lead", Role.CLINICAL_LEAD),
    Account("lead2", "Sample Second Lead", Role.CLINICAL_LEAD),
    Account("privacy", "Sample Privacy Officer", Role.PRIVACY_OFFICER),
)


def create() -> dict[str, User]:
    """The accounts by user name. Nobody can sign in before `set_new_passwords`."""
    staff = {}
    for account in ACCOUNTS:
        person = User(username=account.username, first_name=account.name, is_staff=True)
        person.set_unusable_password()
        person.save()
        person.groups.add(Group.objects.get(name=account.role))
        record(None, Action.CHANGED_ACCOUNT, account.username, "created for the demo")
        record(None, Action.CHANGED_ROLES, account.username, f"+ {account.role}")
        staff[account.username] = person
    return staff


def set_new_passwords() -> dict[str, str]:
    """A new random password for each user name. Only its hash is stored."""
    passwords = {}
    for account in ACCOUNTS:
        person = User.objects.get(username=account.username)
        passwords[account.username] = _password()
        person.set_password(passwords[account.username])
        person.save(update_fields=("password",))
    return passwords


def _password() -> str:
    """Eighty random bits, easy to type."""
    return "-".join("".join(secrets.choice(CROCKFORD.lower()) for _ in range(4)) for _ in range(4))
