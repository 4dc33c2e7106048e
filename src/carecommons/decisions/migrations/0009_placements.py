"""A placement for each choice that is in force."""

import carecommons.common.keys
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('children', '0010_private_messages_behind_the_wall'),
        ('decisions', '0008_disagreements_behind_the_wall'),
        ('provision', '0009_a_sealed_site'),
    ]

    operations = [
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('state', models.CharField(default='planned', max_length=10)),
                ('from_day', models.DateField()),
                ('ended_on', models.DateField(null=True)),
                ('made_at', models.DateTimeField()),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='placement', to='decisions.decision')),
                ('home', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.home')),
            ],
            options={
                'ordering': ['-made_at', 'id'],
                'indexes': [models.Index(fields=['authority', 'state'], name='placement_by_council')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'living', 'withdrawn', 'ended'])), name='placement_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', False), ('state__in', ['withdrawn', 'ended'])), models.Q(models.Q(('state__in', ['withdrawn', 'ended']), _negated=True), ('ended_on__isnull', True)), _connector='OR'), name='a_placement_that_is_over_has_its_day'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_on__gte', models.F('from_day')), _connector='OR'), name='placement_days_in_order')],
            },
        ),
    ]
