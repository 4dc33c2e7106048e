"""The column is sealed from here on."""

from django.db import migrations

from carecommons.common.sealed_field import SealedText


class Migration(migrations.Migration):
    dependencies = [("register", "0002_seal_the_openings")]
    operations = [migrations.AlterField("opening", "value", SealedText(null=True))]
