"""PostgreSQL shows a connection what was tried, assessed and approved for its own councils and children only."""

from django.db import migrations

from carecommons.common.walls import wall

SEEN = "carecommons_sees_council(authority) OR carecommons_sees_child(child_id)"
NAMES = ("preventionrecord", "preventiontried", "viabilityassessment", "temporaryapproval")


class Migration(migrations.Migration):
    dependencies = [("matching", "0006_before_the_search")]
    operations = [wall({f"matching_{name}": SEEN for name in NAMES})]
