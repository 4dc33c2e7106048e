"""PostgreSQL shows a connection the decisions of its own councils and children only."""

from django.db import migrations

from carecommons.common.walls import wall

TABLES = {
    "decisions_decision": "carecommons_sees_council(authority) OR carecommons_sees_child(child_id)",
    "decisions_gapnote": "carecommons_sees_all() OR decision_id IN (SELECT id FROM decisions_decision)",
}


class Migration(migrations.Migration):
    dependencies = [("decisions", "0005_sealed_columns"), ("people", "0003_who_stands_behind_a_connection")]
    operations = [wall(TABLES)]
