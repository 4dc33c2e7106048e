"""Jobs, calendar addresses and reminders. PostgreSQL shows a job to whoever started it, and to nobody else."""

import carecommons.common.sealed_field
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from carecommons.common.folded import CreateModels
from carecommons.common.walls import on_postgres, wall

SEES_PERSON = [
    """
    CREATE FUNCTION carecommons_sees_person(account uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT coalesce(
        current_setting('carecommons.authorities', true) = '*'
        OR account::text = current_setting('carecommons.person', true), false) $$
    """,
]
SEES_PERSON_NO_MORE = ["DROP FUNCTION carecommons_sees_person(uuid)"]


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ('site', '0001_jobs'),
        ('site', '0002_jobs_behind_the_wall'),
        ('site', '0003_calendars_and_reminders'),
    ]
    dependencies = [
        ('people', '0001_folded'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Job',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=30)),
                    ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('refused', 'refused'), ('failed', 'failed'), ('cancelled', 'cancelled')], max_length=12)),
                    ('authority', models.CharField(blank=True, max_length=3)),
                    ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                    ('asked', carecommons.common.sealed_field.SealedJSON()),
                    ('file_key', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('outcome', carecommons.common.sealed_field.SealedJSON(null=True)),
                    ('tries', models.PositiveSmallIntegerField(default=0)),
                    ('asked_at', models.DateTimeField()),
                    ('began_at', models.DateTimeField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['started_by', '-asked_at'], name='site_job_by_starter')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'refused', 'failed', 'cancelled'])), name='site_job_known_state'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ['done', 'refused', 'failed', 'cancelled'])), models.Q(models.Q(('state__in', ['done', 'refused', 'failed', 'cancelled']), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='site_job_ends_with_its_moment'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), ('began_at__isnull', False), _connector='OR'), name='site_job_runs_since_a_moment')],
                },
            ),
            migrations.CreateModel(
                name='CalendarKey',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                    ('digest', models.CharField(max_length=64, unique=True)),
                    ('made_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('stopped_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ['-made_at', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='site_calendar_expires_after_it_is_made')],
                },
            ),
            migrations.CreateModel(
                name='ReminderOff',
                fields=[
                    ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('since', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='ReminderSent',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('on_day', models.DateField()),
                    ('sent_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('account', 'on_day'), name='site_one_reminder_a_day')],
                },
            ),
        ]),
        on_postgres(SEES_PERSON, SEES_PERSON_NO_MORE),
        wall({"site_job": "carecommons_sees_person(started_by_id)"}),
    ]
