"""Notices, the meetings about them, ends, and what is said afterwards."""

import carecommons.common.keys
import carecommons.common.sealed_field
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('children', '0011_what_the_next_home_must_know'),
        ('decisions', '0013_a_spot_purchase_has_its_reason'),
        ('provision', '0009_a_sealed_site'),
        ('register', '0003_sealed_openings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Belongings',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('there', models.JSONField(default=list)),
                ('missing', carecommons.common.sealed_field.SealedText(blank=True)),
                ('checked_at', models.DateTimeField()),
                ('checked_by', models.UUIDField()),
                ('checked_by_role', models.CharField(max_length=32)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='belongings', to='decisions.placement')),
            ],
            options={
                'ordering': ['checked_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Debrief',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('wanted', models.BooleanField()),
                ('with_whom', carecommons.common.sealed_field.SealedText(blank=True)),
                ('good', carecommons.common.sealed_field.SealedText(blank=True)),
                ('hard', carecommons.common.sealed_field.SealedText(blank=True)),
                ('next_home', carecommons.common.sealed_field.SealedText(blank=True)),
                ('said_at', models.DateTimeField()),
                ('said_by', models.UUIDField()),
                ('said_by_role', models.CharField(max_length=32)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='debriefs', to='decisions.placement')),
            ],
            options={
                'ordering': ['said_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='EndNotice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('state', models.CharField(default='given', max_length=10)),
                ('party', models.CharField(max_length=10)),
                ('reason', models.CharField(max_length=5)),
                ('words', carecommons.common.sealed_field.SealedText()),
                ('tried', carecommons.common.sealed_field.SealedText()),
                ('at_once', carecommons.common.sealed_field.SealedText(blank=True)),
                ('given_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('reviewed_on', models.DateField(null=True)),
                ('emergency', carecommons.common.sealed_field.SealedText(blank=True)),
                ('closed_words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('told_words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('told_on', models.DateField(null=True)),
                ('given_at', models.DateTimeField()),
                ('given_by', models.UUIDField()),
                ('given_by_role', models.CharField(max_length=32)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ('home', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.home')),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='decisions.placement')),
            ],
            options={
                'ordering': ['given_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='NoticeNo',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('words', carecommons.common.sealed_field.SealedText()),
                ('said_at', models.DateTimeField()),
                ('said_by', models.UUIDField()),
                ('said_by_role', models.CharField(max_length=32)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='noes', to='decisions.endnotice')),
            ],
            options={
                'ordering': ['said_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PlacementEnd',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('to_day', models.DateField()),
                ('care_ends', models.CharField(blank=True, max_length=3)),
                ('change', models.CharField(blank=True, max_length=5)),
                ('planned', models.BooleanField(null=True)),
                ('led_by', models.CharField(blank=True, max_length=10)),
                ('words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('reviewed_on', models.DateField(null=True)),
                ('emergency', carecommons.common.sealed_field.SealedText(blank=True)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField()),
                ('recorded_by_role', models.CharField(max_length=32)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ('notice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.endnotice')),
                ('placement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ends', to='decisions.placement')),
            ],
            options={
                'ordering': ['recorded_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='EmergencyEndRead',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('words', carecommons.common.sealed_field.SealedText()),
                ('read_at', models.DateTimeField()),
                ('read_by', models.UUIDField()),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ('notice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reads', to='decisions.endnotice')),
                ('end', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reads', to='decisions.placementend')),
            ],
            options={
                'ordering': ['read_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='StabilisationMeeting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('held_on', models.DateField()),
                ('there', models.JSONField(default=list)),
                ('child_there', models.CharField(max_length=10)),
                ('why_not', carecommons.common.sealed_field.SealedText(blank=True)),
                ('child_said', carecommons.common.sealed_field.SealedText(blank=True)),
                ('would_change', carecommons.common.sealed_field.SealedText()),
                ('tasks', carecommons.common.sealed_field.SealedJSON(default=list)),
                ('outcome', models.CharField(max_length=10)),
                ('outcome_words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField()),
                ('recorded_by_role', models.CharField(max_length=32)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='decisions.endnotice')),
            ],
            options={
                'ordering': ['recorded_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='EighteenChoice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('choice', models.CharField(max_length=15)),
                ('wants', carecommons.common.sealed_field.SealedText()),
                ('words', carecommons.common.sealed_field.SealedText()),
                ('care_ends', models.CharField(blank=True, max_length=3)),
                ('ended', models.BooleanField()),
                ('said_at', models.DateTimeField()),
                ('said_by', models.UUIDField()),
                ('said_by_role', models.CharField(max_length=32)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='after_eighteen', to='decisions.placement')),
            ],
            options={
                'ordering': ['said_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('choice__in', ['staying_put', 'staying_close', 'moved_on', 'other'])), name='after_eighteen_is_known')],
            },
        ),
        migrations.AddIndex(
            model_name='endnotice',
            index=models.Index(fields=['authority', 'state'], name='notice_by_council'),
        ),
        migrations.AddConstraint(
            model_name='endnotice',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['given', 'met', 'ends', 'stays', 'over'])), name='notice_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='endnotice',
            constraint=models.CheckConstraint(condition=models.Q(('party__in', ['home', 'council'])), name='notice_party_is_known'),
        ),
        migrations.AddConstraint(
            model_name='endnotice',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('given_on'))), name='notice_days_in_order'),
        ),
        migrations.AddConstraint(
            model_name='endnotice',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['stays', 'over']), _negated=True), fields=('placement',), name='a_placement_has_one_open_notice'),
        ),
        migrations.AddIndex(
            model_name='placementend',
            index=models.Index(fields=['authority', 'to_day'], name='end_by_council'),
        ),
        migrations.AddConstraint(
            model_name='placementend',
            constraint=models.CheckConstraint(condition=models.Q(('led_by__in', ['', 'child', 'carer', 'council', 'nobody'])), name='end_led_by_is_known'),
        ),
        migrations.AddConstraint(
            model_name='placementend',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('care_ends', ''), ('led_by', ''), ('planned__isnull', True)), models.Q(models.Q(('care_ends', ''), _negated=True), ('planned__isnull', False), models.Q(('led_by', ''), _negated=True)), _connector='OR'), name='an_end_with_a_reason_says_who_and_how'),
        ),
        migrations.AddConstraint(
            model_name='emergencyendread',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('end__isnull', False), ('notice__isnull', True)), models.Q(('end__isnull', True), ('notice__isnull', False)), _connector='OR'), name='one_thing_was_read'),
        ),
        migrations.AddConstraint(
            model_name='stabilisationmeeting',
            constraint=models.CheckConstraint(condition=models.Q(('child_there__in', ['child', 'both', 'advocate', 'neither'])), name='child_there_is_known'),
        ),
        migrations.AddConstraint(
            model_name='stabilisationmeeting',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['stays', 'met', 'ends'])), name='meeting_outcome_is_known'),
        ),
    ]
