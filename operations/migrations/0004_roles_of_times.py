"""The roles get the permissions for times and appointments: a copy of `staff.roles.PERMISSIONS` of then."""

from django.db import migrations

SEES = ("view_schedule", "change_schedule", "view_appointment")
MAKES = (*SEES, "add_schedule", "delete_schedule")
ADDED = {
    "Front desk": (*MAKES, "change_appointment"),
    "Reviewer": SEES,
    "Clinical lead": MAKES,
    "Privacy officer": ("view_appointment", "delete_appointment"),
}


def add_permissions(apps, schema_editor):
    for role, permission in _added(apps):
        role.permissions.add(permission)


def remove_permissions(apps, schema_editor):
    for role, permission in _added(apps):
        role.permissions.remove(permission)


def _added(apps):
    # Django creates permissions after the last migration, but the roles need them now.
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    for name, codenames in ADDED.items():
        role, _ = Group.objects.get_or_create(name=name)
        for codename in codenames:
            action, _, model = codename.partition("_")
            content_type, _ = ContentType.objects.get_or_create(app_label="consultations", model=model)
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": f"Can {action} {model}"}
            )
            yield role, permission


class Migration(migrations.Migration):
    dependencies = [("operations", "0003_key_record"), ("consultations", "0008_appointments")]

    operations = [migrations.RunPython(add_permissions, remove_permissions)]
