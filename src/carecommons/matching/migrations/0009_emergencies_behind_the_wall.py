"""PostgreSQL shows a connection the emergencies of its own councils and children only."""

from django.db import migrations

from carecommons.common.walls import wall

SEES = "carecommons_sees_council(authority) OR carecommons_sees_child(child_id)"
TABLES = {
    "matching_emergency": SEES,
}


class Migration(migrations.Migration):
    dependencies = [("matching", "0008_an_emergency_beside_the_full_search")]
    operations = [wall(TABLES)]
