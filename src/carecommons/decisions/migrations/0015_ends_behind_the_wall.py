"""PostgreSQL shows a connection the notices and ends of its own councils and children only."""

from django.db import migrations

from carecommons.common.walls import wall

TABLES = (
    "decisions_endnotice",
    "decisions_noticeno",
    "decisions_stabilisationmeeting",
    "decisions_placementend",
    "decisions_emergencyendread",
    "decisions_debrief",
    "decisions_belongings",
    "decisions_eighteenchoice",
)


class Migration(migrations.Migration):
    dependencies = [("decisions", "0014_notice_and_end")]
    operations = [
        wall(dict.fromkeys(TABLES, "carecommons_sees_council(authority) OR carecommons_sees_child(child_id)")),
    ]
