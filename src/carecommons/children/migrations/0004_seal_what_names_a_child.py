"""What stands in the columns is sealed; backwards, it is opened again. Needs the keys (docs/manual/keys.md)."""

from django.db import migrations

from carecommons.common.sealed_field import ring
from carecommons.common.sealed_rows import bytes_of, seal_columns, sealed_text, unseal_columns, write_rows

ROW = ("pk",)
EPISODE = ("child_id", "start_day", "end_day")
COLUMNS = {
    "Child": dict.fromkeys(("known_as", "birth_date", "home_postcode", "return_key"), ROW),
    "KnownConnection": dict.fromkeys(("name", "postcode", "how_often", "note"), ROW),
    "PlaceToAvoid": dict.fromkeys(("name", "postcode"), ROW),
    "RecordedWish": {"words": ROW},
    "WrittenStory": dict.fromkeys(("words", "strengths", "helps", "not_agreed_because"), ROW),
    "NeedsProfile": dict.fromkeys(("ratings", "strengths", "matters", "outcomes", "flags"), ROW),
    "NeedsDraft": {"parts": ROW},
    "ReturnedChild": dict.fromkeys(("return_key", "birth_date"), ROW),
    "ReturnedEpisode": dict.fromkeys(("home_postcode", "place_postcode"), EPISODE),
}


def seal(apps, schema_editor):
    for name in ("Child", "ReturnedChild"):
        model = apps.get_model("children", name)
        rows = model.objects.exclude(return_key=None).values_list("pk", "authority", "return_key")
        table = model._meta.db_table
        write_rows(
            schema_editor, model, ["return_key_index"],
            iter([
                (pk, [ring().blind(key, table=table, column="return_key", within=authority)])
                for pk, authority, key in rows
            ]),
        )
    for name, columns in COLUMNS.items():
        seal_columns(schema_editor, apps.get_model("children", name), columns)
    model = apps.get_model("children", "ReturnTable")
    rows = model.objects.only("packed_plain").iterator(chunk_size=20)
    write_rows(
        schema_editor, model, ["packed", "packed_plain"],
        iter([(row.pk, [sealed_text(model, "packed", bytes(row.packed_plain), row.pk), None]) for row in rows]),
    )


def open_again(apps, schema_editor):
    for name, columns in COLUMNS.items():
        unseal_columns(schema_editor, apps.get_model("children", name), columns)
    model = apps.get_model("children", "ReturnTable")
    rows = model.objects.only("packed").iterator(chunk_size=20)
    write_rows(
        schema_editor, model, ["packed_plain", "packed"],
        iter([(row.pk, [bytes_of(model, "packed", row.packed, row.pk), ""]) for row in rows]),
    )


class Migration(migrations.Migration):
    dependencies = [("children", "0003_columns_that_can_hold_sealed_values")]
    operations = [migrations.RunPython(seal, open_again)]
