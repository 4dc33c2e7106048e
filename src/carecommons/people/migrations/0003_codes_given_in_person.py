"""Codes that a young person is given in person, and wrong tries at them."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('people', '0002_looks_only_gain')]

    operations = [
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
            name='SignInCode',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('child_id', models.UUIDField()),
                ('selector', models.CharField(max_length=4)),
                ('digest', models.CharField(max_length=64)),
                ('made_by_role', models.CharField(choices=[('child', 'young person'), ('parent', 'parent'), ('social_worker', 'social worker'), ('team_manager', 'team manager'), ('placement_officer', 'placement officer'), ('nominated_officer', 'nominated officer'), ('director', "director of children's services"), ('reviewing_officer', 'independent reviewing officer'), ('advocate', 'advocate'), ('virtual_school_head', 'virtual school head'), ('clinician', 'designated nurse or clinician'), ('provider_manager', 'registered manager'), ('provider_responsible', 'responsible individual'), ('provider_finance', "provider's finance officer"), ('foster_carer', 'foster carer'), ('inspector', 'inspector'), ('planner', 'planner'), ('bank_officer', 'Care Bank officer'), ('seat_holder', 'steering-group member'), ('adjudicator', 'adjudicator'), ('auditor', 'auditor'), ('operator', 'operator')], max_length=30)),
                ('made_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['selector'], name='people_code_by_selector'), models.Index(fields=['child_id', '-made_at'], name='people_code_by_child')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('made_at'))), name='people_code_ends_after_it_is_made')],
            },
        ),
    ]
