"""Clinical leads and privacy officers may close the questionnaire, calls and booking: a copy of `staff.roles` of then."""

from django.db import migrations

ROLES = ("Clinical lead", "Privacy officer")


def add_permission(apps, schema_editor):
    for role, permission in _added(apps):
        role.permissions.add(permission)


def remove_permission(apps, schema_editor):
    for role, permission in _added(apps):
        role.permissions.remove(permission)


def _added(apps):
    # Django creates permissions after the last migration, but the roles need them now.
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="screening", model="closure"
    )
    permission, _ = Permission.objects.get_or_create(
        content_type=content_type, codename="add_closure", defaults={"name": "Can add closure"}
    )
    for name in ROLES:
        role, _ = Group.objects.get_or_create(name=name)
        yield role, permission


class Migration(migrations.Migration):
    dependencies = [("operations", "0005_clinicians_who_call"), ("screening", "0010_closure")]

    operations = [migrations.RunPython(add_permission, remove_permission)]
