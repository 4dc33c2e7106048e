"""A choice made at night with a sentence, and what is owed and reviewed afterwards."""

import carecommons.common.keys
import carecommons.common.sealed_field
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('children', '0014_a_record_that_begins_with_almost_nothing'),
        ('decisions', '0018_a_formulation_owed_after_an_emergency'),
        ('matching', '0008_an_emergency_beside_the_full_search'),
        ('provision', '0009_a_sealed_site'),
        ('register', '0003_sealed_openings'),
    ]

    operations = [
        migrations.CreateModel(
            name='EmergencyReview',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('goes_on', models.BooleanField()),
                ('words', carecommons.common.sealed_field.SealedText()),
                ('reviewed_at', models.DateTimeField()),
                ('reviewed_by', models.UUIDField()),
                ('reviewed_by_role', models.CharField(max_length=32)),
            ],
            options={
                'ordering': ['reviewed_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='TrailEntry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('code', models.CharField(max_length=12)),
                ('done_on', models.DateField()),
                ('words', carecommons.common.sealed_field.SealedJSON(default=dict)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField()),
                ('recorded_by_role', models.CharField(max_length=32)),
            ],
            options={
                'ordering': ['recorded_at', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='wishes_effect_is_known',
        ),
        migrations.AddField(
            model_name='decision',
            name='emergency',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='decision',
            name='exempt_because',
            field=carecommons.common.sealed_field.SealedText(blank=True),
        ),
        migrations.AddField(
            model_name='decision',
            name='exempt_until',
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('wishes_effect__in', ['changed_choice', 'changed_how', 'did_not_change', 'owed'])), name='wishes_effect_is_known'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('emergency', True), models.Q(models.Q(('wishes_effect', 'owed'), _negated=True), ('exempt_until__isnull', True)), _connector='OR'), name='only_an_emergency_owes_or_is_exempt'),
        ),
        migrations.AddField(
            model_name='emergencyreview',
            name='child',
            field=carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child'),
        ),
        migrations.AddField(
            model_name='emergencyreview',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='emergency_reviews', to='decisions.decision'),
        ),
        migrations.AddField(
            model_name='emergencyreview',
            name='entry',
            field=carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry'),
        ),
        migrations.AddField(
            model_name='trailentry',
            name='child',
            field=carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child'),
        ),
        migrations.AddField(
            model_name='trailentry',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trail', to='decisions.decision'),
        ),
        migrations.AddField(
            model_name='trailentry',
            name='entry',
            field=carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry'),
        ),
        migrations.AddConstraint(
            model_name='trailentry',
            constraint=models.UniqueConstraint(fields=('decision', 'code'), name='what_an_emergency_owes_is_done_once'),
        ),
        migrations.AddConstraint(
            model_name='trailentry',
            constraint=models.CheckConstraint(condition=models.Q(('code__in', ['reasons', 'confirmed'])), name='trail_code_is_known'),
        ),
    ]
