from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

from tests.staff.second_steps import give_app, staff


@pytest.fixture
def second_factor(settings) -> None:
    """Require a second factor, as in production."""
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture
def ann(db, second_factor):
    """A staff account with an authenticator app."""
    ann = staff("ann", first_name="Ann", last_name="Reyes")
    give_app(ann)
    return ann


@pytest.fixture
def hashed_passwords(monkeypatch) -> Iterator[list[str]]:
    """The passwords that reach the hasher."""
    passwords: list[str] = []
    encode = MD5PasswordHasher.encode

    def encode_and_note(self, password, salt):
        passwords.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode_and_note)
    return passwords
