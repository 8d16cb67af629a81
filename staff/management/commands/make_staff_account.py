"""`manage.py make_staff_account`: creates the first account, or another one when nobody can sign in to create it."""

import sys
from argparse import ArgumentParser
from getpass import getpass

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from staff.access_log import Action, record
from staff.roles import Role

FIRST = (Role.PRIVACY_OFFICER, Role.CLINICAL_LEAD)


class Command(BaseCommand):
    help = "Create an account for the review desk. Asks for every option that is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", help="The name to sign in with.")
        parser.add_argument("--name", help="The person's name, like “Ann Reyes”.")
        parser.add_argument("--email", help="Where the site's mail to them goes.")
        parser.add_argument("--role", action="append", choices=Role.values, help="Repeat it for several roles.")
        parser.add_argument("--password-stdin", action="store_true", help="Read the password from standard input.")

    def handle(
        self,
        *,
        username: str | None,
        name: str | None,
        email: str | None,
        role: list[str] | None,
        password_stdin: bool,
        **options: object,
    ) -> None:
        username = username or self._ask("User name: ")
        name = self._ask("Their name, like Ann Reyes: ") if name is None else name
        email = self._ask("Their e-mail (may stay empty): ") if email is None else email
        first, _, last = name.strip().partition(" ")
        account = User(username=username, first_name=first, last_name=last, email=email, is_staff=True)
        roles = role or self._ask_for_roles()
        if User.objects.filter(username__iexact=username).exists():
            raise CommandError(f"There is an account {username} already.")
        password = sys.stdin.readline().rstrip("\r\n") if password_stdin else self._ask_for_password()
        try:
            account.full_clean(exclude=["password"])
            validate_password(password, account)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        account.set_password(password)
        with transaction.atomic():
            account.save()
            account.groups.set(Group.objects.filter(name__in=roles))
            record(None, Action.CHANGED_ACCOUNT, username, "made at the command line")
            record(None, Action.CHANGED_ROLES, username, "; ".join(f"+ {name}" for name in sorted(roles)))
        self.stdout.write(f"{username} can sign in now, and is {' and '.join(sorted(roles))}.")

    def _ask(self, question: str) -> str:
        try:
            return input(question).strip()
        except EOFError as error:
            raise CommandError(f"Nobody answers “{question.strip()}”. Give it as an option: see --help.") from error

    def _ask_for_roles(self) -> list[str]:
        for number, choice in enumerate(Role, start=1):
            self.stdout.write(f"  {number} {choice}")
        default = " ".join(str(list(Role).index(choice) + 1) for choice in FIRST)
        numbers = (self._ask(f"Roles, as numbers [{default}]: ") or default).replace(",", " ").split()
        by_number = {str(number): choice.value for number, choice in enumerate(Role, start=1)}
        if not set(numbers) <= by_number.keys():
            raise CommandError(f"Roles are the numbers 1 to {len(Role)}, with spaces between them.")
        return [by_number[number] for number in numbers]

    def _ask_for_password(self) -> str:
        for rule in password_validators_help_texts():
            self.stdout.write(f"  {rule}")
        password = getpass("Password: ")
        if password != getpass("The same again: "):
            raise CommandError("The two passwords are not the same.")
        return password
