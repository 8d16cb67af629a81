"""Reads settings from the environment; a malformed value stops the start with its name, its value and a hint.

The file `.env` may set what the environment of the machine does not set. A demo never reads it, and tests never do:
they set ENV_FILE to an empty value.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from environs import Env, EnvError, validate

from bases.moments import is_time_zone

T = TypeVar("T")
machine = Env()
# variables of the machine, and settings of the file `.env`
env = Env()
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
# More would not be faster: a worker runs on one core, and waits for the database a part of the time.
DATABASE_CONNECTIONS = 8
# how servers other than `manage.py serve` are told to mount an application below a path
PATH_PREFIXES = ("SCRIPT_NAME", "GRANIAN_URL_PATH_PREFIX")
# so that a mistake with HTTPS ends in days
SAFE_FOR_PRELOAD = 365
MAIL_HINT = "Write it like submission://name:password@mail.example:587"


def setting(parse: Callable[..., T], name: str, default: object, hint: str) -> T:
    """The value of environment variable `name` as `parse` reads it.

    Raises ImproperlyConfigured with the variable, its value (without a password) and `hint`.
    """
    try:
        return parse(name, default)
    except (EnvError, ValueError) as error:
        value = _without_password(env.str(name, ""))
        raise ImproperlyConfigured(f"{name}={value!r} cannot be read. {hint}") from error


def _without_password(address: str) -> str:
    begin, _, rest = address.partition("//")
    _, at, host = rest.rpartition("@")
    return f"{begin}//...@{host}" if at else address


def read_env_file(default: Path) -> None:
    """Read the file ENV_FILE, or else `default` if it exists. Variables of the machine override its settings.

    Raises ImproperlyConfigured when ENV_FILE names no file, or when the file sets DEMO.
    """
    file = Path(file_name) if (file_name := os.environ.get("ENV_FILE")) else default
    if file_name == "":
        return
    if file.exists() and not os.access(file, os.R_OK):
        raise ImproperlyConfigured(
            f"{file} has the settings of the site, and this account may not read it. Run the command as the account "
            f"of the site: kat-site manage ... (docs/deploy.md)."
        )
    if not env.read_env(file, recurse=False) and file_name:
        raise ImproperlyConfigured(f"ENV_FILE={file_name!r} is not there. Name a file like .env.example.")
    if env.str("DEMO", "") and "DEMO" not in os.environ:
        raise ImproperlyConfigured(f"{file} sets DEMO. Delete that line, and run `make demo` to see the demo.")


def refuse_in_a_demo(*names: str) -> None:
    """Raises ImproperlyConfigured when one of these variables is set: a demo has its own values for them."""
    if present := [name for name in names if os.environ.get(name)]:
        raise ImproperlyConfigured(
            f"DEMO=1 shows made-up people, and has its own data, keys, pages and mail. "
            f"Remove from the environment first: {', '.join(present)}."
        )


def connections(name: str, default: int) -> int:
    # a command may need a second one while it uses the first
    return env.int(name, default, validate=validate.Range(min=2))


def refuse_path_prefix() -> None:
    """Raises ImproperlyConfigured when a server would mount the site below a path. Its addresses begin at the root."""
    if present := [name for name in PATH_PREFIXES if os.environ.get(name, "").strip("/")]:
        raise ImproperlyConfigured(
            f"{present[0]}={os.environ[present[0]]!r} puts the site below a path. Give it a host name of its own."
        )


def hsts_days(name: str, default: int) -> int:
    return env.int(name, default, validate=validate.Range(min=0, max=730))


def refuse_preload_too_early(preload: bool, subdomains: bool, days: int) -> None:
    """Raises ImproperlyConfigured when browsers would refuse to preload, or a mistake could not be undone."""
    if preload and not (subdomains and days >= SAFE_FOR_PRELOAD):
        raise ImproperlyConfigured(
            f"HSTS_PRELOAD=1 needs HSTS_SUBDOMAINS=1 and HSTS_DAYS={SAFE_FOR_PRELOAD} or more. Remove it, or set both."
        )


def site_address(url: str) -> str:
    """Return `url` without a trailing slash. Raises ImproperlyConfigured unless it is only a scheme and a host."""
    parts = urlsplit(url)
    if parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"SITE_URL={url!r} has a path. The site needs a host name of its own. Write it like https://clinic.example"
        )
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        raise ImproperlyConfigured(
            f"SITE_URL={url!r} is not the address of a site. Write it like https://clinic.example"
        )
    return url.rstrip("/")


def outside_address(name: str, url: str) -> str:
    """`url`, which must be empty or an HTTPS address; `name` is the name of the setting."""
    parts = urlsplit(url)
    if url and (parts.scheme != "https" or not parts.hostname):
        raise ImproperlyConfigured(
            f"{name}={url!r} is not the address of a page. Write it like https://example.org/page"
        )
    return url


def mail_server(server: dict[str, Any]) -> dict[str, Any]:
    """`server`: Django's EMAIL_ settings as read from EMAIL_URL. Raises ImproperlyConfigured without a backend."""
    # the message does not repeat the address, because a password may be anywhere in it
    if "EMAIL_BACKEND" not in server:
        raise ImproperlyConfigured(f"EMAIL_URL is not the address of a mail server. {MAIL_HINT}")
    return server


def mail_addresses(name: str, addresses: list[str]) -> list[str]:
    """`addresses`, each of which must be a mail address; `name` is the name of the setting."""
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError as error:
            raise ImproperlyConfigured(
                f"{name}: {address!r} is not a mail address. Write it like desk@clinic.example"
            ) from error
    return addresses


def time_zone(name: str) -> str:
    """`name`, which must be a time zone that this machine knows."""
    if not is_time_zone(name):
        raise ImproperlyConfigured(f"TIME_ZONE={name!r} is not a time zone. Write it like America/New_York")
    return name


def log_level(name: str) -> str:
    """`name` in capitals, which must be a log level."""
    if name.upper() not in LOG_LEVELS:
        raise ImproperlyConfigured(f"LOG_LEVEL={name!r} is not a log level. Write one of {', '.join(LOG_LEVELS)}.")
    return name.upper()
