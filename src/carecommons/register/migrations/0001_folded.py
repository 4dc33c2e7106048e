"""The register: entries, what waits, what is sealed, tiles, checkpoints and the values behind commitments."""

import carecommons.common.sealed_field
import django.db.models.deletion
import uuid
from django.db import migrations, models

from carecommons.common.folded import CreateModels


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ('register', '0001_initial'),
        ('register', '0002_seal_the_openings'),
        ('register', '0003_sealed_openings'),
    ]
    dependencies = []
    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(db_index=True, max_length=40)),
                    ('public', models.TextField()),
                    ('commitments', models.TextField()),
                    ('queued_at', models.DateTimeField()),
                    ('mac', models.BinaryField(max_length=32)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind', ''), _negated=True), name='entry_has_a_kind')],
                },
            ),
            migrations.CreateModel(
                name='Waiting',
                fields=[
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='waiting', serialize=False, to='register.entry')),
                    ('queued_at', models.DateTimeField(db_index=True)),
                ],
            ),
            migrations.CreateModel(
                name='Sealed',
                fields=[
                    ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sealed', to='register.entry')),
                    ('month', models.CharField(db_index=True, max_length=7)),
                    ('leaf_hash', models.BinaryField(db_index=True, max_length=32)),
                    ('mac', models.BinaryField(max_length=32)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='numbers_begin_at_one'), models.CheckConstraint(condition=models.Q(('month__regex', '^[0-9]{4}-[0-9]{2}$')), name='month_is_a_month')],
                },
            ),
            migrations.CreateModel(
                name='Opening',
                fields=[
                    ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='register.entry')),
                    ('name', models.CharField(max_length=40)),
                    ('salt', models.BinaryField(max_length=32, null=True)),
                    ('value', carecommons.common.sealed_field.SealedText(null=True)),
                    ('erased_on', models.DateField(null=True)),
                    ('erased_mac', models.BinaryField(max_length=32, null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('entry', 'name'), name='one_opening_a_name'), models.CheckConstraint(condition=models.Q(models.Q(('erased_mac__isnull', True), ('erased_on__isnull', True), ('salt__isnull', False), ('value__isnull', False)), models.Q(('erased_mac__isnull', False), ('erased_on__isnull', False), ('salt__isnull', True), ('value__isnull', True)), _connector='OR'), name='opening_is_whole_or_erased')],
                },
            ),
            migrations.CreateModel(
                name='Tile',
                fields=[
                    ('pk', models.CompositePrimaryKey('level', 'index', blank=True, editable=False, primary_key=True, serialize=False)),
                    ('level', models.PositiveSmallIntegerField()),
                    ('index', models.PositiveBigIntegerField()),
                    ('hashes', models.BinaryField(max_length=8192)),
                ],
            ),
            migrations.CreateModel(
                name='Checkpoint',
                fields=[
                    ('size', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                    ('root', models.BinaryField(max_length=32)),
                    ('text', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('mac', models.BinaryField(max_length=32)),
                ],
                options={
                    'abstract': False,
                },
            ),
        ]),
    ]
