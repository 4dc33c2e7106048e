"""Accounts, posts, codes, emergencies and looks; what a connection may see, as functions; and that looks only gain.

The database itself refuses to change or drop a look: promise 2 does not rest on our own code. On PostgreSQL the
policies of the rooms above ask what stands behind a connection. Unsaid, nothing.
"""

import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models

from carecommons.common.folded import CreateModels
from carecommons.common.walls import on_postgres

SQLITE = (
    """
    CREATE TRIGGER people_look_no_update BEFORE UPDATE ON people_look
    BEGIN SELECT RAISE(ABORT, 'a look is never changed'); END
    """,
    """
    CREATE TRIGGER people_look_no_delete BEFORE DELETE ON people_look
    BEGIN SELECT RAISE(ABORT, 'a look is never deleted'); END
    """,
)
POSTGRES = (
    """
    CREATE FUNCTION people_look_only_gains() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'a look is never changed or deleted'; END $$
    """,
    """
    CREATE TRIGGER people_look_only_gains BEFORE UPDATE OR DELETE ON people_look
    FOR EACH ROW EXECUTE FUNCTION people_look_only_gains()
    """,
)
SEES = [
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
SEES_NO_MORE = [
    "DROP FUNCTION carecommons_sees_child(uuid)",
    "DROP FUNCTION carecommons_sees_council(text)",
    "DROP FUNCTION carecommons_sees_all()",
]


def guard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in SQLITE if vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER people_look_no_update")
        schema_editor.execute("DROP TRIGGER people_look_no_delete")
    else:
        schema_editor.execute("DROP TRIGGER people_look_only_gains ON people_look")
        schema_editor.execute("DROP FUNCTION people_look_only_gains()")


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ('people', '0001_initial'),
        ('people', '0002_looks_only_gain'),
        ('people', '0003_codes_given_in_person'),
        ('people', '0003_who_stands_behind_a_connection'),
        ('people', '0004_emergency_access'),
        ('people', '0005_lost_second_factors'),
        ('people', '0006_the_language_somebody_reads'),
    ]
    dependencies = []
    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Account',
                fields=[
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                    ('name', models.CharField(max_length=120)),
                    ('is_active', models.BooleanField(default=True)),
                    ('is_demo', models.BooleanField(default=False)),
                    ('made_at', models.DateTimeField()),
                    ('language', models.CharField(blank=True, default='', max_length=12)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='people_account_one_per_address')],
                },
            ),
            migrations.CreateModel(
                name='Post',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
                    ('role', models.CharField(choices=[('child', 'young person'), ('parent', 'parent'), ('social_worker', 'social worker'), ('team_manager', 'team manager'), ('placement_officer', 'placement officer'), ('nominated_officer', 'nominated officer'), ('director', "director of children's services"), ('reviewing_officer', 'independent reviewing officer'), ('advocate', 'advocate'), ('virtual_school_head', 'virtual school head'), ('clinician', 'designated nurse or clinician'), ('provider_manager', 'registered manager'), ('provider_responsible', 'responsible individual'), ('provider_finance', "provider's finance officer"), ('foster_carer', 'foster carer'), ('inspector', 'inspector'), ('planner', 'planner'), ('bank_officer', 'Care Bank officer'), ('seat_holder', 'steering-group member'), ('adjudicator', 'adjudicator'), ('auditor', 'auditor'), ('operator', 'operator')], max_length=30)),
                    ('provider_id', models.UUIDField(blank=True, null=True)),
                    ('given_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['child', 'parent', 'social_worker', 'team_manager', 'placement_officer', 'nominated_officer', 'director', 'reviewing_officer', 'advocate', 'virtual_school_head', 'clinician', 'provider_manager', 'provider_responsible', 'provider_finance', 'foster_carer', 'inspector', 'planner', 'bank_officer', 'seat_holder', 'adjudicator', 'auditor', 'operator'])), name='people_post_known_role'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('given_at')), _connector='OR'), name='people_post_ends_after_it_began')],
                },
            ),
            migrations.CreateModel(
                name='PostReach',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reaches', to='people.post')),
                    ('kind', models.CharField(choices=[('authority', 'council'), ('child', 'child'), ('home', 'home')], max_length=10)),
                    ('value', models.CharField(max_length=36)),
                ],
                options={
                    'indexes': [models.Index(fields=['kind', 'value'], name='people_reach_by_value')],
                    'constraints': [models.UniqueConstraint(fields=('post', 'kind', 'value'), name='people_reach_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['authority', 'child', 'home'])), name='people_reach_known_kind')],
                },
            ),
            migrations.CreateModel(
                name='Token',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to='people.post')),
                    ('name', models.CharField(max_length=80)),
                    ('digest', models.CharField(max_length=64, unique=True)),
                    ('made_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('used_at', models.DateTimeField(blank=True, null=True)),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='people_token_expires_after_it_is_made')],
                },
            ),
            migrations.CreateModel(
                name='Look',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('role', models.CharField(max_length=30)),
                    ('child_id', models.UUIDField()),
                    ('act', models.CharField(max_length=60)),
                    ('purpose', models.CharField(max_length=300)),
                    ('at', models.DateTimeField()),
                    ('automatic', models.BooleanField(default=False)),
                ],
                options={
                    'indexes': [models.Index(fields=['child_id', '-at'], name='people_look_by_child')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('account__isnull', False), ('automatic', True), _connector='OR'), name='people_look_by_a_person_unless_automatic'), models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='people_look_has_a_purpose')],
                },
            ),
            migrations.CreateModel(
                name='Emergency',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                    ('role', models.CharField(choices=[('child', 'young person'), ('parent', 'parent'), ('social_worker', 'social worker'), ('team_manager', 'team manager'), ('placement_officer', 'placement officer'), ('nominated_officer', 'nominated officer'), ('director', "director of children's services"), ('reviewing_officer', 'independent reviewing officer'), ('advocate', 'advocate'), ('virtual_school_head', 'virtual school head'), ('clinician', 'designated nurse or clinician'), ('provider_manager', 'registered manager'), ('provider_responsible', 'responsible individual'), ('provider_finance', "provider's finance officer"), ('foster_carer', 'foster carer'), ('inspector', 'inspector'), ('planner', 'planner'), ('bank_officer', 'Care Bank officer'), ('seat_holder', 'steering-group member'), ('adjudicator', 'adjudicator'), ('auditor', 'auditor'), ('operator', 'operator')], max_length=30)),
                    ('child_id', models.UUIDField()),
                    ('authority', models.CharField(max_length=3)),
                    ('category', models.CharField(choices=[('harm_now', 'A child is being hurt, or may be within hours'), ('missing', 'A child is missing'), ('health', 'A child is seriously ill or hurt'), ('no_home_tonight', 'A child has nowhere to sleep tonight and their own council cannot be reached'), ('court', 'A court has ordered an answer today')], max_length=20)),
                    ('words', models.CharField(max_length=2000)),
                    ('at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('verdict', models.CharField(blank=True, choices=[('justified', 'Justified'), ('not_justified', 'Not justified')], max_length=15)),
                    ('verdict_words', models.CharField(blank=True, max_length=2000)),
                    ('judged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('judged_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['authority', '-at'], name='people_emergency_by_council'), models.Index(fields=['post', 'ends_at'], name='people_emergency_in_force')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('at'))), name='people_emergency_ends_after_it_began'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='people_emergency_has_a_reason'), models.CheckConstraint(condition=models.Q(('category__in', ['harm_now', 'missing', 'health', 'no_home_tonight', 'court'])), name='people_emergency_known_category'), models.CheckConstraint(condition=models.Q(models.Q(('judged_at__isnull', True), ('judged_by__isnull', True), ('verdict', '')), models.Q(('judged_at__isnull', False), ('judged_by__isnull', False), ('verdict__in', ['justified', 'not_justified']), models.Q(('judged_by', models.F('account')), _negated=True)), _connector='OR'), name='people_emergency_judged_whole_by_another')],
                },
            ),
            migrations.CreateModel(
                name='EmergencyTry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('role', models.CharField(choices=[('child', 'young person'), ('parent', 'parent'), ('social_worker', 'social worker'), ('team_manager', 'team manager'), ('placement_officer', 'placement officer'), ('nominated_officer', 'nominated officer'), ('director', "director of children's services"), ('reviewing_officer', 'independent reviewing officer'), ('advocate', 'advocate'), ('virtual_school_head', 'virtual school head'), ('clinician', 'designated nurse or clinician'), ('provider_manager', 'registered manager'), ('provider_responsible', 'responsible individual'), ('provider_finance', "provider's finance officer"), ('foster_carer', 'foster carer'), ('inspector', 'inspector'), ('planner', 'planner'), ('bank_officer', 'Care Bank officer'), ('seat_holder', 'steering-group member'), ('adjudicator', 'adjudicator'), ('auditor', 'auditor'), ('operator', 'operator')], max_length=30)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['account', '-at'], name='people_emergency_try_by_whom')],
                },
            ),
            migrations.CreateModel(
                name='SignInCode',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('child_id', models.UUIDField()),
                    ('selector', models.CharField(max_length=4)),
                    ('digest', models.CharField(max_length=64)),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_by_role', models.CharField(choices=[('child', 'young person'), ('parent', 'parent'), ('social_worker', 'social worker'), ('team_manager', 'team manager'), ('placement_officer', 'placement officer'), ('nominated_officer', 'nominated officer'), ('director', "director of children's services"), ('reviewing_officer', 'independent reviewing officer'), ('advocate', 'advocate'), ('virtual_school_head', 'virtual school head'), ('clinician', 'designated nurse or clinician'), ('provider_manager', 'registered manager'), ('provider_responsible', 'responsible individual'), ('provider_finance', "provider's finance officer"), ('foster_carer', 'foster carer'), ('inspector', 'inspector'), ('planner', 'planner'), ('bank_officer', 'Care Bank officer'), ('seat_holder', 'steering-group member'), ('adjudicator', 'adjudicator'), ('auditor', 'auditor'), ('operator', 'operator')], max_length=30)),
                    ('made_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('used_at', models.DateTimeField(blank=True, null=True)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['selector'], name='people_code_by_selector'), models.Index(fields=['child_id', '-made_at'], name='people_code_by_child')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('made_at'))), name='people_code_ends_after_it_is_made')],
                },
            ),
            migrations.CreateModel(
                name='CodeTry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('place', models.CharField(max_length=64)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['place', '-at'], name='people_code_try_by_place')],
                },
            ),
            migrations.CreateModel(
                name='FactorReset',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('removed', models.PositiveSmallIntegerField()),
                    ('reason', models.CharField(max_length=300)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='people_factor_reset_has_a_reason')],
                },
            ),
        ]),
        migrations.RunPython(guard, unguard),
        on_postgres(SEES, SEES_NO_MORE),
    ]
