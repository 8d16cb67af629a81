"""Tests of `make staff`, which creates the first account, or another one when nobody can sign in."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from staff.models import AccessEntry
from tests.staff.second_steps import PASSWORD, staff

pytestmark = pytest.mark.django_db


def make(monkeypatch, *options, password=PASSWORD):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    output = io.StringIO()
    call_command("make_staff_account", "--password-stdin", *options, stdout=output)
    return output.getvalue()


def test_an_account_can_be_created_with_options_only(monkeypatch):
    output = make(monkeypatch, "--username=ann", "--name=Ann Reyes", "--email=ann@clinic.example", "--role=Reviewer")
    ann = User.objects.get()
    assert (ann.username, ann.get_full_name(), ann.email) == ("ann", "Ann Reyes", "ann@clinic.example")
    assert (ann.is_staff, ann.is_superuser, ann.check_password(PASSWORD)) == (True, False, True)
    assert [role.name for role in ann.groups.all()] == ["Reviewer"]
    assert output == "ann can sign in now, and is Reviewer.\n"
    assert list(AccessEntry.objects.order_by("id").values_list("actor", "action", "subject", "detail")) == [
        ("", "changed-account", "ann", "made at the command line"),
        ("", "changed-roles", "ann", "+ Reviewer"),
    ]


def test_missing_options_are_asked_for_and_the_first_account_gets_two_roles_by_default(monkeypatch):
    answers = iter(["ann", "Ann Reyes", "", ""])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    monkeypatch.setattr("staff.management.commands.make_staff_account.getpass", lambda question: PASSWORD)
    call_command("make_staff_account", stdout=io.StringIO())
    assert sorted(role.name for role in User.objects.get().groups.all()) == ["Clinical lead", "Privacy officer"]


@pytest.mark.parametrize(
    ("options", "password", "message"),
    [
        (["--username=rae"], PASSWORD, "There is an account rae already."),
        (["--username=RAE"], PASSWORD, "There is an account RAE already."),
        (["--username=a b"], PASSWORD, "Enter a valid username."),
        (["--username=ann"], "short", "This password is too short."),
        (["--username=ann"], "harbor light 2026!", "Names of the clinic, your own, and repeats do not count"),
        (["--username=ann", "--email=nobody"], PASSWORD, "Enter a valid email address."),
    ],
)
def test_invalid_input_creates_no_account(monkeypatch, options, password, message):
    staff("rae")
    options = ["--name=", "--email=", "--role=Reviewer", *options]
    with pytest.raises(CommandError, match=message):
        make(monkeypatch, *options, password=password)
    assert User.objects.count() == 1


def test_only_listed_numbers_are_accepted_as_roles(monkeypatch):
    monkeypatch.setattr("builtins.input", lambda question: "9")
    with pytest.raises(CommandError, match="Roles are the numbers 1 to 6"):
        make(monkeypatch, "--username=ann", "--name=", "--email=")


def test_without_a_terminal_the_error_says_which_option_is_missing(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with pytest.raises(CommandError, match="Nobody answers “User name:”"):
        call_command("make_staff_account")
