"""What stands in the columns is sealed; backwards, it is opened again. Needs the keys (docs/manual/keys.md)."""

from django.db import migrations

from carecommons.common.sealed_rows import seal_columns, unseal_columns

ROW = ("pk",)
COLUMNS = {
    "Decision": dict.fromkeys(
        ("why_chosen", "why_not", "wishes_how", "prevailed", "search_evidence", "missing", "answer_words"), ROW
    ),
}


def seal(apps, schema_editor):
    for name, columns in COLUMNS.items():
        seal_columns(schema_editor, apps.get_model("decisions", name), columns)


def open_again(apps, schema_editor):
    for name, columns in COLUMNS.items():
        unseal_columns(schema_editor, apps.get_model("decisions", name), columns)


class Migration(migrations.Migration):
    dependencies = [("decisions", "0003_columns_that_can_hold_sealed_words")]
    operations = [migrations.RunPython(seal, open_again)]
