"""Why a home was chosen that had not offered in a round of invitations that was over."""

import carecommons.common.sealed_field
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('decisions', '0017_the_life_in_a_home_behind_the_wall'),
    ]

    operations = [
        migrations.AddField(
            model_name='decision',
            name='no_round',
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AddField(
            model_name='decision',
            name='no_round_words',
            field=carecommons.common.sealed_field.SealedText(blank=True),
        ),
    ]
