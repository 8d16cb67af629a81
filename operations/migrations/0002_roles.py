"""The roles of the clinic's staff: a copy of `staff.roles.PERMISSIONS`. A change there needs another migration."""

from django.db import migrations

CHANGES_PAGES = ("pages.view_contentpage", "pages.change_contentpage", "pages.publish_page")
SEES_ANSWERS = ("screening.view_submission", "screening.review_submission", "screening.view_signoff")
ROLES = {
    "Content editor": (*CHANGES_PAGES, "pages.add_contentpage"),
    "Front desk": (
        "consultations.view_consultationrequest",
        "consultations.change_consultationrequest",
        "receipts.view_erasure",
    ),
    "Reviewer": SEES_ANSWERS,
    "Clinical lead": (*SEES_ANSWERS, "screening.add_signoff", *CHANGES_PAGES, "pages.review_page"),
    "Privacy officer": (
        "auth.view_user",
        "auth.add_user",
        "auth.change_user",
        "staff.view_accessentry",
        "screening.view_submission",
        "screening.delete_submission",
        "screening.export_submission",
        "consultations.view_consultationrequest",
        "consultations.delete_consultationrequest",
        "receipts.view_erasure",
    ),
}


def make_roles(apps, schema_editor):
    # Django creates permissions after the last migration, but the roles need them now.
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    for name, permissions in ROLES.items():
        role, _ = Group.objects.get_or_create(name=name)
        role.permissions.set([_permission(ContentType, Permission, permission) for permission in permissions])


def _permission(ContentType, Permission, name):
    app_label, codename = name.split(".")
    action, _, model = codename.partition("_")
    content_type, _ = ContentType.objects.get_or_create(
        app_label=app_label, model={"publish_page": "contentpage", "review_page": "contentpage"}.get(codename, model)
    )
    permission, _ = Permission.objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": f"Can {action} {model}"}
    )
    return permission


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0001_initial"),
        ("pages", "0001_initial"),
        ("screening", "0001_initial"),
        ("consultations", "0001_initial"),
        ("receipts", "0001_initial"),
        ("staff", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
