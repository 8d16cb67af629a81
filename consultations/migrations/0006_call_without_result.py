"""Call requests of people who answered no questions. Code from before takes such a request for "talk first"."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

LED_TO_THE_CLINIC = ("suggest-consultation", "talk-to-clinician-first")
NAME = "consultations_request_disposition_leads_to_the_clinic"


def talk_first(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    requests = apps.get_model("consultations", "ConsultationRequest").objects.filter(disposition="incomplete")
    requests.update(disposition="talk-to-clinician-first")


class Migration(migrations.Migration):
    dependencies = [("consultations", "0005_columns_digest")]
    operations = [
        migrations.RemoveConstraint(model_name="consultationrequest", name=NAME),
        migrations.AlterField(
            model_name="consultationrequest",
            name="disposition",
            field=models.CharField(
                choices=[
                    ("suggest-consultation", "Suggest a consultation"),
                    ("talk-to-clinician-first", "Talk to a clinician first"),
                    ("incomplete", "No screening"),
                ],
                editable=False,
                max_length=32,
            ),
        ),
        migrations.AddConstraint(
            model_name="consultationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(disposition__in=[*LED_TO_THE_CLINIC, "incomplete"]), name=NAME
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, talk_first),
    ]
