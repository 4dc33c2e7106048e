"""What happens in a placement: visits, reviews, health, outcomes, the child's own word, time with family."""

import carecommons.common.keys
import carecommons.common.sealed_field
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('children', '0012_notes_behind_the_wall'),
        ('decisions', '0015_ends_behind_the_wall'),
        ('provision', '0010_an_exemption_has_its_day_and_reason'),
        ('register', '0003_sealed_openings'),
    ]

    operations = [
        migrations.CreateModel(
            name='CareReview',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField()),
                ('recorded_by_role', models.CharField(max_length=32)),
                ('day', models.DateField()),
                ('kind', models.CharField(max_length=20)),
                ('took_part', models.CharField(max_length=3)),
                ('not_asked', models.CharField(blank=True, max_length=20)),
                ('not_asked_why', carecommons.common.sealed_field.SealedText(blank=True)),
                ('decided', carecommons.common.sealed_field.SealedText()),
                ('until_18', models.BooleanField()),
                ('next_by', models.DateField(null=True)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.placement')),
            ],
            options={
                'ordering': ['day', 'recorded_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ContactTime',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField()),
                ('recorded_by_role', models.CharField(max_length=32)),
                ('day', models.DateField()),
                ('happened', models.BooleanField()),
                ('why_not', carecommons.common.sealed_field.SealedText(blank=True)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('connection', carecommons.common.keys.RoomKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.knownconnection')),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.placement')),
                ('sibling', carecommons.common.keys.RoomKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
            ],
            options={
                'ordering': ['day', 'recorded_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='HealthAssessment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField()),
                ('recorded_by_role', models.CharField(max_length=32)),
                ('day', models.DateField()),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.placement')),
            ],
            options={
                'ordering': ['day', 'recorded_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='MatchingTime',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField()),
                ('recorded_by_role', models.CharField(max_length=32)),
                ('day', models.DateField()),
                ('kind', models.CharField(max_length=20)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.placement')),
            ],
            options={
                'ordering': ['day', 'recorded_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='OutcomeAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField()),
                ('recorded_by_role', models.CharField(max_length=32)),
                ('version', models.PositiveIntegerField()),
                ('number', models.PositiveSmallIntegerField()),
                ('outcome', carecommons.common.sealed_field.SealedText()),
                ('answer', models.CharField(max_length=20)),
                ('words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('by_child', models.BooleanField()),
                ('cohort', models.CharField(blank=True, max_length=8)),
                ('day', models.DateField()),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('home', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.home')),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.placement')),
                ('review', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='decisions.carereview')),
            ],
            options={
                'ordering': ['day', 'recorded_at', 'number', 'id'],
            },
        ),
        migrations.CreateModel(
            name='OwnRating',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField()),
                ('recorded_by_role', models.CharField(max_length=32)),
                ('feeling', models.CharField(max_length=20)),
                ('words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.placement')),
            ],
            options={
                'ordering': ['recorded_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SignAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField()),
                ('recorded_by_role', models.CharField(max_length=32)),
                ('key', models.CharField(max_length=80)),
                ('false_alarm', models.BooleanField()),
                ('words', carecommons.common.sealed_field.SealedText()),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.placement')),
            ],
            options={
                'ordering': ['recorded_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField()),
                ('recorded_by_role', models.CharField(max_length=32)),
                ('day', models.DateField()),
                ('alone', models.CharField(max_length=20)),
                ('why_not', carecommons.common.sealed_field.SealedText(blank=True)),
                ('said', carecommons.common.sealed_field.SealedText()),
                ('seen', carecommons.common.sealed_field.SealedText(blank=True)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.placement')),
            ],
            options={
                'ordering': ['day', 'recorded_at', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='carereview',
            index=models.Index(fields=['child', 'day'], name='care_review_by_day'),
        ),
        migrations.AddConstraint(
            model_name='carereview',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['review', 'emergency_review'])), name='care_review_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='carereview',
            constraint=models.CheckConstraint(condition=models.Q(('took_part__in', ['PN0', 'PN1', 'PN2', 'PN3', 'PN4', 'PN5', 'PN6', 'PN7'])), name='care_review_part_is_known'),
        ),
        migrations.AddConstraint(
            model_name='carereview',
            constraint=models.CheckConstraint(condition=models.Q(('not_asked__in', ['', 'not_practicable', 'public_protection'])), name='care_review_not_asked_is_known'),
        ),
        migrations.AddConstraint(
            model_name='carereview',
            constraint=models.UniqueConstraint(fields=('child', 'kind', 'day'), name='one_care_review_of_a_kind_a_day'),
        ),
        migrations.AddIndex(
            model_name='contacttime',
            index=models.Index(fields=['placement', 'day'], name='contact_time_by_day'),
        ),
        migrations.AddConstraint(
            model_name='contacttime',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('connection__isnull', False), ('sibling__isnull', True)), models.Q(('connection__isnull', True), ('sibling__isnull', False)), _connector='OR'), name='contact_time_is_with_one'),
        ),
        migrations.AddConstraint(
            model_name='healthassessment',
            constraint=models.UniqueConstraint(fields=('child', 'day'), name='one_health_assessment_a_day'),
        ),
        migrations.AddConstraint(
            model_name='matchingtime',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['search', 'meeting', 'visit', 'introduction', 'travel', 'writing'])), name='matching_time_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='matchingtime',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 1440)), name='matching_time_within_a_day'),
        ),
        migrations.AddIndex(
            model_name='outcomeanswer',
            index=models.Index(fields=['placement', 'by_child', 'day'], name='outcome_answer_latest'),
        ),
        migrations.AddConstraint(
            model_name='outcomeanswer',
            constraint=models.CheckConstraint(condition=models.Q(('answer__in', ['not_yet', 'partly', 'reached', 'given_up'])), name='outcome_answer_is_known'),
        ),
        migrations.AddConstraint(
            model_name='outcomeanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by_child', True), ('review__isnull', True)), models.Q(('by_child', False), ('review__isnull', False)), _connector='OR'), name='adults_answer_at_a_review'),
        ),
        migrations.AddConstraint(
            model_name='outcomeanswer',
            constraint=models.UniqueConstraint(fields=('review', 'number'), name='an_outcome_is_answered_once_a_review'),
        ),
        migrations.AddIndex(
            model_name='ownrating',
            index=models.Index(fields=['placement', 'recorded_at'], name='own_rating_latest'),
        ),
        migrations.AddConstraint(
            model_name='ownrating',
            constraint=models.CheckConstraint(condition=models.Q(('feeling__in', ['good', 'ok', 'not_good', 'bad'])), name='own_rating_is_known'),
        ),
        migrations.AddIndex(
            model_name='signanswer',
            index=models.Index(fields=['placement', 'key'], name='sign_answer_by_key'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['placement', 'day'], name='visit_by_day'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('alone__in', ['yes', 'refused', 'not_right', 'not_possible'])), name='visit_alone_is_known'),
        ),
    ]
