"""An emergency has a short search of its own, and a full one runs beside it: one of each kind a child."""

import carecommons.common.keys
import carecommons.common.sealed_field
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('children', '0014_a_record_that_begins_with_almost_nothing'),
        ('matching', '0007_before_the_search_behind_the_wall'),
        ('register', '0003_sealed_openings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Emergency',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
            ],
            options={
                'ordering': ['-opened_at', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='referral',
            name='one_open_search_a_child',
        ),
        migrations.AddField(
            model_name='referral',
            name='emergency',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('open', 'shortlisted', 'proposed'))), fields=('child', 'emergency'), name='one_open_search_of_each_kind'),
        ),
        migrations.AddField(
            model_name='emergency',
            name='child',
            field=carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child'),
        ),
        migrations.AddField(
            model_name='emergency',
            name='entry',
            field=carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry'),
        ),
        migrations.AddField(
            model_name='emergency',
            name='full_search',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matching.referral'),
        ),
        migrations.AddField(
            model_name='emergency',
            name='search',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='emergency_said', to='matching.referral'),
        ),
        migrations.AddIndex(
            model_name='emergency',
            index=models.Index(fields=['authority', 'opened_at'], name='emergency_by_council'),
        ),
        migrations.AddConstraint(
            model_name='emergency',
            constraint=models.CheckConstraint(condition=models.Q(('danger__in', ['said', 'none', 'unknown'])), name='emergency_danger_state'),
        ),
        migrations.AddConstraint(
            model_name='emergency',
            constraint=models.CheckConstraint(condition=models.Q(('health__in', ['said', 'none', 'unknown'])), name='emergency_health_state'),
        ),
        migrations.AddConstraint(
            model_name='emergency',
            constraint=models.CheckConstraint(condition=models.Q(('hidden_from__in', ['said', 'none', 'unknown'])), name='emergency_hidden_from_state'),
        ),
    ]
