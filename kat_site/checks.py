"""System checks of the project.

kat_site.E001 the database confirms a commit before it is on disk, so a power failure can undo what a receipt promises.
              The settings configure SQLite; this check asks PostgreSQL.
kat_site.E002 a demo, whose passwords are printed, can be reached by others
"""

from collections.abc import Sequence

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections


@register(Tags.database)
def check_that_commits_reach_the_disk(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Asks the database, so Django runs it only with `migrate` and with `check --database default`."""
    errors: list[CheckMessage] = []
    for alias in databases or ():
        if connections[alias].vendor != "postgresql":
            continue
        with connections[alias].cursor() as cursor:
            for setting in ("synchronous_commit", "fsync"):
                cursor.execute(f"SHOW {setting}")
                if cursor.fetchone() == ("off",):
                    message = f"PostgreSQL runs with {setting}=off: it confirms commits that a power failure can undo."
                    hint = f"Set {setting}=on where it is off: in postgresql.conf, for the role, or in DATABASE_URL."
                    errors.append(Error(message, hint=hint, id="kat_site.E001"))
    return errors


@register(Tags.security)
def check_that_a_demo_is_on_this_machine(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    if not settings.DEMO or settings.IS_ON_LOOPBACK:
        return []
    message = f"DEMO is on, and the site is at {settings.SITE_URL}, where others reach it."
    return [Error(message, hint="Remove DEMO from the environment.", id="kat_site.E002")]
