"""Who watched a child who is too young or unable to say what they wish."""

import carecommons.common.sealed_field
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('children', '0012_notes_behind_the_wall'),
    ]

    operations = [
        migrations.AddField(
            model_name='recordedwish',
            name='observed_by',
            field=carecommons.common.sealed_field.SealedText(blank=True),
        ),
    ]
