"""What stands in the columns is sealed; backwards, it is opened again. Needs the keys (docs/manual/keys.md)."""

from django.db import migrations

from carecommons.common.sealed_rows import seal_columns, unseal_columns

ROW = ("pk",)
COLUMNS = {
    "Referral": {"why_words": ROW, "closed_because": ROW},
    "LadderAnswer": {"reason": ("referral_id", "rung", "answer", "answered_at")},
    "Shortlist": {"levels": ROW, "flags": ROW, "shown": ROW, "passed_over": ROW},
    "WishAnswer": {"words": ("referral_id", "home_id", "wish", "answer", "answered_at")},
}


def seal(apps, schema_editor):
    for name, columns in COLUMNS.items():
        seal_columns(schema_editor, apps.get_model("matching", name), columns)


def open_again(apps, schema_editor):
    for name, columns in COLUMNS.items():
        unseal_columns(schema_editor, apps.get_model("matching", name), columns)


class Migration(migrations.Migration):
    dependencies = [("matching", "0002_columns_that_can_hold_sealed_words")]
    operations = [migrations.RunPython(seal, open_again)]
