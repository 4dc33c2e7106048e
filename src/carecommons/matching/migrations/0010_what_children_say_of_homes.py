"""What children say of homes, visits, meetings, and homes that may read more."""

import carecommons.common.keys
import carecommons.common.sealed_field
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('children', '0010_private_messages_behind_the_wall'),
        ('matching', '0008_a_question_may_be_withheld'),
        ('provision', '0011_an_impact_is_said_both_ways'),
        ('register', '0003_sealed_openings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Detail',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=10, unique=True)),
                ('home_kept_by', models.CharField(max_length=3)),
                ('authority', models.CharField(max_length=3)),
                ('terms_version', models.PositiveIntegerField()),
                ('state', models.CharField(default='asked', max_length=10)),
                ('told', carecommons.common.sealed_field.SealedJSON()),
                ('asked_at', models.DateTimeField()),
                ('asked_by_role', models.CharField(max_length=30)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by_role', models.CharField(blank=True, max_length=30)),
                ('why_not', carecommons.common.sealed_field.SealedText(blank=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_because', models.CharField(blank=True, max_length=14)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('home', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.home')),
                ('provider', carecommons.common.keys.RoomKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.provider')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='details', to='matching.referral')),
                ('shortlist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matching.shortlist')),
            ],
            options={
                'ordering': ['-asked_at', 'id'],
                'indexes': [models.Index(fields=['home', 'state'], name='detail_by_home')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'accepted', 'declined', 'revoked'])), name='detail_state_is_known'), models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'accepted'])), fields=('referral', 'home'), name='a_home_is_asked_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='HomeVisit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('state', models.CharField(default='asked', max_length=14)),
                ('asked_at', models.DateTimeField()),
                ('asked_by_role', models.CharField(max_length=30)),
                ('on', models.DateField(null=True)),
                ('with_whom', carecommons.common.sealed_field.SealedText(blank=True)),
                ('why_not', carecommons.common.sealed_field.SealedText(blank=True)),
                ('changed_at', models.DateTimeField()),
                ('changed_by_role', models.CharField(max_length=30)),
                ('thought', models.CharField(blank=True, max_length=8)),
                ('thought_words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('thought_at', models.DateTimeField(null=True)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('home', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.home')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='matching.referral')),
            ],
            options={
                'ordering': ['asked_at', 'id'],
                'indexes': [models.Index(fields=['authority', 'state'], name='home_visit_by_council')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'arranged', 'happened', 'not_possible'])), name='visit_state_is_known'), models.CheckConstraint(condition=models.Q(('thought__in', ['', 'liked', 'mixed', 'not', 'unsure'])), name='visit_thought_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['arranged', 'happened']), _negated=True), ('on__isnull', False), _connector='OR'), name='an_arranged_visit_has_its_day'), models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'arranged'])), fields=('referral', 'home'), name='one_visit_to_a_home_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='ImpactAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('answer', models.CharField(max_length=8)),
                ('words', carecommons.common.sealed_field.SealedText()),
                ('answered_at', models.DateTimeField()),
                ('answered_by_role', models.CharField(max_length=30)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('home', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.home')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='impact_answers', to='matching.referral')),
            ],
            options={
                'ordering': ['answered_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('answer__in', ['agrees', 'partly', 'differs'])), name='impact_agreed_is_known')],
            },
        ),
        migrations.CreateModel(
            name='MatchingMeeting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('criteria_version', models.PositiveIntegerField()),
                ('held_on', models.DateField()),
                ('took_part', models.JSONField()),
                ('absent', models.CharField(blank=True, max_length=14)),
                ('absent_words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('homes', carecommons.common.sealed_field.SealedJSON()),
                ('child_first', carecommons.common.sealed_field.SealedText(blank=True)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.UUIDField()),
                ('made_by_role', models.CharField(max_length=30)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='matching.referral')),
                ('shortlist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matching.shortlist')),
            ],
            options={
                'ordering': ['-made_at', '-id'],
                'indexes': [models.Index(fields=['authority', 'made_at'], name='meeting_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('absent__in', ['', 'did_not_want', 'age', 'not_well', 'harm'])), name='meeting_absence_is_known')],
            },
        ),
        migrations.CreateModel(
            name='OwnOrder',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('placed', carecommons.common.sealed_field.SealedJSON()),
                ('way', models.CharField(max_length=10)),
                ('wish', models.UUIDField()),
                ('said_at', models.DateTimeField()),
                ('said_by_role', models.CharField(max_length=30)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='own_orders', to='matching.referral')),
                ('shortlist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matching.shortlist')),
            ],
            options={
                'ordering': ['-said_at', '-id'],
                'indexes': [models.Index(fields=['referral', '-said_at'], name='own_order_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('way__in', ['own', 'told', 'pictures', 'helped', 'advocate'])), name='own_order_way_is_known')],
            },
        ),
    ]
