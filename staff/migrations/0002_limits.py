"""The table of Django's database cache, which counts the tries at sign-in for all workers together.

By migration and not by `createcachetable`, so that nobody can forget it. Django's cache has no model of it.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_access_log")]

    operations = [
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
        )
    ]
