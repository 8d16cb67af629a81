"""Creates the roles again after a transactional test, because such a test empties every table."""

from django.apps import apps
from django.db.models.signals import post_migrate


def restore_roles_after_each_flush() -> None:
    # Django also sends post_migrate after it empties a database
    post_migrate.connect(
        _restore, sender=apps.get_app_config("operations"), weak=False, dispatch_uid="tests.restore_roles"
    )


def _restore(using: str, **kwargs: object) -> None:
    from django.contrib.auth.models import Group, Permission

    from staff.roles import PERMISSIONS

    if Group.objects.using(using).exists():
        return
    permissions_by_name = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.using(using).select_related("content_type")
    }
    for role, permissions in PERMISSIONS.items():
        Group.objects.using(using).create(name=role).permissions.set(
            [permissions_by_name[name] for name in permissions]
        )
