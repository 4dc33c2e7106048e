"""What comes before a search, searches and their lists, rounds of invitations, and what children and homes say.

PostgreSQL shows a search and what belongs to it to its council and its child's people; a home sees what it is asked.
Who runs a home is known by the posts of the account behind the connection. A carer reaches the homes that their post
names; whoever manages a provider reaches all of its homes. A home on the shortlist sees its own row of what it may
read, and nobody else's.
"""

import carecommons.common.keys
import carecommons.common.sealed_field
import django.db.models.deletion
import uuid
from django.db import migrations, models

from carecommons.common.folded import CreateModels
from carecommons.common.walls import on_postgres, wall

SEES_HOME = [
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
SEES_HOME_NO_MORE = ["DROP FUNCTION carecommons_sees_home(uuid, uuid)"]
OWN = "carecommons_sees_council(authority) OR carecommons_sees_child(child_id)"
OF_A_SEARCH = "carecommons_sees_all() OR referral_id IN (SELECT id FROM matching_referral)"
HOME = "carecommons_sees_home(provider_id, home_id)"
ASKED = "SELECT {} FROM matching_invitation"
OF_A_CHILD = (
    "referral", "preventionrecord", "preventiontried", "viabilityassessment", "temporaryapproval", "round", "emergency",
    "ownorder", "homevisit", "matchingmeeting", "impactanswer",
)  # fmt: skip
TABLES = {
    **{f"matching_{name}": OWN for name in OF_A_CHILD},
    **{f"matching_{name}": OF_A_SEARCH for name in ("ladderanswer", "shortlist", "wishanswer")},
    "matching_invitation": f"carecommons_sees_council(authority) OR {HOME}",
    "matching_sentprofile": f"carecommons_sees_council(authority) OR id IN ({ASKED.format('profile_id')})",
    "matching_question": f"carecommons_sees_council(authority) OR round_id IN ({ASKED.format('round_id')})",
    "matching_reply": f"carecommons_sees_council(authority) OR invitation_id IN ({ASKED.format('id')})",
    # An acceptance is for its council alone: a home reads none.
    "matching_acceptedreply": "carecommons_sees_council(authority)",
    "matching_detail": f"{OWN} OR {HOME}",
}


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ('matching', '0001_initial'),
        ('matching', '0002_a_proposed_home_is_a_state'),
        ('matching', '0002_columns_that_can_hold_sealed_words'),
        ('matching', '0003_a_seed_serves_one_list'),
        ('matching', '0003_seal_the_words'),
        ('matching', '0004_sealed_columns'),
        ('matching', '0004_seeds_of_lists_that_were_made'),
        ('matching', '0005_the_second_wall'),
        ('matching', '0006_the_journey'),
        ('matching', '0007_the_journey_behind_the_wall'),
        ('matching', '0008_what_homes_say_and_who_accepts_it'),
        ('matching', '0009_what_made_it_longer'),
        ('matching', '0010_what_made_it_full'),
    ]
    dependencies = [
        ('people', '0001_folded'),
        ('register', '0001_folded'),
        ('children', '0001_folded'),
        ('provision', '0001_folded'),
    ]
    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Referral',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('reference', models.CharField(max_length=10, unique=True)),
                    ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                    ('authority', models.CharField(max_length=3)),
                    ('wanted_by', models.DateField()),
                    ('why', models.CharField(max_length=24)),
                    ('why_words', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('stay', models.CharField(max_length=12)),
                    ('criteria_version', models.PositiveIntegerField()),
                    ('lottery_seed', models.BinaryField(max_length=32)),
                    ('lottery_commitment', models.CharField(max_length=64)),
                    ('state', models.CharField(default='open', max_length=12)),
                    ('emergency', models.BooleanField(default=False)),
                    ('made_at', models.DateTimeField()),
                    ('made_by', models.UUIDField(null=True)),
                    ('made_by_role', models.CharField(max_length=30)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('closed_because', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ],
                options={
                    'ordering': ['-made_at', 'id'],
                    'indexes': [models.Index(fields=['authority', 'state'], name='matching_re_authori_b71818_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('open', 'shortlisted', 'proposed', 'decided', 'withdrawn'))), name='referral_state_is_known'), models.UniqueConstraint(condition=models.Q(('state__in', ('open', 'shortlisted', 'proposed'))), fields=('child', 'emergency'), name='one_open_search_of_each_kind')],
                },
            ),
            migrations.CreateModel(
                name='LadderAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ladder', to='matching.referral')),
                    ('rung', models.CharField(max_length=20)),
                    ('answer', models.CharField(max_length=16)),
                    ('reason', carecommons.common.sealed_field.SealedText(bound_to=['referral_id', 'rung', 'answer', 'answered_at'])),
                    ('answered_at', models.DateTimeField()),
                    ('answered_by_role', models.CharField(max_length=30)),
                ],
                options={
                    'ordering': ['referral_id', 'answered_at', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('rung__in', ['parents', 'connected_person'])), name='ladder_rung_is_known'), models.CheckConstraint(condition=models.Q(('answer__in', ['possible', 'not_possible', 'nobody'])), name='ladder_answer_is_known')],
                },
            ),
            migrations.CreateModel(
                name='Shortlist',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shortlists', to='matching.referral')),
                    ('criteria_version', models.PositiveIntegerField()),
                    ('profile_version', models.PositiveIntegerField(null=True)),
                    ('made_at', models.DateTimeField()),
                    ('made_by_role', models.CharField(max_length=30)),
                    ('lottery_seed', models.BinaryField(max_length=32)),
                    ('lottery_commitment', models.CharField(max_length=64)),
                    ('looked_at', models.PositiveIntegerField()),
                    ('counts', models.JSONField()),
                    ('levels', carecommons.common.sealed_field.SealedJSON()),
                    ('flags', carecommons.common.sealed_field.SealedJSON()),
                    ('shown', carecommons.common.sealed_field.SealedJSON()),
                    ('passed_over', carecommons.common.sealed_field.SealedJSON()),
                    ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ],
                options={
                    'ordering': ['-made_at', 'id'],
                },
            ),
            migrations.CreateModel(
                name='WishAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wish_answers', to='matching.referral')),
                    ('home', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.home')),
                    ('wish', models.UUIDField()),
                    ('answer', models.CharField(max_length=8)),
                    ('words', carecommons.common.sealed_field.SealedText(bound_to=['referral_id', 'home_id', 'wish', 'answer', 'answered_at'])),
                    ('answered_at', models.DateTimeField()),
                    ('answered_by_role', models.CharField(max_length=30)),
                ],
                options={
                    'ordering': ['referral_id', 'answered_at', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('answer__in', ('yes', 'part', 'no', 'unknown'))), name='wish_answer_is_known')],
                },
            ),
            migrations.CreateModel(
                name='OwnOrder',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='own_orders', to='matching.referral')),
                    ('shortlist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matching.shortlist')),
                    ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                    ('authority', models.CharField(max_length=3)),
                    ('placed', carecommons.common.sealed_field.SealedJSON()),
                    ('way', models.CharField(max_length=10)),
                    ('wish', models.UUIDField()),
                    ('said_at', models.DateTimeField()),
                    ('said_by_role', models.CharField(max_length=30)),
                ],
                options={
                    'ordering': ['-said_at', '-id'],
                    'indexes': [models.Index(fields=['referral', '-said_at'], name='own_order_newest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('way__in', ['own', 'told', 'pictures', 'helped', 'advocate'])), name='own_order_way_is_known')],
                },
            ),
            migrations.CreateModel(
                name='HomeVisit',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='matching.referral')),
                    ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                    ('home', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.home')),
                    ('authority', models.CharField(max_length=3)),
                    ('state', models.CharField(default='asked', max_length=14)),
                    ('asked_at', models.DateTimeField()),
                    ('asked_by_role', models.CharField(max_length=30)),
                    ('on', models.DateField(null=True)),
                    ('with_whom', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('why_not', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('changed_at', models.DateTimeField()),
                    ('changed_by_role', models.CharField(max_length=30)),
                    ('thought', models.CharField(blank=True, max_length=8)),
                    ('thought_words', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('thought_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ['asked_at', 'id'],
                    'indexes': [models.Index(fields=['authority', 'state'], name='home_visit_by_council')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'arranged', 'happened', 'not_possible'])), name='visit_state_is_known'), models.CheckConstraint(condition=models.Q(('thought__in', ['', 'liked', 'mixed', 'not', 'unsure'])), name='visit_thought_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['arranged', 'happened']), _negated=True), ('on__isnull', False), _connector='OR'), name='an_arranged_visit_has_its_day'), models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'arranged'])), fields=('referral', 'home'), name='one_visit_to_a_home_at_a_time')],
                },
            ),
            migrations.CreateModel(
                name='Detail',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('code', models.CharField(max_length=10, unique=True)),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='details', to='matching.referral')),
                    ('shortlist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matching.shortlist')),
                    ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                    ('home', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.home')),
                    ('provider', carecommons.common.keys.RoomKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.provider')),
                    ('home_kept_by', models.CharField(max_length=3)),
                    ('authority', models.CharField(max_length=3)),
                    ('terms_version', models.PositiveIntegerField()),
                    ('state', models.CharField(default='asked', max_length=10)),
                    ('told', carecommons.common.sealed_field.SealedJSON()),
                    ('asked_at', models.DateTimeField()),
                    ('asked_by_role', models.CharField(max_length=30)),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('answered_by_role', models.CharField(blank=True, max_length=30)),
                    ('why_not', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('revoked_at', models.DateTimeField(null=True)),
                    ('revoked_because', models.CharField(blank=True, max_length=14)),
                ],
                options={
                    'ordering': ['-asked_at', 'id'],
                    'indexes': [models.Index(fields=['home', 'state'], name='detail_by_home')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'accepted', 'declined', 'revoked'])), name='detail_state_is_known'), models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'accepted'])), fields=('referral', 'home'), name='a_home_is_asked_once_at_a_time')],
                },
            ),
            migrations.CreateModel(
                name='Emergency',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('search', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='emergency_said', to='matching.referral')),
                    ('full_search', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matching.referral')),
                    ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                    ('authority', models.CharField(max_length=3)),
                    ('cause', models.CharField(max_length=24)),
                    ('known_since', models.DateTimeField(null=True)),
                    ('cannot_wait', carecommons.common.sealed_field.SealedText()),
                    ('danger', models.CharField(max_length=8)),
                    ('danger_words', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('health', models.CharField(max_length=8)),
                    ('health_words', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('hidden_from', models.CharField(max_length=8)),
                    ('hidden_from_words', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('seen', carecommons.common.sealed_field.SealedJSON(default=dict)),
                    ('asked', models.BooleanField()),
                    ('not_asked_because', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('opened_at', models.DateTimeField()),
                    ('opened_by', models.UUIDField(null=True)),
                    ('opened_by_role', models.CharField(max_length=30)),
                    ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ],
                options={
                    'ordering': ['-opened_at', 'id'],
                    'indexes': [models.Index(fields=['authority', 'opened_at'], name='emergency_by_council')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('danger__in', ['said', 'none', 'unknown'])), name='emergency_danger_state'), models.CheckConstraint(condition=models.Q(('health__in', ['said', 'none', 'unknown'])), name='emergency_health_state'), models.CheckConstraint(condition=models.Q(('hidden_from__in', ['said', 'none', 'unknown'])), name='emergency_hidden_from_state')],
                },
            ),
            migrations.CreateModel(
                name='ViabilityAssessment',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                    ('authority', models.CharField(max_length=3)),
                    ('relation', models.CharField(max_length=20)),
                    ('who', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('outcome', models.CharField(max_length=12)),
                    ('words', carecommons.common.sealed_field.SealedText()),
                    ('assessor', models.CharField(max_length=60)),
                    ('training', models.CharField(max_length=200)),
                    ('experience', models.CharField(max_length=200)),
                    ('assessed_on', models.DateField()),
                    ('follows', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='matching.viabilityassessment')),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by', models.UUIDField(null=True)),
                    ('recorded_by_role', models.CharField(max_length=30)),
                    ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ],
                options={
                    'ordering': ['child_id', 'recorded_at', 'id'],
                    'indexes': [models.Index(fields=['child', 'recorded_at'], name='viability_latest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('relation__in', ['grandparent', 'aunt_or_uncle', 'sibling', 'other_relative', 'step_family', 'godparent', 'family_friend', 'friends_family', 'known_carer', 'known_adult'])), name='relation_is_known'), models.CheckConstraint(condition=models.Q(('outcome__in', ['viable', 'not_viable', 'find_out'])), name='viability_outcome_is_known')],
                },
            ),
            migrations.CreateModel(
                name='TemporaryApproval',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                    ('authority', models.CharField(max_length=3)),
                    ('home', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.home')),
                    ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='matching.viabilityassessment')),
                    ('number', models.CharField(max_length=40)),
                    ('state', models.CharField(default='approved', max_length=10)),
                    ('from_day', models.DateField()),
                    ('to_day', models.DateField()),
                    ('because', carecommons.common.sealed_field.SealedText()),
                    ('extended_because', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('most_appropriate_on', models.DateField(null=True)),
                    ('panel_asked_on', models.DateField(null=True)),
                    ('reviewer_told_on', models.DateField(null=True)),
                    ('closed_because', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('closed_on', models.DateField(null=True)),
                    ('panel_recommended_on', models.DateField(null=True)),
                    ('decided_on', models.DateField(null=True)),
                    ('made_at', models.DateTimeField()),
                    ('made_by', models.UUIDField(null=True)),
                    ('made_by_role', models.CharField(max_length=30)),
                    ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ],
                options={
                    'ordering': ['child_id', '-made_at', 'id'],
                    'indexes': [models.Index(fields=['authority', 'state'], name='approval_by_council')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['approved', 'extended', 'in_full', 'ended'])), name='approval_state_is_known'), models.CheckConstraint(condition=models.Q(('to_day__gte', models.F('from_day'))), name='approval_days_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('most_appropriate_on__isnull', True), ('panel_asked_on__isnull', True), ('reviewer_told_on__isnull', True)), models.Q(('most_appropriate_on__isnull', False), ('panel_asked_on__isnull', False), ('reviewer_told_on__isnull', False)), _connector='OR'), name='what_made_it_longer_stands_together'), models.CheckConstraint(condition=models.Q(models.Q(('decided_on__isnull', True), ('panel_recommended_on__isnull', True)), models.Q(('decided_on__gte', models.F('panel_recommended_on')), ('decided_on__isnull', False), ('panel_recommended_on__isnull', False), ('state', 'in_full')), _connector='OR'), name='what_made_it_full_stands_together'), models.UniqueConstraint(fields=('child', 'home'), name='approved_for_a_time_once')],
                },
            ),
            migrations.CreateModel(
                name='MatchingMeeting',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='matching.referral')),
                    ('shortlist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matching.shortlist')),
                    ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                    ('authority', models.CharField(max_length=3)),
                    ('criteria_version', models.PositiveIntegerField()),
                    ('held_on', models.DateField()),
                    ('took_part', models.JSONField()),
                    ('absent', models.CharField(blank=True, max_length=14)),
                    ('absent_words', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('homes', carecommons.common.sealed_field.SealedJSON()),
                    ('child_first', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('made_at', models.DateTimeField()),
                    ('made_by', models.UUIDField()),
                    ('made_by_role', models.CharField(max_length=30)),
                    ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ],
                options={
                    'ordering': ['-made_at', '-id'],
                    'indexes': [models.Index(fields=['authority', 'made_at'], name='meeting_latest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('absent__in', ['', 'did_not_want', 'age', 'not_well', 'harm'])), name='meeting_absence_is_known')],
                },
            ),
            migrations.CreateModel(
                name='ImpactAnswer',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='impact_answers', to='matching.referral')),
                    ('home', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.home')),
                    ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                    ('authority', models.CharField(max_length=3)),
                    ('answer', models.CharField(max_length=8)),
                    ('words', carecommons.common.sealed_field.SealedText()),
                    ('answered_at', models.DateTimeField()),
                    ('answered_by_role', models.CharField(max_length=30)),
                ],
                options={
                    'ordering': ['answered_at', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('answer__in', ['agrees', 'partly', 'differs'])), name='impact_agreed_is_known')],
                },
            ),
            migrations.CreateModel(
                name='PreventionRecord',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prevention', to='matching.referral')),
                    ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                    ('authority', models.CharField(max_length=3)),
                    ('root_cause', models.CharField(max_length=24)),
                    ('nothing_because', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by', models.UUIDField(null=True)),
                    ('recorded_by_role', models.CharField(max_length=30)),
                ],
                options={
                    'ordering': ['referral_id', '-recorded_at', 'id'],
                    'indexes': [models.Index(fields=['authority', 'recorded_at'], name='prevention_by_council')],
                },
            ),
            migrations.CreateModel(
                name='PreventionTried',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tried', to='matching.preventionrecord')),
                    ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                    ('authority', models.CharField(max_length=3)),
                    ('place', models.PositiveSmallIntegerField()),
                    ('what', carecommons.common.sealed_field.SealedText()),
                    ('by_whom', carecommons.common.sealed_field.SealedText()),
                    ('tried_on', models.DateField()),
                    ('came_of', carecommons.common.sealed_field.SealedText()),
                ],
                options={
                    'ordering': ['record_id', 'place'],
                    'constraints': [models.UniqueConstraint(fields=('record', 'place'), name='one_attempt_a_place')],
                },
            ),
            migrations.CreateModel(
                name='Round',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='matching.referral')),
                    ('shortlist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='matching.shortlist')),
                    ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                    ('authority', models.CharField(max_length=3)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('state', models.CharField(default='open', max_length=12)),
                    ('clock', models.CharField(max_length=12)),
                    ('profile_version', models.PositiveIntegerField(null=True)),
                    ('opened_at', models.DateTimeField()),
                    ('opened_by', models.UUIDField(null=True)),
                    ('opened_by_role', models.CharField(max_length=30)),
                    ('closes_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('closed_because', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ],
                options={
                    'ordering': ['-opened_at', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'closed', 'called_off'])), name='round_state_is_known'), models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opened_at'))), name='round_lasts'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('referral',), name='one_open_round_a_search'), models.UniqueConstraint(fields=('referral', 'number'), name='rounds_of_a_search_are_numbered')],
                },
            ),
            migrations.CreateModel(
                name='SentProfile',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('authority', models.CharField(max_length=3)),
                    ('text', carecommons.common.sealed_field.SealedJSON()),
                    ('broadened', carecommons.common.sealed_field.SealedJSON()),
                    ('released_at', models.DateTimeField()),
                    ('released_by', models.UUIDField(null=True)),
                    ('released_by_role', models.CharField(max_length=30)),
                ],
            ),
            migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='matching.round')),
                    ('profile', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='matching.sentprofile')),
                    ('authority', models.CharField(max_length=3)),
                    ('home', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.home')),
                    ('provider', carecommons.common.keys.RoomKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.provider')),
                    ('code', models.CharField(max_length=10, unique=True)),
                    ('state', models.CharField(default='sent', max_length=12)),
                    ('sent_at', models.DateTimeField()),
                    ('closes_at', models.DateTimeField()),
                    ('opened_at', models.DateTimeField(blank=True, null=True)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['closes_at', 'code'],
                    'indexes': [models.Index(fields=['provider', 'state'], name='invitations_of_a_provider'), models.Index(fields=['home', 'state'], name='invitations_of_a_home')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['sent', 'opened', 'offered', 'declined', 'run_out', 'revoked'])), name='invitation_state_is_known'), models.UniqueConstraint(fields=('round', 'home'), name='a_home_is_invited_once_a_round')],
                },
            ),
            migrations.CreateModel(
                name='Question',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='matching.round')),
                    ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='matching.invitation')),
                    ('authority', models.CharField(max_length=3)),
                    ('words', carecommons.common.sealed_field.SealedText()),
                    ('asked_at', models.DateTimeField()),
                    ('asked_by_role', models.CharField(max_length=30)),
                    ('withheld', models.BooleanField(default=False)),
                    ('answer', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('answered_by_role', models.CharField(blank=True, max_length=30)),
                ],
                options={
                    'ordering': ['asked_at', 'id'],
                },
            ),
            migrations.CreateModel(
                name='Reply',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='matching.invitation')),
                    ('authority', models.CharField(max_length=3)),
                    ('version', models.PositiveSmallIntegerField()),
                    ('offers', models.BooleanField()),
                    ('answers', carecommons.common.sealed_field.SealedJSON()),
                    ('impact_there', models.CharField(blank=True, max_length=16)),
                    ('impact_child', models.CharField(blank=True, max_length=16)),
                    ('impact_words', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('conditions', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('words', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('reason', models.CharField(blank=True, max_length=24)),
                    ('reason_words', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('said_at', models.DateTimeField()),
                    ('said_by', models.UUIDField(null=True)),
                    ('said_by_role', models.CharField(max_length=30)),
                ],
                options={
                    'ordering': ['invitation_id', 'version'],
                    'constraints': [models.UniqueConstraint(fields=('invitation', 'version'), name='reply_version_once'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='reply_version_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('offers', True), ('reason', '')), models.Q(('offers', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='a_no_has_its_reason')],
                },
            ),
            migrations.CreateModel(
                name='AcceptedReply',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('reply', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acceptances', to='matching.reply')),
                    ('authority', models.CharField(max_length=3)),
                    ('parts', carecommons.common.sealed_field.SealedJSON()),
                    ('rests_on', carecommons.common.sealed_field.SealedText()),
                    ('accepted_at', models.DateTimeField()),
                    ('accepted_by', models.UUIDField(null=True)),
                    ('accepted_by_role', models.CharField(max_length=30)),
                    ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ],
                options={
                    'ordering': ['accepted_at', 'id'],
                },
            ),
        ]),
        on_postgres(SEES_HOME, SEES_HOME_NO_MORE),
        wall(TABLES),
    ]
