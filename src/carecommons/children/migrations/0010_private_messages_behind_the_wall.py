"""PostgreSQL shows a private message to those who hold the child themselves: never to a whole council.

A message that the young person shares is there for the council's connection as well, still sealed.
"""

from django.db import migrations

from carecommons.common.walls import wall

HELD = "carecommons_sees_child(child_id)"
TABLES = {
    "children_ownview": "carecommons_sees_all() OR child_id IN (SELECT id FROM children_child)",
    "children_privatemessage": f"{HELD} OR (with_reviewing AND child_id IN (SELECT id FROM children_child))",
    "children_owndraft": HELD,
}


class Migration(migrations.Migration):
    dependencies = [("children", "0009_own_words_and_private_messages")]
    operations = [wall(TABLES)]
