"""Transactional tests empty every table behind them; the roles that a migration made have to be there for the next."""

from django.apps import apps
from django.db.models.signals import post_migrate


def restore_roles_after_each_flush() -> None:
    """Django tells of an emptied database as of a migrated one. Where roles are left, they are the migration's own."""
    post_migrate.connect(
        _restore, sender=apps.get_app_config("operations"), weak=False, dispatch_uid="tests.roles_again"
    )


def _restore(using: str, **kwargs: object) -> None:
    from django.contrib.auth.models import Group, Permission

    from staff.roles import PERMISSIONS

    if Group.objects.using(using).exists():
        return
    known = {
        f"{one.content_type.app_label}.{one.codename}": one
        for one in Permission.objects.using(using).select_related("content_type")
    }
    for role, permissions in PERMISSIONS.items():
        Group.objects.using(using).create(name=role).permissions.set([known[name] for name in permissions])
