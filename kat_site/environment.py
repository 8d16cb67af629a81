"""One way to read a setting from the environment: a malformed value stops the start with name, value and hint.

What the machine's environment does not say, the file `.env` may say. A demonstration reads no such file, and neither do
the tests: they set ENV_FILE to nothing.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from environs import Env, EnvError

T = TypeVar("T")
machine = Env()
env = Env()  # the machine and, below it, the file `.env`
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
MAIL_HINT = "Write it like submission://name:password@mail.example:587"


def setting(parse: Callable[..., T], name: str, default: object, hint: str) -> T:
    """The value of environment variable `name` as `parse` reads it.

    Raises ImproperlyConfigured with the variable, its value (a password in it left out) and `hint`.
    """
    try:
        return parse(name, default)
    except (EnvError, ValueError) as error:
        value = re.sub(r"//[^@]*@", "//...@", env.str(name, ""))
        raise ImproperlyConfigured(f"{name}={value!r} cannot be read. {hint}") from error


def read_env_file(default: Path) -> None:
    """Add the settings of the file ENV_FILE, or of `default` when there is one, below those of the machine.

    Raises ImproperlyConfigured when ENV_FILE names no file, or when the file asks for a demonstration.
    """
    file = Path(named) if (named := os.environ.get("ENV_FILE")) else default
    if named == "":
        return
    if not env.read_env(file, recurse=False) and named:
        raise ImproperlyConfigured(f"ENV_FILE={named!r} is not there. Name a file like .env.example.")
    if env.str("DEMO", "") and "DEMO" not in os.environ:
        raise ImproperlyConfigured(f"{file} sets DEMO. Delete that line, and run `make demo` to see a demonstration.")


def refuse_in_a_demo(*names: str) -> None:
    """Raises ImproperlyConfigured when one of these variables is set: a demonstration has these of its own."""
    if present := [name for name in names if os.environ.get(name)]:
        raise ImproperlyConfigured(
            f"DEMO=1 shows made-up people, and has data, keys, pages and mail of its own. "
            f"Take out of the environment first: {', '.join(present)}."
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


def log_level(name: str) -> str:
    """`name` in capitals, if it is a log level."""
    if name.upper() not in LOG_LEVELS:
        raise ImproperlyConfigured(f"LOG_LEVEL={name!r} is not a log level. Write one of {', '.join(LOG_LEVELS)}.")
    return name.upper()
