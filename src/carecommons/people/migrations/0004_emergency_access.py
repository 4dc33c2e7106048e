"""Emergency access to one record: who, why, until when, and what was judged of it."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('people', '0003_codes_given_in_person')]

    operations = [
        migrations.CreateModel(
            name='Emergency',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                ('judged_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('judged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
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
                ('role', models.CharField(choices=[('child', 'young person'), ('parent', 'parent'), ('social_worker', 'social worker'), ('team_manager', 'team manager'), ('placement_officer', 'placement officer'), ('nominated_officer', 'nominated officer'), ('director', "director of children's services"), ('reviewing_officer', 'independent reviewing officer'), ('advocate', 'advocate'), ('virtual_school_head', 'virtual school head'), ('clinician', 'designated nurse or clinician'), ('provider_manager', 'registered manager'), ('provider_responsible', 'responsible individual'), ('provider_finance', "provider's finance officer"), ('foster_carer', 'foster carer'), ('inspector', 'inspector'), ('planner', 'planner'), ('bank_officer', 'Care Bank officer'), ('seat_holder', 'steering-group member'), ('adjudicator', 'adjudicator'), ('auditor', 'auditor'), ('operator', 'operator')], max_length=30)),
                ('at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['account', '-at'], name='people_emergency_try_by_whom')],
            },
        ),
    ]
