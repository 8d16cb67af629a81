from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

from tests.staff.second_steps import give_app, staff


@pytest.fixture
def second_factor(settings) -> None:
    """As on a site: accounts need one."""
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture
def ann(db, second_factor):
    """Of the staff, with an authenticator app."""
    ann = staff("ann", first_name="Ann", last_name="Reyes")
    give_app(ann)
    return ann


@pytest.fixture
def hashed(monkeypatch) -> Iterator[list[str]]:
    """Every password that reaches the hasher."""
    passwords: list[str] = []
    encode = MD5PasswordHasher.encode

    def noted(self, password, salt):
        passwords.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", noted)
    return passwords
