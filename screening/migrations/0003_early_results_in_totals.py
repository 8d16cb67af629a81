"""Two more kinds of daily totals: results seen early, and questionnaires begun for someone else."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("screening", "0002_triggers")]

    operations = [
        migrations.AlterField(
            model_name="dailytotal",
            name="what",
            field=models.CharField(
                choices=[
                    ("sent", "Screenings sent, by disposition"),
                    ("stopped-at", "Questionnaires left unfinished, by the question that came next"),
                    ("ended-early", "Results seen early, by the number of the last screen"),
                    ("for-someone-else", "Questionnaires begun for someone else"),
                    ("judged", "Decisions, by the screening's disposition and the clinician's"),
                    ("judged-question", "Decisions, by the question that led there and how they differ"),
                ],
                max_length=16,
            ),
        ),
    ]
