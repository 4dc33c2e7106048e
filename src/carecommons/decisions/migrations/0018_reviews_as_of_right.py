"""Reviews as of right: what was asked, the panel, its findings, and the digests that everybody may read."""

import carecommons.common.keys
import carecommons.common.sealed_field
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('children', '0010_private_messages_behind_the_wall'),
        ("decisions", "0018_choices_without_a_round"),
        ('provision', '0009_a_sealed_site'),
        ('register', '0003_sealed_openings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('criteria_version', models.PositiveIntegerField()),
                ('about', models.CharField(max_length=12)),
                ('asked_as', models.CharField(max_length=12)),
                ('asked_by', models.UUIDField()),
                ('asked_by_role', models.CharField(max_length=32)),
                ('asked_at', models.DateTimeField()),
                ('words', carecommons.common.sealed_field.SealedText()),
                ('wants', carecommons.common.sealed_field.SealedText(blank=True)),
                ('safety', models.BooleanField()),
                ('urgent', models.BooleanField()),
                ('acknowledge_by', models.DateField()),
                ('finding_by', models.DateField()),
                ('frozen', models.BooleanField()),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lifted_by_role', models.CharField(blank=True, max_length=32)),
                ('lifted_words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('state', models.CharField(default='asked', max_length=12)),
                ('acknowledged_at', models.DateTimeField(null=True)),
                ('acknowledged_words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('heard_at', models.DateTimeField(null=True)),
                ('heard_how', models.CharField(blank=True, max_length=12)),
                ('heard_words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('redirected_to', models.CharField(blank=True, max_length=12)),
                ('outcome', models.CharField(blank=True, max_length=12)),
                ('remedy', models.CharField(blank=True, max_length=16)),
                ('duty_by', models.DateField(null=True)),
                ('remedied_at', models.DateTimeField(null=True)),
                ('remedied_words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='decisions.decision')),
                ('disagreement', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='review', to='decisions.disagreement')),
                ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ('home', carecommons.common.keys.RoomKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.home')),
                ('placement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='decisions.placement')),
            ],
            options={
                'ordering': ['asked_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReviewDigest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('month', models.CharField(max_length=7)),
                ('asked_as', models.CharField(max_length=12)),
                ('about', models.CharField(max_length=12)),
                ('outcome', models.CharField(max_length=12)),
                ('remedy', models.CharField(max_length=16)),
                ('criteria_version', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('released_by', models.UUIDField()),
                ('released_at', models.DateTimeField()),
                ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ('review', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='decisions.review')),
            ],
            options={
                'ordering': ['-month', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReviewSeat',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('account', models.UUIDField()),
                ('role', models.CharField(max_length=32)),
                ('authorities', models.JSONField(default=list)),
                ('name', models.CharField(max_length=120)),
                ('named_at', models.DateTimeField()),
                ('interest', models.BooleanField(null=True)),
                ('interest_words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('declared_at', models.DateTimeField(null=True)),
                ('left', models.BooleanField(default=False)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='decisions.review')),
            ],
            options={
                'ordering': ['named_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReviewFinding',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('outcome', models.CharField(max_length=12)),
                ('remedy', models.CharField(max_length=16)),
                ('words_child', carecommons.common.sealed_field.SealedText()),
                ('words_parties', carecommons.common.sealed_field.SealedText()),
                ('duty_words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('digest', carecommons.common.sealed_field.SealedText()),
                ('written_at', models.DateTimeField()),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='decisions.review')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='decisions.reviewseat')),
            ],
            options={
                'ordering': ['written_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReviewVote',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('agrees', models.BooleanField()),
                ('words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('said_at', models.DateTimeField()),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='decisions.reviewfinding')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='decisions.reviewseat')),
            ],
            options={
                'ordering': ['said_at', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['authority', 'state'], name='review_by_council'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['asked_by'], name='review_by_asker'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'acknowledged', 'heard'])), fields=('decision', 'asked_by', 'about'), name='one_open_review_of_one_thing_a_person'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'acknowledged', 'heard', 'found', 'withdrawn', 'redirected'])), name='review_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('about__in', ['decision', 'ending', 'not_invited'])), name='review_is_about_something_known'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('asked_as__in', ['child', 'family', 'home', 'practitioner'])), name='review_asker_is_known'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('redirected_to__in', ['', 'complaint', 'court', 'safeguarding', 'regulator']), models.Q(('state', 'redirected'), ('redirected_to', ''), _connector='OR')), name='review_goes_on_where_it_was_sent'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['upheld', 'partly', 'not_upheld']), ('remedy__in', ['none', 'explain', 'decide_again', 'other_home', 'change_practice', 'refer']), ('state', 'found')), models.Q(models.Q(('state', 'found'), _negated=True), ('outcome', ''), ('remedy', '')), _connector='OR'), name='a_found_review_has_its_outcome'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('lifted_at__isnull', True), ('frozen', True), _connector='OR'), name='only_a_held_move_is_let_go'),
        ),
        migrations.AddIndex(
            model_name='reviewseat',
            index=models.Index(fields=['account'], name='review_seat_of_person'),
        ),
        migrations.AddConstraint(
            model_name='reviewseat',
            constraint=models.UniqueConstraint(fields=('review', 'account'), name='a_person_sits_once_on_a_panel'),
        ),
        migrations.AddConstraint(
            model_name='reviewseat',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('interest', True), _negated=True), ('left', True), _connector='OR'), name='who_has_an_interest_leaves'),
        ),
        migrations.AddConstraint(
            model_name='reviewvote',
            constraint=models.UniqueConstraint(fields=('finding', 'seat'), name='one_voice_a_seat_a_finding'),
        ),
    ]
