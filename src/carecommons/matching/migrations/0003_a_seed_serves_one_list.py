"""A list keeps the seed that drew it; the search keeps the one that waits for its next list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0002_a_proposed_home_is_a_state")]
    operations = [
        migrations.AddField("shortlist", "lottery_seed", models.BinaryField(max_length=32, default=b"")),
        migrations.AddField("shortlist", "lottery_commitment", models.CharField(max_length=64, default="")),
    ]
