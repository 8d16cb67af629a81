"""Formats log records so that they show where an error happened and never what a person typed.

Django's own messages contain paths, hosts and form values. So only the class of the exception, its place, the name of
the route and the id of the request are logged. The messages of our own code are constants.
"""

import logging
import traceback
from types import TracebackType

OWN_LOGGERS = ("kat_site", "pages", "staff", "screening", "consultations", "receipts", "operations", "demo", "vault")


class ScrubbedFormatter(logging.Formatter):
    """`time LEVEL logger: exception class at module:line route=name request=id`"""

    def format(self, record: logging.LogRecord) -> str:
        parts = [self.formatTime(record), record.levelname, f"{record.name}:"]
        if record.name.partition(".")[0] in OWN_LOGGERS:
            parts.append(record.getMessage())
        elif status := getattr(record, "status_code", None):
            parts.append(f"status {status}")
        if record.exc_info and record.exc_info[0]:
            parts.append(f"{record.exc_info[0].__name__} at {_place(record.exc_info[2])}")
        elif len(parts) == 3:
            parts.append(f"at {record.module}:{record.lineno}")
        request = getattr(record, "request", None)
        if match := getattr(request, "resolver_match", None):
            parts.append(f"route={match.view_name}")
        if request_id := getattr(request, "request_id", None):
            parts.append(f"request={request_id}")
        return " ".join(parts)


def _place(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    if not frames:
        return "unknown place"
    module = frames[-1].filename.rpartition("site-packages/")[2].rpartition("/")
    return f"{module[0].rpartition('/')[2]}/{module[2]}:{frames[-1].lineno}"
