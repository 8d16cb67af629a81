from django.db import migrations, models
from django.db.models import Sum


def merge_shards(apps, schema_editor):
    """Before the constraint without shards is back, each total is one row again."""
    totals = apps.get_model("screening", "DailyTotal").objects.using(schema_editor.connection.alias)
    keys = ("what", "day", "key")
    for merged in totals.values(*keys).annotate(sum=Sum("count")).order_by():
        of_key = totals.filter(**{name: merged[name] for name in keys})
        first = of_key.order_by("pk").first()
        of_key.exclude(pk=first.pk).delete()
        of_key.update(count=merged["sum"])


class Migration(migrations.Migration):
    dependencies = [("screening", "0011_lapses_notes_and_urgent_help")]

    operations = [
        migrations.RemoveConstraint(model_name="dailytotal", name="one_total_a_day"),
        migrations.AddField(model_name="dailytotal", name="shard", field=models.PositiveSmallIntegerField(default=0)),
        migrations.AddConstraint(
            model_name="dailytotal",
            constraint=models.UniqueConstraint(fields=("what", "day", "key", "shard"), name="one_total_a_day"),
        ),
        migrations.RunPython(migrations.RunPython.noop, merge_shards),
    ]
