"""What a receipt promises: whatever was confirmed is on disk, also when the power fails a moment later.

kat_site.E001 the database confirms before it has written. SQLite is told so by the settings; PostgreSQL is asked.
"""

from collections.abc import Sequence

from django.apps.config import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections


@register(Tags.database)
def commits_reach_the_disk(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Asks the database, so Django runs it with `migrate` and with `check --database default` only."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        if connections[alias].vendor != "postgresql":
            continue
        with connections[alias].cursor() as cursor:
            for setting in ("synchronous_commit", "fsync"):
                cursor.execute(f"SHOW {setting}")
                if cursor.fetchone() == ("off",):
                    says = f"PostgreSQL runs with {setting}=off: it confirms what a power failure can still undo."
                    hint = f"Set {setting}=on where it is off: in postgresql.conf, for the role, or in DATABASE_URL."
                    found.append(Error(says, hint=hint, id="kat_site.E001"))
    return found
