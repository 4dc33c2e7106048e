"""What the next home must know, and a record that begins with almost nothing."""

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
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('authority', models.CharField(max_length=3)),
                ('placement', models.UUIDField()),
                ('words', carecommons.common.sealed_field.SealedText()),
                ('said_at', models.DateTimeField()),
                ('said_by', models.UUIDField(null=True)),
                ('said_by_role', models.CharField(max_length=24)),
            ],
            options={
                'ordering': ['said_at', 'id'],
                'indexes': [models.Index(fields=['child', 'said_at'], name='carried_note_latest')],
            },
        ),
        migrations.CreateModel(
            name='MinimalRecord',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('child', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='minimal', to='children.child')),
                ('authority', models.CharField(max_length=3)),
                ('born_from', carecommons.common.sealed_field.SealedDate()),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.UUIDField(null=True)),
                ('opened_by_role', models.CharField(max_length=24)),
                ('completed_at', models.DateTimeField(null=True)),
                ('completed_by', models.UUIDField(null=True)),
                ('completed_by_role', models.CharField(blank=True, max_length=24)),
            ],
            options={
                'indexes': [models.Index(fields=['authority', 'completed_at'], name='minimal_record_waiting')],
            },
        ),
        migrations.CreateModel(
            name='CarriedAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('note', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='children.carriednote')),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('authority', models.CharField(max_length=3)),
                ('accepted', models.BooleanField()),
                ('words', carecommons.common.sealed_field.SealedText(blank=True)),
                ('answered_at', models.DateTimeField()),
                ('answered_by', models.UUIDField(null=True)),
                ('answered_by_role', models.CharField(max_length=24)),
            ],
            options={
                'ordering': ['answered_at', 'id'],
            },
        ),
        migrations.AddField(
            model_name='recordedwish',
            name='observed_by',
            field=carecommons.common.sealed_field.SealedText(blank=True),
        ),
    ]
