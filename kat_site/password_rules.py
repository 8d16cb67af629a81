"""Password validators: a new password must be hard to guess."""

import re

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

from pages import catalogue

LONGEST_JUDGED = 72  # characters; zxcvbn refuses longer texts, because they take seconds
LEAST_SCORE = 3  # of 4: more than 10^8 guesses
REASONS = {
    "dictionary": "It is a word or password that many people use, or close to one.",
    "spatial": "It is a row of keys on the keyboard.",
    "repeat": "It says the same thing more than once.",
    "sequence": "It is a sequence, like abc or 6543.",
    "regex": "It is a recent year.",
    "date": "It is a date.",
}
ADVICE = "Add another word or two, rare ones. Capitals, and signs in place of letters, hardly help."


class NamesDoNotCount:
    """Requires ten characters besides repeats and the names of the clinic and of the account."""

    least = 10

    def validate(self, password: str, user: User | None = None) -> None:
        words = {word for name in _names(user) for word in re.findall(r"\w+", name.casefold()) if len(word) > 2}
        without_names = re.sub("|".join(sorted(words, key=len, reverse=True)) or "$^", "", password.casefold())
        if len(_repeated_part(without_names)) < self.least:
            raise ValidationError(self.get_help_text(), code="password_of_names")

    def get_help_text(self) -> str:
        return f"Names of the clinic, your own, and repeats do not count: {self.least} other characters are needed."


class HardToGuess:
    """Refuses a password that is easy to guess with common passwords, words, keyboard rows, dates and sequences."""

    def validate(self, password: str, user: User | None = None) -> None:
        judged = zxcvbn(password[:LONGEST_JUDGED], user_inputs=_names(user), max_length=LONGEST_JUDGED)
        if judged["score"] >= LEAST_SCORE:
            return
        longest = max(judged["sequence"], key=lambda match: len(match["token"]), default=None)
        reason = REASONS.get(longest["pattern"], "") if longest else ""
        message = " ".join(filter(None, ("This password is easy to guess.", reason, ADVICE)))
        raise ValidationError(message, code="password_easy_to_guess")

    def get_help_text(self) -> str:
        return "Several words that do not belong together are hard to guess and easy to keep in mind."


def _names(user: User | None) -> list[str]:
    clinic = catalogue.current().clinic
    names = [clinic.name, clinic.short_name]
    if user is not None:
        names += [user.username, user.first_name, user.last_name, user.email.partition("@")[0]]
    return [name for name in names if name]


def _repeated_part(text: str) -> str:
    """Return the shortest part that `text` consists of when repeated, or `text` itself."""
    return text[: (text + text).find(text, 1)] if text else ""
