"""A password that rests on what everybody knows about the clinic or the account, or on repeats, is a short one."""

import re

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from pages import catalogue


class NamesDoNotCount:
    """Ten characters must be left of a password without the names of the clinic and of the account, and repeats."""

    least = 10

    def validate(self, password: str, user: User | None = None) -> None:
        clinic = catalogue.current().clinic
        names = [clinic.name, clinic.short_name]
        if user is not None:
            names += [user.username, user.first_name, user.last_name, user.email.partition("@")[0]]
        words = {word for name in names for word in re.findall(r"\w+", (name or "").casefold()) if len(word) > 2}
        left = re.sub("|".join(sorted(words, key=len, reverse=True)) or "$^", "", password.casefold())
        if len(_unit(left)) < self.least:
            raise ValidationError(self.get_help_text(), code="password_of_names")

    def get_help_text(self) -> str:
        return f"Names of the clinic, your own, and repeats do not count: {self.least} other characters are needed."


def _unit(text: str) -> str:
    """What `text` repeats from beginning to end, or `text` itself."""
    return text[: (text + text).find(text, 1)] if text else ""
