"""PostgreSQL shows a job to whoever started it, and to nobody else of the same council."""

from django.db import migrations

from carecommons.common.walls import on_postgres, wall

UP = [
    """
    CREATE FUNCTION carecommons_sees_person(account uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT coalesce(
        current_setting('carecommons.authorities', true) = '*'
        OR account::text = current_setting('carecommons.person', true), false) $$
    """,
]
DOWN = ["DROP FUNCTION carecommons_sees_person(uuid)"]


class Migration(migrations.Migration):
    dependencies = [("site", "0001_jobs")]
    operations = [on_postgres(UP, DOWN), wall({"site_job": "carecommons_sees_person(started_by_id)"})]
