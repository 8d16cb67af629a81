"""Call requests note when their person changed them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0006_call_without_result")]
    operations = [
        migrations.AddField(
            model_name="consultationrequest",
            name="changed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        )
    ]
