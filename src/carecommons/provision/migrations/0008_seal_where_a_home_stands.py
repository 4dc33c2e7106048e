"""Postcodes and coordinates are sealed; backwards, they are opened again. Needs the keys (docs/manual/keys.md)."""

from django.db import migrations

from carecommons.common.sealed_rows import bytes_of, seal_columns, sealed_text, unseal_columns, write_rows

COLUMNS = {"postcode": ("pk",)}


def seal(apps, schema_editor):
    home = apps.get_model("provision", "Home")
    rows = home.objects.exclude(easting=None).values_list("pk", "easting", "northing")
    write_rows(
        schema_editor, home, ["site", "easting", "northing"],
        iter([
            (pk, [sealed_text(home, "site", f"{easting} {northing}".encode(), pk), None, None])
            for pk, easting, northing in rows
        ]),
    )
    seal_columns(schema_editor, home, COLUMNS)


def open_again(apps, schema_editor):
    home = apps.get_model("provision", "Home")
    unseal_columns(schema_editor, home, COLUMNS)
    rows = home.objects.exclude(site="").values_list("pk", "site")
    write_rows(
        schema_editor, home, ["easting", "northing", "site"],
        iter([
            (pk, [*map(int, bytes_of(home, "site", site, pk).split()), ""]) for pk, site in rows
        ]),
    )


class Migration(migrations.Migration):
    dependencies = [("provision", "0007_columns_that_can_hold_a_sealed_site")]
    operations = [migrations.RunPython(seal, open_again)]
