from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AccessEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(editable=False, verbose_name="when")),
                (
                    "actor_id",
                    models.CharField(blank=True, editable=False, max_length=64, verbose_name="account number"),
                ),
                ("actor", models.CharField(blank=True, editable=False, max_length=150, verbose_name="who")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("signed-in", "Signed in"),
                            ("sign-in-refused", "Was refused at sign-in"),
                            ("signed-out", "Signed out"),
                            ("changed-second-factor", "Changed a second factor"),
                            ("saw-answers", "Saw answers"),
                            ("saw-contact", "Saw contact data"),
                            ("reviewed", "Reviewed answers"),
                            ("exported", "Exported answers"),
                            ("deleted", "Deleted what was sent"),
                            ("signed-rules", "Signed the rules"),
                            ("changed-account", "Changed an account"),
                            ("changed-roles", "Changed roles"),
                            ("saw-access-log", "Saw the access log"),
                        ],
                        editable=False,
                        max_length=32,
                    ),
                ),
                ("subject", models.CharField(blank=True, editable=False, max_length=150, verbose_name="to what")),
                ("detail", models.CharField(blank=True, editable=False, max_length=200, verbose_name="in detail")),
                (
                    "previous_hash",
                    models.CharField(editable=False, max_length=64, verbose_name="hash of the entry before"),
                ),
                ("hash", models.CharField(editable=False, max_length=64)),
            ],
            options={
                "verbose_name": "access log entry",
                "verbose_name_plural": "access log entries",
                "ordering": ("-at", "-id"),
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="access_by_time"),
                    models.Index(fields=["action", "-at", "-id"], name="access_by_action"),
                    models.Index(fields=["actor", "-at", "-id"], name="access_by_actor"),
                    models.Index(fields=["subject", "action"], name="access_by_subject"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessLogHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("count", models.BigIntegerField(default=0, editable=False)),
                (
                    "hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000",
                        editable=False,
                        max_length=64,
                    ),
                ),
                ("purged", models.BigIntegerField(default=0, editable=False)),
                (
                    "purged_hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000",
                        editable=False,
                        max_length=64,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="staff_access_log_has_one_head"),
                    models.CheckConstraint(
                        condition=models.Q(("purged__gte", 0), ("purged__lte", models.F("count"))),
                        name="staff_access_log_purged_in_log",
                    ),
                ],
            },
        ),
        # Django's database cache has no model of its table. A migration makes it, because `createcachetable` can be
        # forgotten: it counts the attempts to sign in, for all workers together.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.CreateModel(
                    name="Limit",
                    fields=[
                        ("cache_key", models.CharField(max_length=255, primary_key=True)),
                        ("value", models.TextField()),
                        ("expires", models.DateTimeField(db_index=True)),
                    ],
                    options={"db_table": "staff_limits"},
                )
            ]
        ),
    ]
