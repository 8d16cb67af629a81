"""The database refuses to change a review."""

from django.db import migrations

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


class Migration(migrations.Migration):
    dependencies = [("screening", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
