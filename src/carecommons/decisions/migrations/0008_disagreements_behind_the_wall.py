"""PostgreSQL shows a connection the disagreements of its own councils and children only."""

from django.db import migrations

from carecommons.common.walls import wall

TABLES = {
    "decisions_disagreement": "carecommons_sees_council(authority) OR carecommons_sees_child(child_id)",
    "decisions_disagreementanswer": "carecommons_sees_all() OR disagreement_id IN (SELECT id FROM decisions_disagreement)",
}


class Migration(migrations.Migration):
    dependencies = [("decisions", "0007_a_child_may_disagree")]
    operations = [wall(TABLES)]
