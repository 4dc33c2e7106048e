"""Where a home stands gets columns that a sealed value fits; what stands in them stays."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("provision", "0006_a_place_is_one_childs_each_night")]
    operations = [
        migrations.RemoveConstraint(model_name="home", name="home_has_both_coordinates_or_none"),
        migrations.AlterField("home", "postcode", models.TextField(blank=True)),
        migrations.AddField("home", "site", models.TextField(blank=True, default="")),
    ]
