"""The log of every view of answers or contact data: import `record` and the other names of `__all__` from here."""

from staff.access_log.log import (
    GUARD,
    Action,
    purge_access_log,
    record,
    record_all,
    record_each,
    times_seen,
    years_before,
)

__all__ = ["GUARD", "Action", "purge_access_log", "record", "record_all", "record_each", "times_seen", "years_before"]
