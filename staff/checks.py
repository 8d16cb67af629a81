"""What must not be so on a site that others can reach.

staff.E001 accounts need no second factor, though the site is not on this machine alone (it asks for one all the same)
staff.W001 somebody is a superuser: no role limits what they see
"""

from collections.abc import Sequence

from django.apps.config import AppConfig
from django.conf import settings
from django.contrib.auth.models import User
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError


@register(Tags.security)
def second_factor_is_needed(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    if settings.STAFF_SECOND_FACTOR or settings.IS_ON_LOOPBACK:
        return []
    says = f"STAFF_SECOND_FACTOR is off, and the site is at {settings.SITE_URL}, where others reach it."
    return [Error(says, hint="Take STAFF_SECOND_FACTOR out of the environment.", id="staff.E001")]


@register(Tags.database)
def roles_limit_everybody(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Asks the database, so Django runs it with `migrate` and with `check --database default` only."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        try:
            names = list(
                User.objects.using(alias).filter(is_superuser=True, is_active=True).values_list("username", flat=True)
            )
        except DatabaseError:  # not migrated yet: there are no accounts
            continue
        if names:
            says = f"No role limits what these accounts see: {', '.join(sorted(names))}."
            hint = "Make an account with roles (`manage.py make_staff_account`), and close these."
            found.append(Warning(says, hint=hint, id="staff.W001"))
    return found
