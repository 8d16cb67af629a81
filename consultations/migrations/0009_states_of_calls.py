"""Calls and appointments say how often the clinic tried, and calls have more states and a sealed note.

"Called" meant that the clinic called or tried to. Nobody knows whether it reached the person, so it becomes one try.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def from_called(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    requests = apps.get_model("consultations", "ConsultationRequest").objects
    requests.filter(state="called").update(state="tried", tries=1)


def to_called(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    requests = apps.get_model("consultations", "ConsultationRequest").objects
    requests.filter(state__in=("tried", "reached", "booked", "no-show")).update(state="called")
    requests.filter(state__in=("done", "cancelled")).update(state="closed")
    appointments = apps.get_model("consultations", "Appointment").objects
    appointments.filter(state="tried").update(state="no-show")


class Migration(migrations.Migration):
    dependencies = [("consultations", "0008_appointments"), ("screening", "0008_columns_digest")]

    operations = [
        migrations.AlterModelOptions(
            name="consultationrequest",
            options={
                "ordering": ("-requested_at", "-id"),
                "permissions": (("see_contact", "Can see names and numbers, to call people"),),
                "verbose_name": "call request",
            },
        ),
        migrations.RemoveConstraint(
            model_name="appointment",
            name="consultations_appointment_has_its_time_alone",
        ),
        migrations.RemoveConstraint(
            model_name="appointment",
            name="consultations_appointment_state_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="consultationrequest",
            name="consultations_request_state_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="consultationrequest",
            name="consultations_request_closed_at_goes_with_closed",
        ),
        migrations.AddField(
            model_name="appointment",
            name="tried_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="appointment",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="consultationrequest",
            name="sealed_note",
            field=models.TextField(default="", editable=False),
        ),
        migrations.AddField(
            model_name="consultationrequest",
            name="tried_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="consultationrequest",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AlterField(
            model_name="appointment",
            name="state",
            field=models.CharField(
                choices=[
                    ("booked", "Booked"),
                    ("moved", "Moved"),
                    ("tried", "Tried"),
                    ("reached", "Reached"),
                    ("done", "Done"),
                    ("no-show", "No show"),
                    ("cancelled", "Cancelled"),
                ],
                default="booked",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="consultationrequest",
            name="state",
            field=models.CharField(
                choices=[
                    ("new", "New"),
                    ("tried", "Tried"),
                    ("reached", "Reached"),
                    ("booked", "Booked"),
                    ("done", "Done"),
                    ("no-show", "No show"),
                    ("cancelled", "Cancelled"),
                    ("closed", "Closed"),
                ],
                default="new",
                max_length=16,
            ),
        ),
        migrations.RunPython(from_called, to_called),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(fields=["state", "starts_at"], name="consultations_appt_by_state"),
        ),
        migrations.AddIndex(
            model_name="consultationrequest",
            index=models.Index(fields=["state", "requested_at"], name="consultations_request_by_state"),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["booked", "moved", "tried", "reached", "done", "no-show"])),
                fields=("schedule", "day", "at"),
                name="consultations_appointment_has_its_time_alone",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["booked", "moved", "tried", "reached", "done", "no-show", "cancelled"])
                ),
                name="consultations_appointment_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["new", "tried", "reached", "booked", "done", "no-show", "cancelled", "closed"])
                ),
                name="consultations_request_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("state__in", ("done", "cancelled", "closed"))),
                    models.Q(
                        models.Q(("state__in", ("done", "cancelled", "closed")), _negated=True),
                        ("closed_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="consultations_request_closed_at_goes_with_ended",
            ),
        ),
    ]
