"""Forecasts that are kept."""

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='StoredForecast',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('run', models.UUIDField()),
                ('place', models.CharField(max_length=60)),
                ('as_at', models.DateField()),
                ('years', models.PositiveSmallIntegerField()),
                ('seed', models.PositiveIntegerField()),
                ('method', models.CharField(max_length=40)),
                ('criteria_version', models.PositiveIntegerField(null=True)),
                ('returns', models.CharField(max_length=64)),
                ('document', models.JSONField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.UUIDField(null=True)),
                ('made_by_role', models.CharField(max_length=24)),
                ('superseded_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['place', '-made_at'], name='forecasts_of_a_place')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at__isnull', True)), fields=('place',), name='one_forecast_in_force_a_place'), models.UniqueConstraint(fields=('run', 'place'), name='one_forecast_a_place_a_run'), models.CheckConstraint(condition=models.Q(('superseded_at__isnull', True), ('superseded_at__gte', models.F('made_at')), _connector='OR'), name='forecast_superseded_after_it_was_made'), models.CheckConstraint(condition=models.Q(('years__gte', 1), ('years__lte', 10)), name='forecast_one_to_ten_years')],
            },
        ),
    ]
