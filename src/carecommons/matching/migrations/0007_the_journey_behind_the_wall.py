"""PostgreSQL shows a search and what belongs to it to its council and its child's people; a home sees what it is asked.

Who runs a home is known by the posts of the account behind the connection. A carer reaches the homes that their post
names; whoever manages a provider reaches all of its homes. A home on the shortlist sees its own row of what it may
read, and nobody else's.
"""

from django.db import migrations

from carecommons.common.walls import on_postgres, wall

UP = [
    """
    CREATE FUNCTION carecommons_sees_home(provider uuid, home uuid) RETURNS boolean LANGUAGE sql STABLE AS
    $$ SELECT carecommons_sees_all() OR EXISTS (
        SELECT 1 FROM people_post AS post
        WHERE post.account_id::text = current_setting('carecommons.person', true) AND post.ended_at IS NULL
        AND post.role IN ('provider_manager', 'provider_responsible', 'foster_carer')
        AND (
            (post.role <> 'foster_carer' AND post.provider_id = provider)
            OR EXISTS (
                SELECT 1 FROM people_postreach AS reach
                WHERE reach.post_id = post.id AND reach.kind = 'home' AND reach.value = home::text)
        )) $$
    """,
]
DOWN = ["DROP FUNCTION carecommons_sees_home(uuid, uuid)"]
OWN = "carecommons_sees_council(authority) OR carecommons_sees_child(child_id)"
HOME = "carecommons_sees_home(provider_id, home_id)"
ASKED = "SELECT {} FROM matching_invitation"
OF_A_CHILD = (
    "preventionrecord", "preventiontried", "viabilityassessment", "temporaryapproval", "round", "emergency", "ownorder",
    "homevisit", "matchingmeeting", "impactanswer",
)  # fmt: skip
TABLES = {
    **{f"matching_{name}": OWN for name in OF_A_CHILD},
    "matching_invitation": f"carecommons_sees_council(authority) OR {HOME}",
    "matching_sentprofile": f"carecommons_sees_council(authority) OR id IN ({ASKED.format('profile_id')})",
    "matching_question": f"carecommons_sees_council(authority) OR round_id IN ({ASKED.format('round_id')})",
    "matching_reply": f"carecommons_sees_council(authority) OR invitation_id IN ({ASKED.format('id')})",
    "matching_detail": f"{OWN} OR {HOME}",
}


class Migration(migrations.Migration):
    dependencies = [("matching", "0006_the_journey"), ("people", "0006_the_language_somebody_reads")]
    operations = [on_postgres(UP, DOWN), wall(TABLES)]
