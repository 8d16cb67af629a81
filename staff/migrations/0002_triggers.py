"""The database refuses to change the access log, and to delete what is younger than six years."""

from django.db import migrations

INSTALL = {
    "sqlite": (
        'CREATE TRIGGER "staff_accessentry_refuses_update" BEFORE UPDATE ON "staff_accessentry" WHEN 1 BEGIN SELECT RAISE(ABORT, \'staff_accessentry: a row is never changed\'); END',
        'CREATE TRIGGER "staff_accessentry_refuses_replace" BEFORE INSERT ON "staff_accessentry" WHEN EXISTS (SELECT 1 FROM "staff_accessentry" WHERE "id" = NEW."id") BEGIN SELECT RAISE(ABORT, \'staff_accessentry: a row is never changed\'); END',
        "CREATE TRIGGER \"staff_accessentry_refuses_delete\" BEFORE DELETE ON \"staff_accessentry\" WHEN OLD.\"at\" > strftime('%Y-%m-%d %H:%M:%f', 'now', '-6 years') BEGIN SELECT RAISE(ABORT, 'staff_accessentry: a row is never changed'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION \"staff_accessentry_refuses\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'staff_accessentry: a row is never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        'CREATE TRIGGER "staff_accessentry_refuses_update" BEFORE UPDATE ON "staff_accessentry" FOR EACH ROW EXECUTE FUNCTION "staff_accessentry_refuses"()',
        'CREATE TRIGGER "staff_accessentry_refuses_delete" BEFORE DELETE ON "staff_accessentry" FOR EACH ROW WHEN (OLD."at" > now() - interval \'6 years\') EXECUTE FUNCTION "staff_accessentry_refuses"()',
        'CREATE TRIGGER "staff_accessentry_refuses_truncate" BEFORE TRUNCATE ON "staff_accessentry" FOR EACH STATEMENT EXECUTE FUNCTION "staff_accessentry_refuses"()',
    ),
}
REMOVE = {
    "sqlite": (
        'DROP TRIGGER IF EXISTS "staff_accessentry_refuses_update"',
        'DROP TRIGGER IF EXISTS "staff_accessentry_refuses_replace"',
        'DROP TRIGGER IF EXISTS "staff_accessentry_refuses_delete"',
    ),
    "postgresql": (
        'DROP TRIGGER IF EXISTS "staff_accessentry_refuses_update" ON "staff_accessentry"',
        'DROP TRIGGER IF EXISTS "staff_accessentry_refuses_delete" ON "staff_accessentry"',
        'DROP TRIGGER IF EXISTS "staff_accessentry_refuses_truncate" ON "staff_accessentry"',
        'DROP FUNCTION IF EXISTS "staff_accessentry_refuses"()',
    ),
}


def install(apps, schema_editor):
    for statement in INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement, None)


def remove(apps, schema_editor):
    for statement in REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
