"""Where a home stands is sealed from here on, and stands in no other column."""

from django.db import migrations

from carecommons.common.sealed_field import SealedText


class Migration(migrations.Migration):
    dependencies = [("provision", "0008_seal_where_a_home_stands")]
    operations = [
        migrations.AlterField("home", "postcode", SealedText(blank=True)),
        migrations.AlterField("home", "site", SealedText(blank=True, default="")),
        migrations.RemoveField("home", "easting"),
        migrations.RemoveField("home", "northing"),
    ]
