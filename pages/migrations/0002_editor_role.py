"""The role of clinic staff who edit pages. It sees nothing that a visitor sent."""

from django.db import migrations

ROLE = "Content editor"
PERMISSIONS = {
    "view_contentpage": "Can view page",
    "add_contentpage": "Can add page",
    "change_contentpage": "Can change page",
    "publish_page": "Can publish pages and take them off the site",
}


def make_role(apps, schema_editor):
    """Django makes permissions after the last migration; the role needs them now."""
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="pages", model="contentpage"
    )
    role, _ = Group.objects.get_or_create(name=ROLE)
    for codename, name in PERMISSIONS.items():
        permission, _ = Permission.objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        role.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0001_content_area"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_role, migrations.RunPython.noop)]
