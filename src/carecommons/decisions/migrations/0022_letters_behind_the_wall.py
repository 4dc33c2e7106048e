"""PostgreSQL shows a letter to the council that wrote it and to the home that it is for."""

from django.db import migrations

from carecommons.common.walls import wall


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0021_what_stands_beside_a_choice"),
        ("matching", "0011_what_children_say_behind_the_wall"),
    ]
    operations = [
        wall(
            {
                "decisions_homeletter": "carecommons_sees_council(authority) "
                "OR carecommons_sees_home(provider_id, home_id)"
            }
        )
    ]
