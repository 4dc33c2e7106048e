"""The start of a placement: its plan, the visits before it, the notices, and that the child came."""

import carecommons.common.keys
import carecommons.common.sealed_field
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('children', '0010_private_messages_behind_the_wall'),
        ('decisions', '0010_placements_behind_the_wall'),
    ]

    operations = [
        migrations.CreateModel(
            name='Introduction',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('kind', models.CharField(max_length=24)),
                ('on_day', models.DateField()),
                ('who', carecommons.common.sealed_field.SealedText()),
                ('state', models.CharField(default='planned', max_length=16)),
                ('how_it_was', carecommons.common.sealed_field.SealedText(blank=True)),
                ('planned_at', models.DateTimeField()),
                ('planned_by', models.UUIDField()),
                ('planned_by_role', models.CharField(max_length=32)),
                ('answered_at', models.DateTimeField(null=True)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='introductions', to='decisions.placement')),
            ],
            options={
                'ordering': ['on_day', 'planned_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'held', 'did_not_happen'])), name='visit_before_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('state', 'planned')), models.Q(models.Q(('state', 'planned'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='a_visit_that_is_answered_has_its_moment')],
            },
        ),
        migrations.CreateModel(
            name='NoticeSent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('kind', models.CharField(max_length=24)),
                ('sent_on', models.DateField()),
                ('sent_to', carecommons.common.sealed_field.SealedText()),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField()),
                ('recorded_by_role', models.CharField(max_length=32)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='decisions.decision')),
            ],
            options={
                'ordering': ['sent_on', 'recorded_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('decision', 'kind'), name='a_notice_is_recorded_once')],
            },
        ),
        migrations.CreateModel(
            name='PlacementStart',
            fields=[
                ('placement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='start', serialize=False, to='decisions.placement')),
                ('authority', models.CharField(max_length=3)),
                ('came_on', models.DateField()),
                ('emergency', models.BooleanField()),
                ('plan_whole', models.BooleanField()),
                ('due_on', models.DateField(null=True)),
                ('said_at', models.DateTimeField()),
                ('said_by', models.UUIDField()),
                ('said_by_role', models.CharField(max_length=32)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
            ],
            options={
                'ordering': ['came_on', 'placement'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('due_on__isnull', True), ('plan_whole', True)), models.Q(('due_on__isnull', False), ('emergency', True), ('plan_whole', False)), _connector='OR'), name='only_an_emergency_begins_without_its_plan')],
            },
        ),
        migrations.CreateModel(
            name='PlanAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('item', models.CharField(max_length=24)),
                ('reply', models.CharField(max_length=16)),
                ('words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('said_at', models.DateTimeField()),
                ('said_by', models.UUIDField()),
                ('said_by_role', models.CharField(max_length=32)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan', to='decisions.placement')),
            ],
            options={
                'ordering': ['said_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reply__in', ['said', 'does_not_apply', 'yes', 'no', 'ask'])), name='plan_reply_is_known')],
            },
        ),
    ]
