from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0011_answers_deleted"),
    ]

    operations = [
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
                    ("cancelled", "Canceled"),
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
                    ("cancelled", "Canceled"),
                    ("closed", "Closed"),
                ],
                default="new",
                max_length=16,
            ),
        ),
    ]
