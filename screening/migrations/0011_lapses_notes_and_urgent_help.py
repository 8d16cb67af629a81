"""Decisions may wait until a day and may lapse; notes without a decision; what was done about urgent help.

Stored reviews are bound to their new columns, too. Reviews are append-only, so their triggers are removed meanwhile.
SQLite makes the table anew, without them, anyway.
"""

import hashlib
import hmac
import json
import uuid
from datetime import UTC, date, datetime
from uuid import UUID

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

BATCH = 500
BOUND = (
    *("submission_id", "author_id", "author_name", "made_at", "screening", "in_force", "disposition", "reason"),
    *("is_blind", "seconds_id", "first_author_id", "takes_effect"),
)
ADDED = ("wait_until", "basis", "decided_under", "tells_person")
TABLES = ("screening_review", "screening_lapse", "screening_note", "screening_urgentaction")


def install_statements(vendor, table):
    if vendor == "sqlite":
        return (
            f'CREATE TRIGGER "{table}_refuses_update" BEFORE UPDATE ON "{table}" WHEN 1 BEGIN SELECT RAISE(ABORT, \'{table}: a row is never changed\'); END',
            f'CREATE TRIGGER "{table}_refuses_replace" BEFORE INSERT ON "{table}" WHEN EXISTS (SELECT 1 FROM "{table}" WHERE "id" = NEW."id") BEGIN SELECT RAISE(ABORT, \'{table}: a row is never changed\'); END',  # noqa: S608
        )
    return (
        f"CREATE FUNCTION \"{table}_refuses\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{table}: a row is never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f'CREATE TRIGGER "{table}_refuses_update" BEFORE UPDATE ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{table}_refuses"()',
    )


def remove_statements(vendor, table):
    if vendor == "sqlite":
        return (f'DROP TRIGGER IF EXISTS "{table}_refuses_update"', f'DROP TRIGGER IF EXISTS "{table}_refuses_replace"')
    return (
        f'DROP TRIGGER IF EXISTS "{table}_refuses_update" ON "{table}"',
        f'DROP FUNCTION IF EXISTS "{table}_refuses"()',
    )


def install(apps, schema_editor, tables=TABLES):
    for table in tables:
        for statement in install_statements(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, None)


def remove(apps, schema_editor, tables=TABLES):
    for table in tables:
        for statement in remove_statements(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, None)


def install_on_reviews(apps, schema_editor):
    install(apps, schema_editor, TABLES[:1])


def remove_from_reviews(apps, schema_editor):
    remove(apps, schema_editor, TABLES[:1])


def as_json(value):
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, (str, UUID, date)) else value


def digest_of(row, columns):
    text = json.dumps(["screening.Review", str(row.pk), [as_json(getattr(row, column)) for column in columns]])
    return hmac.new(settings.SECRET_KEY.encode(), f"columns|{text}".encode(), hashlib.sha256).hexdigest()


def bind(apps, before, after):
    """A row that was changed past the site keeps its digest, so that this is still noticed."""
    reviews, last = apps.get_model("screening", "Review").objects.order_by("pk"), UUID(int=0)
    while batch := list(reviews.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        intact = [row for row in batch if row.columns_digest == digest_of(row, before)]
        for row in intact:
            row.columns_digest = digest_of(row, after)
        reviews.bulk_update(intact, ["columns_digest"])


def bind_new_columns(apps, schema_editor):
    bind(apps, BOUND, (*BOUND, *ADDED))


def bind_old_columns(apps, schema_editor):
    bind(apps, (*BOUND, *ADDED), BOUND)


def close_those_that_wait(apps, schema_editor):
    apps.get_model("screening", "Submission").objects.filter(state="waiting").update(state="closed")


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0010_closure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(remove_from_reviews, install_on_reviews),
        migrations.CreateModel(
            name="ComparedRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(editable=False, max_length=64)),
                ("version", models.CharField(editable=False, max_length=32)),
                ("compared_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "ordering": ("-id",),
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Lapse",
            fields=[
                ("columns_digest", models.CharField(default="", editable=False, max_length=64)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("day", "The day until which to wait has come"),
                            ("rules", "Stricter rules are in force"),
                        ],
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("lapsed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("rules_version", models.CharField(editable=False, max_length=32)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("columns_digest", models.CharField(default="", editable=False, max_length=64)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("author_name", models.CharField(editable=False, max_length=200)),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("sealed_text", models.TextField(editable=False)),
            ],
            options={
                "ordering": ("written_at", "id"),
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="UrgentAction",
            fields=[
                ("columns_digest", models.CharField(default="", editable=False, max_length=64)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("author_name", models.CharField(editable=False, max_length=200)),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("sealed_text", models.TextField(editable=False)),
            ],
            options={
                "ordering": ("written_at", "id"),
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.RemoveConstraint(
            model_name="submission",
            name="screening_submission_state_is_known",
        ),
        migrations.AddField(
            model_name="review",
            name="basis",
            field=models.CharField(
                blank=True,
                choices=[
                    ("suggest-consultation", "Suggest a consultation"),
                    ("talk-to-clinician-first", "Talk to a clinician first"),
                    ("not-suitable-now", "Not suitable now"),
                    ("urgent-help-now", "Urgent help now"),
                    ("incomplete", "Incomplete"),
                ],
                default="",
                editable=False,
                max_length=32,
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="decided_under",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="review",
            name="tells_person",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="review",
            name="wait_until",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="submission",
            name="state",
            field=models.CharField(
                choices=[
                    ("new", "New"),
                    ("in-review", "In review"),
                    ("second-opinion", "Waiting for a second clinician"),
                    ("waiting", "Waiting until a day"),
                    ("closed", "Closed"),
                ],
                default="new",
                editable=False,
                max_length=16,
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                condition=models.Q(("wait_until__isnull", False)), fields=["wait_until"], name="reviews_that_wait"
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                condition=models.Q(("disposition", "urgent-help-now"), ("takes_effect", True)),
                fields=["made_at"],
                name="reviews_with_urgent_help",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("wait_until", None), ("disposition", "not-suitable-now"), _connector="OR"),
                name="screening_review_waiting_is_not_now",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["new", "in-review", "second-opinion", "waiting", "closed"])),
                name="screening_submission_state_is_known",
            ),
        ),
        migrations.AddField(
            model_name="lapse",
            name="review",
            field=models.OneToOneField(
                editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="lapse", to="screening.review"
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="author",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="submission",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notes",
                to="screening.submission",
            ),
        ),
        migrations.AddField(
            model_name="urgentaction",
            name="author",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="urgentaction",
            name="review",
            field=models.OneToOneField(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="urgent_action",
                to="screening.review",
            ),
        ),
        migrations.AddConstraint(
            model_name="lapse",
            constraint=models.CheckConstraint(
                condition=models.Q(("cause__in", ["day", "rules"])), name="screening_lapse_cause_is_known"
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, close_those_that_wait),
        migrations.RunPython(bind_new_columns, bind_old_columns),
        migrations.RunPython(install, remove),
    ]
