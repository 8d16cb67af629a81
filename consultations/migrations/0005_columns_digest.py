"""Call requests get a keyed digest of their plain columns. Stored rows get that of their columns as they are."""

import hashlib
import hmac
import json
from datetime import UTC, datetime

from django.conf import settings
from django.db import migrations, models

BATCH = 500
BOUND = (
    *("attempt_digest", "receipt_digest", "requested_at", "disposition", "kept_days", "priority_token"),
    *("consent_digest", "consent_language"),
)


def as_json(value):
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def digest_of(row):
    values = [as_json(getattr(row, column)) for column in BOUND]
    text = json.dumps(["consultations.ConsultationRequest", str(row.pk), values])
    return hmac.new(settings.SECRET_KEY.encode(), f"columns|{text}".encode(), hashlib.sha256).hexdigest()


def fill(apps, schema_editor):
    rows = apps.get_model("consultations", "ConsultationRequest").objects
    while batch := list(rows.filter(columns_digest="").order_by("pk")[:BATCH]):
        for row in batch:
            row.columns_digest = digest_of(row)
        rows.bulk_update(batch, ["columns_digest"])


class Migration(migrations.Migration):
    dependencies = [("consultations", "0004_kept_days")]

    operations = [
        migrations.AddField(
            model_name="consultationrequest",
            name="columns_digest",
            field=models.CharField(default="", editable=False, max_length=64),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
