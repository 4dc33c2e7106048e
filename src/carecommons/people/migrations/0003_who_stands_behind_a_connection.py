"""What a PostgreSQL connection may see, as functions: the policies of the rooms above ask them. Unsaid, nothing."""

from django.db import migrations

from carecommons.common.walls import on_postgres

UP = [
    """
    CREATE FUNCTION carecommons_sees_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT coalesce(current_setting('carecommons.authorities', true) = '*', false) $$
    """,
    """
    CREATE FUNCTION carecommons_sees_council(code text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT coalesce(
        current_setting('carecommons.authorities', true) = '*'
        OR code = ANY (string_to_array(current_setting('carecommons.authorities', true), ',')), false) $$
    """,
    """
    CREATE FUNCTION carecommons_sees_child(child uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT coalesce(
        current_setting('carecommons.authorities', true) = '*'
        OR child::text = ANY (string_to_array(current_setting('carecommons.children', true), ',')), false) $$
    """,
]
DOWN = [
    "DROP FUNCTION carecommons_sees_child(uuid)",
    "DROP FUNCTION carecommons_sees_council(text)",
    "DROP FUNCTION carecommons_sees_all()",
]


class Migration(migrations.Migration):
    dependencies = [("people", "0005_lost_second_factors")]
    operations = [on_postgres(UP, DOWN)]
