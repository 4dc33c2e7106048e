"""A question that could tell who the child is stays with its home and the council."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0007_rounds_behind_the_wall'),
    ]

    operations = [
        migrations.AddField(
            model_name='question',
            name='withheld',
            field=models.BooleanField(default=False),
        ),
    ]
