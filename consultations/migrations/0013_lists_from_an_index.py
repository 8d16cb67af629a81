from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0012_american_spelling"),
        ("screening", "0011_lapses_notes_and_urgent_help"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="appointment",
            name="consultations_appt_by_state",
        ),
        migrations.RemoveIndex(
            model_name="consultationrequest",
            name="consultations_request_by_state",
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(
                fields=["state", "starts_at", "id", "priority_token"], name="consultations_appt_in_state"
            ),
        ),
        migrations.AddIndex(
            model_name="consultationrequest",
            index=models.Index(
                fields=["state", "requested_at", "id", "priority_token"], name="consultations_request_in_state"
            ),
        ),
    ]
