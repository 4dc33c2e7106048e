"""The day by which a clinical formulation is owed after a choice in an emergency."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('decisions', "0019_reviews_behind_the_wall"),
    ]

    operations = [
        migrations.AddField(
            model_name='decision',
            name='formulation_by',
            field=models.DateField(null=True),
        ),
    ]
