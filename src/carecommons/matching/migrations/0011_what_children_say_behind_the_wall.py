"""PostgreSQL shows what a child says of homes, and meetings, to its own councils and children only.

A home on the shortlist sees its own row of what it may read, and nobody else's.
"""

from django.db import migrations

from carecommons.common.walls import wall

OWN = "carecommons_sees_council(authority) OR carecommons_sees_child(child_id)"
TABLES = {
    **{f"matching_{name}": OWN for name in ("ownorder", "homevisit", "matchingmeeting", "impactanswer")},
    "matching_detail": f"{OWN} OR carecommons_sees_home(provider_id, home_id)",
}


class Migration(migrations.Migration):
    dependencies = [("matching", "0010_what_children_say_of_homes")]
    operations = [wall(TABLES)]
