"""A choice outside every agreement of the council says why, and what is done about it."""

import carecommons.common.sealed_field
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('decisions', '0012_the_start_behind_the_wall'),
    ]

    operations = [
        migrations.AddField(
            model_name='decision',
            name='spot',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='decision',
            name='spot_reason',
            field=carecommons.common.sealed_field.SealedText(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='decision',
            name='spot_remedy',
            field=carecommons.common.sealed_field.SealedText(blank=True, default=''),
        ),
    ]
