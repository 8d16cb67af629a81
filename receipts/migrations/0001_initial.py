import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(blank=True, db_index=True, editable=False, max_length=9)),
                ("erased_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("held_answers", models.BooleanField(editable=False)),
                ("held_contact", models.BooleanField(editable=False)),
            ],
            options={
                "ordering": ("-erased_at", "-id"),
            },
        ),
    ]
