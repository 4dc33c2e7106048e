"""PostgreSQL shows what follows a decision to its council, its child and those who are asked; older choices get a placement.

A review is seen by whoever asked for it and by those on its panel too; a letter by the home that it is for.
"""

from typing import Any

from django.db import migrations

from carecommons.common.walls import seeing_all, wall

OWN = "carecommons_sees_council(authority) OR carecommons_sees_child(child_id)"
ME = "coalesce(current_setting('carecommons.person', true), '')"
MINE = "id IN (SELECT review_id FROM decisions_reviewseat WHERE decisions_reviewseat.account::text = " + ME + ")"
OF_A_CHILD = (
    "placement", "introduction", "noticesent", "placementstart", "plananswer", "endnotice", "noticeno",
    "stabilisationmeeting", "placementend", "emergencyendread", "debrief", "belongings", "eighteenchoice", "carereview",
    "contacttime", "healthassessment", "matchingtime", "outcomeanswer", "ownrating", "signanswer", "visit",
    "trailentry", "emergencyreview",
)  # fmt: skip
TABLES = {
    **{f"decisions_{name}": OWN for name in OF_A_CHILD},
    # A seat does not ask for its review, or the two would ask for each other.
    "decisions_reviewseat": f"{OWN} OR account::text = {ME}",
    "decisions_review": f"{OWN} OR asked_by::text = {ME} OR {MINE}",
    "decisions_reviewfinding": "carecommons_sees_all() OR review_id IN (SELECT id FROM decisions_review)",
    "decisions_reviewvote": "carecommons_sees_all() OR finding_id IN (SELECT id FROM decisions_reviewfinding)",
    # A digest is let out by a person after a scan: what is let out is everybody's.
    "decisions_reviewdigest": "carecommons_sees_all() OR released_at IS NOT NULL",
    "decisions_homeletter": "carecommons_sees_council(authority) OR carecommons_sees_home(provider_id, home_id)",
}


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
    dependencies = [("decisions", "0009_the_journey"), ("matching", "0007_the_journey_behind_the_wall")]
    operations = [migrations.RunPython(placements_of_before, migrations.RunPython.noop), wall(TABLES)]
