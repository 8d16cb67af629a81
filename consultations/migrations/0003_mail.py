"""Mails to people who left an address wait in a table until they are sent."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0002_priority")]
    operations = [
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("about", models.UUIDField(db_index=True, editable=False)),
                ("kind", models.CharField(editable=False, max_length=64)),
                ("queued_at", models.DateTimeField(editable=False)),
                ("send_by", models.DateTimeField(editable=False)),
                ("tried_at", models.DateTimeField(editable=False, null=True)),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                ("tries", models.PositiveIntegerField(default=0, editable=False)),
                ("problem", models.CharField(blank=True, editable=False, max_length=200)),
                ("sealed_message", models.TextField(editable=False)),
            ],
            options={
                "ordering": ("queued_at", "id"),
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["queued_at"],
                        name="consultations_mails_that_wait",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("about", "kind"), name="consultations_one_mail_of_a_kind")
                ],
            },
        ),
    ]
