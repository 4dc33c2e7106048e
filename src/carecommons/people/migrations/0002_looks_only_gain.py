"""The database itself refuses to change or drop a look: promise 2 does not rest on our own code."""

from django.db import migrations

SQLITE = (
    """
    CREATE TRIGGER people_look_no_update BEFORE UPDATE ON people_look
    BEGIN SELECT RAISE(ABORT, 'a look is never changed'); END
    """,
    """
    CREATE TRIGGER people_look_no_delete BEFORE DELETE ON people_look
    BEGIN SELECT RAISE(ABORT, 'a look is never deleted'); END
    """,
)
POSTGRES = (
    """
    CREATE FUNCTION people_look_only_gains() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'a look is never changed or deleted'; END $$
    """,
    """
    CREATE TRIGGER people_look_only_gains BEFORE UPDATE OR DELETE ON people_look
    FOR EACH ROW EXECUTE FUNCTION people_look_only_gains()
    """,
)


def guard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in SQLITE if vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER people_look_no_update")
        schema_editor.execute("DROP TRIGGER people_look_no_delete")
    else:
        schema_editor.execute("DROP TRIGGER people_look_only_gains ON people_look")
        schema_editor.execute("DROP FUNCTION people_look_only_gains()")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
