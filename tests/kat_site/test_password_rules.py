"""A password that is easy to guess is refused with advice."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from kat_site.password_rules import ADVICE, HardToGuess

COMMON = "It is a word or password that many people use, or close to one."


def refusal_messages(password: str, user: User | None = None) -> list[str]:
    try:
        HardToGuess().validate(password, user)
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("qwertyuiopasdfgh", COMMON),
        ("P@ssw0rd12345678", COMMON),
        ("abcabcabcabcabcabc", "It says the same thing more than once."),
        ("abcdefghijklmnopq", "It is a sequence, like abc or 6543."),
    ],
)
def test_an_easy_password_is_refused_with_the_reason_and_advice(password, reason):
    assert refusal_messages(password) == [f"This password is easy to guess. {reason} {ADVICE}"]


@pytest.mark.parametrize("password", ["correct horse battery staple", "let the otters swim", "x7#Kq!v2Lm9@Zt4w"])
def test_several_unrelated_words_or_random_characters_are_accepted(password):
    assert refusal_messages(password) == []


def test_a_password_made_of_the_names_of_the_account_is_refused():
    user = User(username="zephyrine", first_name="Zephyrine", last_name="Quackenbush")
    assert refusal_messages("quackenbushzephyrine", None) == []
    assert refusal_messages("quackenbushzephyrine", user) != []


def test_only_the_first_72_characters_of_a_password_are_judged():
    assert refusal_messages("let the otters swim " * 20) == refusal_messages(("let the otters swim " * 20)[:72])
    assert refusal_messages("a" * 72 + "x7#Kq!v2Lm9@Zt4w") != []
