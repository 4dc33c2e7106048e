"""The values behind the commitments are sealed; backwards, they are opened again. Entries and stamps are untouched."""

from django.db import migrations

from carecommons.common.sealed_rows import seal_columns, unseal_columns

COLUMNS = {"value": ("pk",)}


def seal(apps, schema_editor):
    seal_columns(schema_editor, apps.get_model("register", "Opening"), COLUMNS)


def open_again(apps, schema_editor):
    unseal_columns(schema_editor, apps.get_model("register", "Opening"), COLUMNS)


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial")]
    operations = [migrations.RunPython(seal, open_again)]
