"""Call requests get a mark for those to call first. Nobody knows it of stored requests, so they come first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="consultationrequest",
            name="priority_token",
            field=models.CharField(default="", editable=False, max_length=16),
        )
    ]
