"""PostgreSQL shows a connection the placements of its own councils and children only; and choices made before have one."""

from typing import Any

from django.db import migrations

from carecommons.common.walls import seeing_all, wall


def placements_of_before(apps: Any, schema_editor: Any) -> None:
    """A placement, as planned, for each choice that was in force before placements were kept."""
    decision, placement = apps.get_model("decisions", "Decision"), apps.get_model("decisions", "Placement")
    with seeing_all("migration: every choice in force, of every council, gets its placement"):
        placement.objects.bulk_create(
            placement(
                decision=row, child_id=row.child_id, home_id=row.home_id, authority=row.authority,
                from_day=row.from_day, made_at=row.answered_at,
            )
            for row in decision.objects.filter(state="approved")
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("decisions", "0009_placements")]
    operations = [
        migrations.RunPython(placements_of_before, migrations.RunPython.noop),
        wall({"decisions_placement": "carecommons_sees_council(authority) OR carecommons_sees_child(child_id)"}),
    ]
