"""What was tried before a search, how relatives and friends were assessed, and approvals of them for a time."""

import carecommons.common.keys
import carecommons.common.sealed_field
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('children', '0013_who_watched_a_child'),
        ('matching', '0005_the_second_wall'),
        ('provision', '0010_an_exemption_has_its_day_and_reason'),
        ('register', '0003_sealed_openings'),
    ]

    operations = [
        migrations.CreateModel(
            name='PreventionRecord',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('root_cause', models.CharField(max_length=24)),
                ('nothing_because', carecommons.common.sealed_field.SealedText(blank=True)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField(null=True)),
                ('recorded_by_role', models.CharField(max_length=30)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prevention', to='matching.referral')),
            ],
            options={
                'ordering': ['referral_id', '-recorded_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PreventionTried',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('place', models.PositiveSmallIntegerField()),
                ('what', carecommons.common.sealed_field.SealedText()),
                ('by_whom', carecommons.common.sealed_field.SealedText()),
                ('tried_on', models.DateField()),
                ('came_of', carecommons.common.sealed_field.SealedText()),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tried', to='matching.preventionrecord')),
            ],
            options={
                'ordering': ['record_id', 'place'],
            },
        ),
        migrations.CreateModel(
            name='ViabilityAssessment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('relation', models.CharField(max_length=20)),
                ('who', carecommons.common.sealed_field.SealedText(blank=True)),
                ('outcome', models.CharField(max_length=12)),
                ('words', carecommons.common.sealed_field.SealedText()),
                ('assessor', models.CharField(max_length=60)),
                ('training', models.CharField(max_length=200)),
                ('experience', models.CharField(max_length=200)),
                ('assessed_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField(null=True)),
                ('recorded_by_role', models.CharField(max_length=30)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ('follows', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='matching.viabilityassessment')),
            ],
            options={
                'ordering': ['child_id', 'recorded_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='TemporaryApproval',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('number', models.CharField(max_length=40)),
                ('state', models.CharField(default='approved', max_length=10)),
                ('from_day', models.DateField()),
                ('to_day', models.DateField()),
                ('because', carecommons.common.sealed_field.SealedText()),
                ('extended_because', carecommons.common.sealed_field.SealedText(blank=True)),
                ('closed_because', carecommons.common.sealed_field.SealedText(blank=True)),
                ('closed_on', models.DateField(null=True)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.UUIDField(null=True)),
                ('made_by_role', models.CharField(max_length=30)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ('home', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.home')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='matching.viabilityassessment')),
            ],
            options={
                'ordering': ['child_id', '-made_at', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='preventionrecord',
            index=models.Index(fields=['authority', 'recorded_at'], name='prevention_by_council'),
        ),
        migrations.AddConstraint(
            model_name='preventiontried',
            constraint=models.UniqueConstraint(fields=('record', 'place'), name='one_attempt_a_place'),
        ),
        migrations.AddIndex(
            model_name='viabilityassessment',
            index=models.Index(fields=['child', 'recorded_at'], name='viability_latest'),
        ),
        migrations.AddConstraint(
            model_name='viabilityassessment',
            constraint=models.CheckConstraint(condition=models.Q(('relation__in', ['grandparent', 'aunt_or_uncle', 'sibling', 'other_relative', 'step_family', 'godparent', 'family_friend', 'friends_family', 'known_carer', 'known_adult'])), name='relation_is_known'),
        ),
        migrations.AddConstraint(
            model_name='viabilityassessment',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['viable', 'not_viable', 'find_out'])), name='viability_outcome_is_known'),
        ),
        migrations.AddIndex(
            model_name='temporaryapproval',
            index=models.Index(fields=['authority', 'state'], name='approval_by_council'),
        ),
        migrations.AddConstraint(
            model_name='temporaryapproval',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['approved', 'extended', 'in_full', 'ended'])), name='approval_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='temporaryapproval',
            constraint=models.CheckConstraint(condition=models.Q(('to_day__gte', models.F('from_day'))), name='approval_days_in_order'),
        ),
        migrations.AddConstraint(
            model_name='temporaryapproval',
            constraint=models.UniqueConstraint(fields=('child', 'home'), name='approved_for_a_time_once'),
        ),
    ]
