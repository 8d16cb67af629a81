import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ContentPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.CharField(editable=False, max_length=120, unique=True)),
                ("title", models.CharField(editable=False, max_length=200)),
            ],
            options={
                "verbose_name": "page",
                "ordering": ("title", "file"),
                "permissions": (
                    ("publish_page", "Can publish pages and take them off the site"),
                    ("review_page", "Can mark a page as reviewed by a clinician"),
                ),
                "default_permissions": ("view", "add", "change"),
            },
        ),
        migrations.CreateModel(
            name="PageVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(editable=False)),
                ("digest", models.CharField(editable=False, max_length=64)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("draft", "Saved as a draft"),
                            ("published", "Published"),
                            ("found", "Changed outside the editor"),
                            ("set-aside", "Kept because somebody else had saved first"),
                            ("taken-off", "Taken off the site"),
                        ],
                        editable=False,
                        max_length=16,
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("author_name", models.CharField(editable=False, max_length=200)),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="pages.contentpage",
                    ),
                ),
            ],
            options={
                "ordering": ("-made_at", "-id"),
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="contentpage",
            name="draft",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="pages.pageversion",
            ),
        ),
        migrations.AddField(
            model_name="contentpage",
            name="draft_began_from",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="pages.pageversion",
            ),
        ),
        migrations.AddField(
            model_name="contentpage",
            name="live",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="pages.pageversion",
            ),
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[("publish", "publish the draft"), ("take-off", "take the page off the site")],
                        editable=False,
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField(editable=False)),
                ("problem", models.TextField(editable=False)),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plans",
                        to="pages.contentpage",
                    ),
                ),
            ],
            options={
                "ordering": ("at", "id"),
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="pageversion",
            index=models.Index(fields=["page", "digest"], name="version_by_digest"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(fields=("page", "what"), name="one_plan_of_a_kind"),
        ),
    ]
