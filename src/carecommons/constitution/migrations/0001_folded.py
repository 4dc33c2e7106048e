"""The published criteria, and the numbers that were sealed as a whole."""

import carecommons.common.keys
import django.db.models.deletion
from django.db import migrations, models

from carecommons.common.folded import CreateModels


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ('constitution', '0001_criteria_are_published'),
        ('constitution', '0002_numbers_are_sealed'),
    ]
    dependencies = [
        ('register', '0001_folded'),
    ]
    operations = [
        CreateModels([
            migrations.CreateModel(
                name='NumbersSeal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.TextField()),
                    ('digest', models.CharField(max_length=64)),
                    ('sealed_at', models.DateTimeField()),
                    ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('entry',), name='a_seal_of_numbers_has_an_entry_of_its_own'), models.CheckConstraint(condition=models.Q(('digest__length', 64)), name='digest_of_numbers_is_whole')],
                },
            ),
            migrations.CreateModel(
                name='Publication',
                fields=[
                    ('version', models.PositiveIntegerField(primary_key=True, serialize=False)),
                    ('text', models.TextField()),
                    ('text_hash', models.CharField(max_length=64, unique=True)),
                    ('in_force_from', models.DateField()),
                    ('published_at', models.DateTimeField()),
                    ('entry', carecommons.common.keys.RoomKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.entry')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('entry',), name='a_publication_has_an_entry_of_its_own'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='criteria_versions_start_at_one'), models.CheckConstraint(condition=models.Q(('text_hash__length', 64)), name='criteria_hash_is_whole')],
                },
            ),
        ]),
    ]
