"""What single values of a content file must be like. Each check raises ValueError(message, hint)."""

from collections.abc import Callable
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from pages.schema.errors import did_you_mean


def between(least: int, greatest: int) -> Callable[[int], None]:
    def check(number: int) -> None:
        if not least <= number <= greatest:
            size = "small" if number < least else "large"
            raise ValueError(f"{number} is too {size}.", f"Write a number from {least} to {greatest}.")

    return check


def check_mail_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise ValueError(f"`{address}` is not a mail address.", "Write it like hello@clinic.example.") from None


def check_time_zone(name: str) -> None:
    zones = available_timezones()
    if name not in zones:
        hint = did_you_mean(name, zones, "Write continent/city, like America/New_York.")
        raise ValueError(f"`{name}` is not a time zone.", hint)


def check_web_address(link: str) -> None:
    """Refuses anything but an http or https address, such as a script."""
    if not link.startswith(("https://", "http://")):
        raise ValueError(f"`{link}` is not a web address.", "Write it in full, from https:// on.")
