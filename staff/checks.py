"""System checks of staff accounts.

staff.W001 an account is a superuser, so no role limits what it may see
"""

from collections.abc import Sequence

from django.apps.config import AppConfig
from django.contrib.auth.models import User
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError


@register(Tags.database)
def check_that_roles_limit_every_account(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Asks the database, so Django runs it only with `migrate` and with `check --database default`."""
    warnings: list[CheckMessage] = []
    for alias in databases or ():
        try:
            names = list(
                User.objects.using(alias).filter(is_superuser=True, is_active=True).values_list("username", flat=True)
            )
        except DatabaseError:
            # not migrated yet: there are no accounts
            continue
        if names:
            message = f"No role limits what these accounts may see: {', '.join(sorted(names))}."
            hint = "Make an account with roles (`manage.py make_staff_account`), and close these accounts."
            warnings.append(Warning(message, hint=hint, id="staff.W001"))
    return warnings
