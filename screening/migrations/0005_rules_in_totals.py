"""One more kind of daily totals: under which rules something was counted, so that readers see when the rules changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("screening", "0004_first_in_queue")]

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
                    ("rules", "Questionnaires sent or left unfinished, by the version of the rules"),
                    ("judged", "Decisions, by the screening's disposition and the clinician's"),
                    ("judged-question", "Decisions, by the question that led there and how they differ"),
                ],
                max_length=16,
            ),
        ),
    ]
