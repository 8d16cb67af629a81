"""Call requests store for how many days after closing their person was told they are kept.

What was told before is not in the database: the next `manage.py purge`, which runs at each start of the site, stores
the limit of clinic.yaml with the rows that are here now. Until then nothing deletes them.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0003_mail")]
    operations = [
        migrations.AddField(
            model_name="consultationrequest",
            name="kept_days",
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        )
    ]
