"""An officer accepts what a home says beyond what was accepted of it.

PostgreSQL shows an acceptance to its council alone: a home reads none.
"""

import carecommons.common.keys
import carecommons.common.sealed_field
import django.db.models.deletion
import uuid
from django.db import migrations, models

from carecommons.common.walls import wall


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0007_the_journey_behind_the_wall'),
        ('register', '0003_sealed_openings'),
    ]

    operations = [
        migrations.CreateModel(
            name='AcceptedReply',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('parts', carecommons.common.sealed_field.SealedJSON()),
                ('rests_on', carecommons.common.sealed_field.SealedText()),
                ('accepted_at', models.DateTimeField()),
                ('accepted_by', models.UUIDField(null=True)),
                ('accepted_by_role', models.CharField(max_length=30)),
                ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ('reply', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acceptances', to='matching.reply')),
            ],
            options={
                'ordering': ['accepted_at', 'id'],
            },
        ),
        wall({'matching_acceptedreply': 'carecommons_sees_council(authority)'}),
    ]
