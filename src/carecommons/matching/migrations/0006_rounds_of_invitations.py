"""Every home that could be right is asked with one text and one clock, and what each asked and answered is kept."""

import carecommons.common.keys
import carecommons.common.sealed_field
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('children', '0010_private_messages_behind_the_wall'),
        ('matching', "0009_emergencies_behind_the_wall"),
        ('provision', '0009_a_sealed_site'),
        ('register', '0003_sealed_openings'),
    ]

    operations = [
        migrations.CreateModel(
            name='SentProfile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('text', carecommons.common.sealed_field.SealedJSON()),
                ('broadened', carecommons.common.sealed_field.SealedJSON()),
                ('released_at', models.DateTimeField()),
                ('released_by', models.UUIDField(null=True)),
                ('released_by_role', models.CharField(max_length=30)),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('code', models.CharField(max_length=10, unique=True)),
                ('state', models.CharField(default='sent', max_length=12)),
                ('sent_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('home', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.home')),
                ('provider', carecommons.common.keys.RoomKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.provider')),
            ],
            options={
                'ordering': ['closes_at', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(default='open', max_length=12)),
                ('clock', models.CharField(max_length=12)),
                ('profile_version', models.PositiveIntegerField(null=True)),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.UUIDField(null=True)),
                ('opened_by_role', models.CharField(max_length=30)),
                ('closes_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_because', carecommons.common.sealed_field.SealedText(blank=True)),
                ('child', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='matching.referral')),
                ('shortlist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='matching.shortlist')),
            ],
            options={
                'ordering': ['-opened_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('words', carecommons.common.sealed_field.SealedText()),
                ('asked_at', models.DateTimeField()),
                ('asked_by_role', models.CharField(max_length=30)),
                ('answer', carecommons.common.sealed_field.SealedText(blank=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by_role', models.CharField(blank=True, max_length=30)),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='matching.invitation')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='matching.round')),
            ],
            options={
                'ordering': ['asked_at', 'id'],
            },
        ),
        migrations.AddField(
            model_name='invitation',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='matching.round'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='profile',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='matching.sentprofile'),
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('version', models.PositiveSmallIntegerField()),
                ('offers', models.BooleanField()),
                ('answers', carecommons.common.sealed_field.SealedJSON()),
                ('impact_there', models.CharField(blank=True, max_length=16)),
                ('impact_child', models.CharField(blank=True, max_length=16)),
                ('impact_words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('conditions', carecommons.common.sealed_field.SealedText(blank=True)),
                ('words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('reason', models.CharField(blank=True, max_length=24)),
                ('reason_words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('said_at', models.DateTimeField()),
                ('said_by', models.UUIDField(null=True)),
                ('said_by_role', models.CharField(max_length=30)),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='matching.invitation')),
            ],
            options={
                'ordering': ['invitation_id', 'version'],
                'constraints': [models.UniqueConstraint(fields=('invitation', 'version'), name='reply_version_once'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='reply_version_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('offers', True), ('reason', '')), models.Q(('offers', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='a_no_has_its_reason')],
            },
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'closed', 'called_off'])), name='round_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opened_at'))), name='round_lasts'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('referral',), name='one_open_round_a_search'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.UniqueConstraint(fields=('referral', 'number'), name='rounds_of_a_search_are_numbered'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['provider', 'state'], name='invitations_of_a_provider'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['home', 'state'], name='invitations_of_a_home'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['sent', 'opened', 'offered', 'declined', 'run_out', 'revoked'])), name='invitation_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(fields=('round', 'home'), name='a_home_is_invited_once_a_round'),
        ),
    ]
