"""PostgreSQL shows a connection what concerns the start of a placement for its own councils and children only."""

from django.db import migrations

from carecommons.common.walls import wall

OWN = "carecommons_sees_council(authority) OR carecommons_sees_child(child_id)"


class Migration(migrations.Migration):
    dependencies = [("decisions", "0011_the_start_of_a_placement")]
    operations = [
        wall(
            {
                "decisions_introduction": OWN, "decisions_noticesent": OWN, "decisions_placementstart": OWN,
                "decisions_plananswer": OWN,
            }
        ),
    ]  # fmt: skip
