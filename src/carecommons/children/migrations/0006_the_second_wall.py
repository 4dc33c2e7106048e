"""PostgreSQL shows a connection the children of its own councils only, and the looks at them."""

from django.db import migrations

from carecommons.common.walls import wall

OF_A_CHILD = "carecommons_sees_all() OR child_id IN (SELECT id FROM children_child)"
OF_A_COUNCIL = "carecommons_sees_council(authority)"
TABLES = {
    "children_child": "carecommons_sees_council(authority) OR carecommons_sees_child(id)",
    **{
        f"children_{name}": OF_A_CHILD
        for name in (
            "siblinglink", "knownconnection", "placetoavoid", "recordedwish", "writtenstory", "needsprofile",
            "needsdraft",
        )
    },
    "children_returntable": OF_A_COUNCIL,
    "children_returnedchild": OF_A_COUNCIL,
    "children_returnedepisode": "carecommons_sees_all() OR child_id IN (SELECT id FROM children_returnedchild)",
    "people_look": f"carecommons_sees_child(child_id) OR {OF_A_CHILD}",
}


class Migration(migrations.Migration):
    dependencies = [("children", "0005_sealed_columns"), ("people", "0003_who_stands_behind_a_connection")]
    operations = [wall(TABLES)]
