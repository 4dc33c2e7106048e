"""An account remembers the language in which its owner reads the pages. Reversible: a choice is lost, and no more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_who_stands_behind_a_connection")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="language",
            field=models.CharField(blank=True, default="", max_length=12),
        ),
    ]
