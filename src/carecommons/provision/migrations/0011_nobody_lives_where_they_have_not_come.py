"""A stay is awaited until somebody says that the child came: a day that passes moves nobody.

Of the stays that are kept already, those that are still to begin are awaited. One whose day has passed may be lived in
for years, from before anybody wrote down that a child came: it stays as it was.
"""

from typing import Any

from django.db import migrations, models
from django.utils import timezone


def still_to_begin(apps: Any, schema_editor: Any) -> None:
    apps.get_model("provision", "Resident").objects.filter(from_day__gt=timezone.localdate()).update(awaited=True)


class Migration(migrations.Migration):
    dependencies = [("provision", "0010_exemptions_and_impacts_said_both_ways")]
    operations = [
        migrations.AddField(
            model_name="resident", name="awaited", field=models.BooleanField(default=False),
        ),
        migrations.RunPython(still_to_begin, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="resident",
            index=models.Index(condition=models.Q(("awaited", True)), fields=["resident"], name="resident_awaited"),
        ),
    ]  # fmt: skip
