"""Two stays of one place never share a night: told apart where they did, and refused by PostgreSQL from now on.

A place used to count as free from the day on which a move away from it was approved, not from the day of the move.
Where that gave one place to two children, the later stay gets a place number of its own: both lived there, and the
record says so. PostgreSQL then holds an exclusion constraint, where the extension btree_gist can be had; elsewhere
(SQLite, a server without the extension) the check under the home's lock in actions/staying.py is what holds.
"""

from collections import defaultdict

from django.db import migrations

NAME = "a_place_is_one_childs_each_night"
ADD = f"""
ALTER TABLE provision_resident ADD CONSTRAINT {NAME}
EXCLUDE USING gist (home_id WITH =, place WITH =, daterange(from_day, to_day, '[)') WITH &&)
"""


def tell_apart(apps, schema_editor):
    rows = defaultdict(list)
    Resident = apps.get_model("provision", "Resident")
    for row in Resident.objects.order_by("home_id", "from_day", "id"):
        rows[row.home_id].append(row)
    for stays in rows.values():
        kept = []
        for row in stays:
            if any(_share(row, other) for other in kept if other.place == row.place):
                row.place = max(other.place for other in stays) + 1
                row.save(update_fields=["place"])
            kept.append(row)


def _share(one, other):
    begins = max(one.from_day, other.from_day)
    ends = [row.to_day for row in (one, other) if row.to_day is not None]
    return not ends or begins < min(ends)


def hold(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'btree_gist'")
        if cursor.fetchone() is None:
            return
        cursor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        cursor.execute(ADD)


def let_go(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE provision_resident DROP CONSTRAINT IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [("provision", "0005_planned_stays_and_closed_homes")]
    operations = [
        # The place numbers that were told apart stay so: they say what was.
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
        migrations.RunPython(hold, let_go),
    ]
