"""Submissions and reviews get a keyed digest of their plain columns. Stored rows get that of their columns as they are.

Reviews are append-only, so their triggers are removed meanwhile. SQLite makes the table anew, without them, anyway.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.db import migrations, models

BATCH = 500
BOUND = {
    "Submission": (
        *("reference", "attempt_digest", "receipt_digest", "received_at", "received_week", "disposition", "kept_days"),
        *("ruleset_version", "ruleset_fingerprint", "consent_digest", "consent_language"),
    ),
    "Review": (
        *("submission_id", "author_id", "author_name", "made_at", "screening", "in_force", "disposition", "reason"),
        *("is_blind", "seconds_id", "first_author_id", "takes_effect"),
    ),
}
INSTALL = {
    "sqlite": (
        'CREATE TRIGGER "screening_review_refuses_update" BEFORE UPDATE ON "screening_review" WHEN 1 BEGIN SELECT RAISE(ABORT, \'screening_review: a row is never changed\'); END',
        'CREATE TRIGGER "screening_review_refuses_replace" BEFORE INSERT ON "screening_review" WHEN EXISTS (SELECT 1 FROM "screening_review" WHERE "id" = NEW."id") BEGIN SELECT RAISE(ABORT, \'screening_review: a row is never changed\'); END',
    ),
    "postgresql": (
        "CREATE FUNCTION \"screening_review_refuses\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'screening_review: a row is never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        'CREATE TRIGGER "screening_review_refuses_update" BEFORE UPDATE ON "screening_review" FOR EACH ROW EXECUTE FUNCTION "screening_review_refuses"()',
    ),
}
REMOVE = {
    "sqlite": (
        'DROP TRIGGER IF EXISTS "screening_review_refuses_update"',
        'DROP TRIGGER IF EXISTS "screening_review_refuses_replace"',
    ),
    "postgresql": (
        'DROP TRIGGER IF EXISTS "screening_review_refuses_update" ON "screening_review"',
        'DROP FUNCTION IF EXISTS "screening_review_refuses"()',
    ),
}


def install(apps, schema_editor):
    for statement in INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement, None)


def remove(apps, schema_editor):
    for statement in REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, None)


def as_json(value):
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, (str, UUID)) else value


def digest_of(name, row):
    text = json.dumps([f"screening.{name}", str(row.pk), [as_json(getattr(row, column)) for column in BOUND[name]]])
    return hmac.new(settings.SECRET_KEY.encode(), f"columns|{text}".encode(), hashlib.sha256).hexdigest()


def fill(apps, schema_editor):
    for name in BOUND:
        rows = apps.get_model("screening", name).objects
        while batch := list(rows.filter(columns_digest="").order_by("pk")[:BATCH]):
            for row in batch:
                row.columns_digest = digest_of(name, row)
            rows.bulk_update(batch, ["columns_digest"])


class Migration(migrations.Migration):
    dependencies = [("screening", "0007_kept_days")]

    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField(
            model_name="review",
            name="columns_digest",
            field=models.CharField(default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="submission",
            name="columns_digest",
            field=models.CharField(default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="submission",
            name="seen_faults",
            field=models.CharField(default="", editable=False, max_length=64),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(install, remove),
    ]
