"""Long work that somebody started: who, what, when, how it ended. docs/adr/0025."""

import carecommons.common.sealed_field
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0003_who_stands_behind_a_connection'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=30)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('refused', 'refused'), ('failed', 'failed'), ('cancelled', 'cancelled')], max_length=12)),
                ('authority', models.CharField(blank=True, max_length=3)),
                ('asked', carecommons.common.sealed_field.SealedJSON()),
                ('file_key', carecommons.common.sealed_field.SealedText(blank=True)),
                ('outcome', carecommons.common.sealed_field.SealedJSON(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('asked_at', models.DateTimeField()),
                ('began_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['started_by', '-asked_at'], name='site_job_by_starter')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'refused', 'failed', 'cancelled'])), name='site_job_known_state'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ['done', 'refused', 'failed', 'cancelled'])), models.Q(models.Q(('state__in', ['done', 'refused', 'failed', 'cancelled']), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='site_job_ends_with_its_moment'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), ('began_at__isnull', False), _connector='OR'), name='site_job_runs_since_a_moment')],
            },
        ),
    ]
