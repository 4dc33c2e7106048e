"""PostgreSQL shows a review to its council, its child, whoever asked for it and those on its panel; to nobody else."""

from django.db import migrations

from carecommons.common.walls import wall

ME = "coalesce(current_setting('carecommons.person', true), '')"
OF_THE_CHILD = "carecommons_sees_council(authority) OR carecommons_sees_child(child_id)"
MINE = "id IN (SELECT review_id FROM decisions_reviewseat WHERE decisions_reviewseat.account::text = " + ME + ")"
TABLES = {
    # A seat does not ask for its review, or the two would ask for each other.
    "decisions_reviewseat": f"{OF_THE_CHILD} OR account::text = {ME}",
    "decisions_review": f"{OF_THE_CHILD} OR asked_by::text = {ME} OR {MINE}",
    "decisions_reviewfinding": "carecommons_sees_all() OR review_id IN (SELECT id FROM decisions_review)",
    "decisions_reviewvote": "carecommons_sees_all() OR finding_id IN (SELECT id FROM decisions_reviewfinding)",
    # A digest is let out by a person after a scan: what is let out is everybody's.
    "decisions_reviewdigest": "carecommons_sees_all() OR released_at IS NOT NULL",
}


class Migration(migrations.Migration):
    dependencies = [("decisions", "0018_reviews_as_of_right"), ("people", "0003_who_stands_behind_a_connection")]
    operations = [wall(TABLES)]
