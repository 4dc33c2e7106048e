"""What stands beside a choice, and letters to homes that offered themselves."""

import carecommons.common.keys
import carecommons.common.sealed_field
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('decisions', '0020_trails_behind_the_wall'),
        ('matching', '0010_what_children_say_of_homes'),
        ('provision', '0011_an_impact_is_said_both_ways'),
    ]

    operations = [
        migrations.AddField(
            model_name='decision',
            name='meeting',
            field=carecommons.common.keys.RoomKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matching.matchingmeeting'),
        ),
        migrations.AddField(
            model_name='decision',
            name='no_meeting',
            field=carecommons.common.sealed_field.SealedText(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='decision',
            name='own_order',
            field=carecommons.common.sealed_field.SealedJSON(null=True),
        ),
        migrations.AddField(
            model_name='decision',
            name='own_order_answer',
            field=carecommons.common.sealed_field.SealedText(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='decision',
            name='to_homes',
            field=carecommons.common.sealed_field.SealedJSON(null=True),
        ),
        migrations.CreateModel(
            name='HomeLetter',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('home_kept_by', models.CharField(max_length=3)),
                ('authority', models.CharField(max_length=3)),
                ('code', models.CharField(blank=True, max_length=10)),
                ('words', carecommons.common.sealed_field.SealedText()),
                ('told_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('read_by_role', models.CharField(blank=True, max_length=32)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='decisions.decision')),
                ('home', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.home')),
                ('provider', carecommons.common.keys.RoomKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.provider')),
            ],
            options={
                'ordering': ['-told_at', 'id'],
                'indexes': [models.Index(fields=['authority', 'told_at'], name='letter_by_council')],
                'constraints': [models.UniqueConstraint(fields=('decision', 'home'), name='a_home_is_told_once')],
            },
        ),
    ]
