"""A record may begin with a name that is used and a year or an age; what is missing is known to be missing."""

import carecommons.common.sealed_field
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('children', '0013_who_watched_a_child'),
    ]

    operations = [
        migrations.CreateModel(
            name='MinimalRecord',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('born_from', carecommons.common.sealed_field.SealedDate()),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.UUIDField(null=True)),
                ('opened_by_role', models.CharField(max_length=24)),
                ('completed_at', models.DateTimeField(null=True)),
                ('completed_by', models.UUIDField(null=True)),
                ('completed_by_role', models.CharField(blank=True, max_length=24)),
                ('child', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='minimal', to='children.child')),
            ],
            options={
                'indexes': [models.Index(fields=['authority', 'completed_at'], name='minimal_record_waiting')],
            },
        ),
    ]
