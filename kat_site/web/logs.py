"""Formats log records so that they show what failed, where and why, and never what a person typed.

Django's own messages contain paths, hosts and form values. So only the class of the exception, its places, the reason
of the database, the name of the route and the id of the request are logged. The messages of our own code are constants.
"""

import logging
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from kat_site.web.database_reasons import database_reason

OWN_LOGGERS = ("kat_site", "pages", "staff", "screening", "consultations", "receipts", "operations", "demo", "vault")
ROOT = Path(__file__).resolve().parents[2]


class ScrubbedFormatter(logging.Formatter):
    """`time LEVEL logger: exception class at deepest place from our place (reason) route=name request=id`, in UTC."""

    converter = time.gmtime  # type: ignore[assignment]
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        parts = [self.formatTime(record), record.levelname, f"{record.name}:"]
        if record.name.partition(".")[0] in OWN_LOGGERS:
            parts.append(record.getMessage())
        elif status := getattr(record, "status_code", None):
            parts.append(f"status {status}")
        if record.exc_info and record.exc_info[1]:
            parts += _what_failed(record.exc_info[1])
        elif len(parts) == 3:
            parts.append(f"at {record.module}:{record.lineno}")
        request = getattr(record, "request", None)
        if match := getattr(request, "resolver_match", None):
            parts.append(f"route={match.view_name}")
        if request_id := getattr(request, "request_id", None):
            parts.append(f"request={request_id}")
        return " ".join(parts)


def _what_failed(error: BaseException) -> Iterator[str]:
    yield f"{type(error).__name__} {_places(error.__traceback__)}"
    if reason := database_reason(error):
        yield f"({reason})"
    # without the driver's own exception, whose reason is above
    cause = error.__cause__
    if cause and not database_reason(error):
        yield f"because of {type(cause).__name__} {_places(cause.__traceback__)}"


def _places(trace: TracebackType | None) -> str:
    """The line that raised it, and the last line of ours before that, which is what somebody has to look at."""
    frames = traceback.extract_tb(trace)
    if not frames:
        return "at an unknown place"
    deepest = frames[-1]
    ours = next((frame for frame in reversed(frames) if _is_ours(frame.filename)), deepest)
    place = f"at {_name(deepest.filename)}:{deepest.lineno}"
    return place if ours is deepest else f"{place} from {_name(ours.filename)}:{ours.lineno}"


def _is_ours(file: str) -> bool:
    return Path(file).is_relative_to(ROOT) and "site-packages" not in file


def _name(file: str) -> str:
    """The module: from the root of the site, or of the package that is not ours."""
    if _is_ours(file):
        return str(Path(file).relative_to(ROOT))
    return file.rpartition("site-packages/")[2] if "site-packages/" in file else "/".join(Path(file).parts[-2:])
