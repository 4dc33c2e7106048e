"""PostgreSQL shows a connection the notes of its own councils and children only."""

from django.db import migrations

from carecommons.common.walls import wall

TABLES = (
    "children_carriednote",
    "children_carriedanswer",
)


class Migration(migrations.Migration):
    dependencies = [("children", "0011_what_the_next_home_must_know")]
    operations = [
        wall(dict.fromkeys(TABLES, "carecommons_sees_council(authority) OR carecommons_sees_child(child_id)")),
    ]
