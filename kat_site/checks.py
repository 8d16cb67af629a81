"""What must not be so, whatever else is set.

kat_site.E001 the database confirms before it has written, so that a power failure a moment later breaks the promise of
              a receipt. SQLite is told so by the settings; PostgreSQL is asked.
kat_site.E002 a demonstration, where passwords are told to everybody, can be reached by others
"""

from collections.abc import Sequence

from django.apps.config import AppConfig
from django.conf import settings
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


@register(Tags.security)
def a_demonstration_stays_here(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    if not settings.DEMO or settings.IS_ON_LOOPBACK:
        return []
    says = f"DEMO is on, and the site is at {settings.SITE_URL}, where others reach it."
    return [Error(says, hint="Take DEMO out of the environment.", id="kat_site.E002")]
