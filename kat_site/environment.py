"""One way to read a setting from the environment: a malformed value stops the start with name, value and hint."""

import os
import re
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from environs import EnvError

T = TypeVar("T")
MAIL_HINT = "Write it like submission://name:password@mail.example:587"


def setting(parse: Callable[..., T], name: str, default: object, hint: str) -> T:
    """The value of environment variable `name` as `parse` reads it.

    Raises ImproperlyConfigured with the variable, its value (a password in it left out) and `hint`.
    """
    try:
        return parse(name, default)
    except (EnvError, ValueError) as error:
        value = re.sub(r"//[^@]*@", "//...@", os.environ.get(name, ""))
        raise ImproperlyConfigured(f"{name}={value!r} cannot be read. {hint}") from error


def refuse_in_a_demo(*names: str) -> None:
    """Raises ImproperlyConfigured when one of these variables is set: a demonstration has these of its own."""
    if given := [name for name in names if os.environ.get(name)]:
        raise ImproperlyConfigured(
            f"DEMO=1 shows made-up people, and has data, keys, pages and mail of its own. "
            f"Take out of the environment first: {', '.join(given)}."
        )


def site_address(url: str) -> str:
    """`url` without a trailing slash, if it is the address of a site: scheme, host, nothing behind."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ImproperlyConfigured(
            f"SITE_URL={url!r} is not the address of a site. Write it like https://clinic.example"
        )
    return url.rstrip("/")


def outside_address(name: str, url: str) -> str:
    """`url`, if it is empty or a page elsewhere that is served over HTTPS; `name` is the setting's."""
    parts = urlsplit(url)
    if url and (parts.scheme != "https" or not parts.hostname):
        raise ImproperlyConfigured(
            f"{name}={url!r} is not the address of a page. Write it like https://example.org/page"
        )
    return url


def mail_server(server: dict[str, Any]) -> dict[str, Any]:
    """`server`, Django's EMAIL_ settings as read from EMAIL_URL, if mails can go there."""
    if "EMAIL_BACKEND" not in server:  # the password may be anywhere in it, so it is not repeated
        raise ImproperlyConfigured(f"EMAIL_URL is not the address of a mail server. {MAIL_HINT}")
    return server


def mail_addresses(name: str, addresses: list[str]) -> list[str]:
    """`addresses`, if each is one; `name` is the setting's."""
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError as error:
            raise ImproperlyConfigured(
                f"{name}: {address!r} is not a mail address. Write it like desk@clinic.example"
            ) from error
    return addresses


def time_zone(name: str) -> str:
    """`name`, if it is a time zone this machine knows."""
    if name not in available_timezones():
        raise ImproperlyConfigured(f"TIME_ZONE={name!r} is not a time zone. Write it like America/New_York")
    return name
