from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("receipts", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="erasure",
            index=models.Index(fields=["-erased_at", "-id"], name="erasure_by_time"),
        ),
    ]
