"""PostgreSQL shows a connection what follows emergencies of its own councils and children only."""

from django.db import migrations

from carecommons.common.walls import wall

SEES = "carecommons_sees_council(authority) OR carecommons_sees_child(child_id)"
TABLES = {
    "decisions_trailentry": SEES,
    "decisions_emergencyreview": SEES,
}


class Migration(migrations.Migration):
    dependencies = [("decisions", "0019_a_choice_at_night_and_its_trail")]
    operations = [wall(TABLES)]
