"""PostgreSQL shows a connection the notes and unfinished records of its own councils and children only."""

from django.db import migrations

from carecommons.common.walls import wall

SEEN = "carecommons_sees_council(authority) OR carecommons_sees_child(child_id)"
TABLES = ("carriednote", "carriedanswer", "minimalrecord")


class Migration(migrations.Migration):
    dependencies = [("children", "0011_the_journey")]
    operations = [wall({f"children_{name}": SEEN for name in TABLES})]
