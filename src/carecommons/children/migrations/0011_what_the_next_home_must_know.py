"""What the next home must know of a child, and what the social worker answered."""

import carecommons.common.sealed_field
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('children', '0010_private_messages_behind_the_wall'),
    ]

    operations = [
        migrations.CreateModel(
            name='CarriedNote',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('placement', models.UUIDField()),
                ('words', carecommons.common.sealed_field.SealedText()),
                ('said_at', models.DateTimeField()),
                ('said_by', models.UUIDField(null=True)),
                ('said_by_role', models.CharField(max_length=24)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
            ],
            options={
                'ordering': ['said_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CarriedAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=3)),
                ('accepted', models.BooleanField()),
                ('words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('answered_at', models.DateTimeField()),
                ('answered_by', models.UUIDField(null=True)),
                ('answered_by_role', models.CharField(max_length=24)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('note', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='children.carriednote')),
            ],
            options={
                'ordering': ['answered_at', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='carriednote',
            index=models.Index(fields=['child', 'said_at'], name='carried_note_latest'),
        ),
    ]
