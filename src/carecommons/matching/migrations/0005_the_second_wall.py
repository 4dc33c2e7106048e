"""PostgreSQL shows a connection the searches of its own councils and children only."""

from django.db import migrations

from carecommons.common.walls import wall

OF_A_SEARCH = "carecommons_sees_all() OR referral_id IN (SELECT id FROM matching_referral)"
TABLES = {
    "matching_referral": "carecommons_sees_council(authority) OR carecommons_sees_child(child_id)",
    **{f"matching_{name}": OF_A_SEARCH for name in ("ladderanswer", "shortlist", "wishanswer")},
}


class Migration(migrations.Migration):
    dependencies = [("matching", "0004_sealed_columns"), ("people", "0003_who_stands_behind_a_connection")]
    operations = [wall(TABLES)]
