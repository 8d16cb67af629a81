"""A role for clinicians who call people, and the permission to see contact data: a copy of `staff.roles` of then."""

from django.db import migrations

# The model on which Django puts a permission that it does not make itself.
MODELS = {"see_contact": "consultationrequest"}
ADDED = {
    "Front desk": ("see_contact",),
    "Privacy officer": ("see_contact",),
    "Clinician who calls": (
        *("view_consultationrequest", "change_consultationrequest", "see_contact"),
        *("view_appointment", "change_appointment"),
    ),
}


def add_permissions(apps, schema_editor):
    for role, permission in _added(apps):
        role.permissions.add(permission)


def remove_permissions(apps, schema_editor):
    for role, permission in _added(apps):
        role.permissions.remove(permission)
    apps.get_model("auth", "Group").objects.filter(name="Clinician who calls").delete()


def _added(apps):
    # Django creates permissions after the last migration, but the roles need them now.
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    for name, codenames in ADDED.items():
        role, _ = Group.objects.get_or_create(name=name)
        for codename in codenames:
            action, _, model = codename.partition("_")
            model = MODELS.get(codename, model)
            content_type, _ = ContentType.objects.get_or_create(app_label="consultations", model=model)
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": f"Can {action} {model}"}
            )
            yield role, permission


class Migration(migrations.Migration):
    dependencies = [("operations", "0004_roles_of_times"), ("consultations", "0009_states_of_calls")]

    operations = [migrations.RunPython(add_permissions, remove_permissions)]
