"""A choice keeps which review came before the move that it makes, or why none could."""

from django.db import migrations, models

from carecommons.common.sealed_field import SealedText


class Migration(migrations.Migration):
    dependencies = [("decisions", "0010_the_journey_behind_the_wall")]
    operations = [
        migrations.AddField("decision", "reviewed_on", models.DateField(null=True)),
        migrations.AddField("decision", "no_review", SealedText(blank=True, default="")),
    ]
