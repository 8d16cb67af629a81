"""Each review says which decision it replaces, and loosening that takes two clinicians, too.

Reviews that are stored already have nothing there: the database refuses to change them, and they were made when only
the screening counted.
"""

from django.db import migrations, models

INSTALL = {
    "sqlite": (
        'CREATE TRIGGER "screening_review_refuses_update" BEFORE UPDATE ON "screening_review" WHEN 1 BEGIN SELECT RAISE(ABORT, \'screening_review: a row is never changed\'); END',
        'CREATE TRIGGER "screening_review_refuses_replace" BEFORE INSERT ON "screening_review" WHEN EXISTS (SELECT 1 FROM "screening_review" WHERE "id" = NEW."id") BEGIN SELECT RAISE(ABORT, \'screening_review: a row is never changed\'); END',
    ),
    # They stay when PostgreSQL adds a column.
    "postgresql": (),
}
REMOVE = {
    "sqlite": (
        'DROP TRIGGER IF EXISTS "screening_review_refuses_update"',
        'DROP TRIGGER IF EXISTS "screening_review_refuses_replace"',
    ),
    "postgresql": (),
}
MILDEST_FIRST = ("suggest-consultation", "talk-to-clinician-first", "not-suitable-now", "urgent-help-now")
DISPOSITIONS = [
    ("suggest-consultation", "Suggest a consultation"),
    ("talk-to-clinician-first", "Talk to a clinician first"),
    ("not-suitable-now", "Not suitable now"),
    ("urgent-help-now", "Urgent help now"),
    ("incomplete", "Incomplete"),
]
NAME = "screening_review_loosening_has_two_clinicians"


def install(apps, schema_editor):
    for statement in INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement, None)


def remove(apps, schema_editor):
    for statement in REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, None)


def loosens():
    pairs = models.Q()
    for column in ("screening", "in_force"):
        for place, stricter in enumerate(MILDEST_FIRST[1:], start=1):
            pairs |= models.Q(**{column: stricter, "disposition__in": [*MILDEST_FIRST[:place]]})
    return pairs


class Migration(migrations.Migration):
    dependencies = [("screening", "0005_rules_in_totals")]

    operations = [
        # SQLite makes the table anew for each of these, without its triggers.
        migrations.RunPython(remove, install),
        migrations.AddField(
            model_name="review",
            name="in_force",
            field=models.CharField(blank=True, choices=DISPOSITIONS, default="", editable=False, max_length=32),
        ),
        migrations.RemoveConstraint(model_name="review", name=NAME),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=~loosens()
                | models.Q(takes_effect=False)
                | (
                    models.Q(seconds__isnull=False, first_author__isnull=False)
                    & ~models.Q(first_author=models.F("author"))
                ),
                name=NAME,
            ),
        ),
        migrations.RunPython(install, remove),
    ]
