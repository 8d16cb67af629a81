import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("screening", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConsultationRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("attempt_digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("receipt_digest", models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True)),
                (
                    "requested_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False),
                ),
                (
                    "disposition",
                    models.CharField(
                        choices=[
                            ("suggest-consultation", "Suggest a consultation"),
                            ("talk-to-clinician-first", "Talk to a clinician first"),
                            ("not-suitable-now", "Not suitable now"),
                            ("urgent-help-now", "Urgent help now"),
                            ("incomplete", "Incomplete"),
                        ],
                        editable=False,
                        max_length=32,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "New"), ("called", "Called"), ("closed", "Closed")],
                        default="new",
                        max_length=16,
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, db_index=True, editable=False, null=True)),
                ("consent_digest", models.CharField(editable=False, max_length=64)),
                ("consent_language", models.CharField(editable=False, max_length=8)),
                ("sealed_contact", models.TextField(editable=False)),
                (
                    "submission",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="consultation_request",
                        to="screening.submission",
                    ),
                ),
            ],
            options={
                "ordering": ("-requested_at", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("disposition__in", ("suggest-consultation", "talk-to-clinician-first"))),
                        name="consultations_request_disposition_leads_to_the_clinic",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["new", "called", "closed"])),
                        name="consultations_request_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="consultations_request_closed_at_goes_with_closed",
                    ),
                ],
            },
        ),
    ]
