"""PostgreSQL shows a connection what happened to the children of its own councils, and to its own children, only."""

from django.db import migrations

from carecommons.common.walls import wall

TABLES = (
    "carereview", "contacttime", "healthassessment", "matchingtime", "outcomeanswer", "ownrating", "signanswer", "visit",
)  # fmt: skip
SEEN = "carecommons_sees_council(authority) OR carecommons_sees_child(child_id)"


class Migration(migrations.Migration):
    dependencies = [("decisions", "0016_the_life_in_a_home")]
    operations = [wall({f"decisions_{name}": SEEN for name in TABLES})]
