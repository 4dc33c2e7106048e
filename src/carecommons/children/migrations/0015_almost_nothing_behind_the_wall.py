"""PostgreSQL shows a connection what its own councils' records still owe, and no others'."""

from django.db import migrations

from carecommons.common.walls import wall

SEES = "carecommons_sees_council(authority) OR carecommons_sees_child(child_id)"
TABLES = {
    "children_minimalrecord": SEES,
}


class Migration(migrations.Migration):
    dependencies = [("children", "0014_a_record_that_begins_with_almost_nothing")]
    operations = [wall(TABLES)]
