from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("waiting", "Something is waiting at the review desk")], editable=False, max_length=16
                    ),
                ),
                ("tried_at", models.DateTimeField(editable=False, null=True)),
                ("sent_at", models.DateTimeField(editable=False, null=True)),
                ("tries", models.PositiveIntegerField(default=0, editable=False)),
                ("problem", models.CharField(blank=True, editable=False, max_length=200)),
            ],
            options={
                "ordering": ("-id",),
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("sent_at", None)),
                        fields=("kind",),
                        name="operations_one_notice_of_a_kind_waits",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MaintenanceRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("purge", "Deleting old data"),
                            ("backup", "Backup"),
                            ("rotation", "Rotating the data key"),
                        ],
                        editable=False,
                        max_length=16,
                    ),
                ),
                ("started_at", models.DateTimeField(editable=False)),
                ("finished_at", models.DateTimeField(editable=False)),
                ("counts_json", models.TextField(default="{}", editable=False)),
                ("problem", models.TextField(blank=True, editable=False)),
            ],
            options={
                "ordering": ("-id",),
                "default_permissions": (),
                "indexes": [models.Index(fields=["kind", "-id"], name="operations_run_by_kind")],
            },
        ),
    ]
