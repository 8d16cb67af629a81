"""System checks of the project.

kat_site.E001 the database confirms a commit before it is on disk, so a power failure can undo what a receipt promises.
              The settings configure SQLite; this check asks PostgreSQL.
kat_site.E002 a setting is on that is for this machine only, and others can reach the site
kat_site.E003 a key does not fit the data, or this account cannot read it
kat_site.W001 static files are not collected, so pages have no style
kat_site.W002 the keys could not be compared with the data
kat_site.W003 browsers remember for less than a year that the site has HTTPS (only with `check --deploy`)
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

from kat_site.environment import SAFE_FOR_PRELOAD
from kat_site.outages.errors import explanation
from kat_site.outages.static_files import uncollected
from kat_site.web.this_machine import is_loopback
from operations import keys
from operations.readiness import exempt


@dataclass(frozen=True)
class HstsStep:
    days: int
    when: str


HSTS_STEPS = (
    HstsStep(7, "When every page opens with HTTPS"),
    HstsStep(30, "When HTTPS has worked for a week, and the proxy has renewed its certificate by itself"),
    HstsStep(SAFE_FOR_PRELOAD, "When HTTPS has worked for a month"),
)


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
def check_that_others_cannot_reach_what_is_for_this_machine(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    """The site also refuses each request of others (web/this_machine.py). This tells the person who starts it."""
    other_hosts = [host for host in settings.ALLOWED_HOSTS if not is_loopback(host.strip("[]"))]
    exposures = {
        f"SITE_URL={settings.SITE_URL}": not settings.IS_ON_LOOPBACK,
        f"ALLOWED_HOSTS={','.join(other_hosts)}": other_hosts,
        "BEHIND_PROXY=1": settings.BEHIND_PROXY,
    }
    present = [exposure for exposure, is_present in exposures.items() if is_present]
    if not settings.ON_THIS_MACHINE_ONLY or not present:
        return []
    names = " and ".join(settings.ON_THIS_MACHINE_ONLY)
    message = f"{names} is for this machine only, and with {' and '.join(present)} others could reach the site."
    return [Error(message, hint="Remove one or the other from the environment or from .env.", id="kat_site.E002")]


@register()
def check_that_static_files_are_collected(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    """A warning: pages without style still help people in a crisis, and the site serves them."""
    if not (names := uncollected()):
        return []
    message = f"{len(names)} static files are not collected, for instance {names[0]}: pages are shown without style."
    return [Warning(message, hint="Run manage.py collectstatic, then restart the site.", id="kat_site.W001")]


@register(Tags.security, deploy=True)
def check_how_long_browsers_insist_on_https(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    """A promise of a year cannot be taken back when a certificate fails, so it grows in steps."""
    days = settings.HSTS_DAYS
    if not settings.HTTPS or days >= SAFE_FOR_PRELOAD:
        return []
    step = next((step for step in HSTS_STEPS if days < step.days), HSTS_STEPS[-1])
    message = f"Browsers insist on HTTPS for {days} days after a visit (HSTS_DAYS)."
    return [Warning(message, hint=f"{step.when}, set HSTS_DAYS={step.days}.", id="kat_site.W003")]


@register()
def check_that_the_keys_fit_the_data(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Not a check of the database: `manage.py check` runs it. The site itself asks again (operations/readiness.py)."""
    try:
        with exempt():
            return [Error(problem, id="kat_site.E003") for problem in keys.problems()]
    except Exception as error:
        if not (sentence := explanation(error)):
            raise
        return [Warning(f"The keys were not compared with the data. {sentence}", id="kat_site.W002")]
