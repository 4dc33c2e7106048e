"""Lists from before take over the seed of their search: it was drawn for them. Backward there is nothing to undo."""

from django.db import migrations, models


def forward(apps, schema_editor):
    for listed in apps.get_model("matching", "Shortlist").objects.select_related("referral").iterator():
        listed.lottery_seed = bytes(listed.referral.lottery_seed)
        listed.lottery_commitment = listed.referral.lottery_commitment
        listed.save(update_fields=["lottery_seed", "lottery_commitment"])


class Migration(migrations.Migration):
    dependencies = [("matching", "0003_a_seed_serves_one_list")]
    operations = [
        migrations.RunPython(forward, migrations.RunPython.noop),
        migrations.AlterField("shortlist", "lottery_seed", models.BinaryField(max_length=32)),
        migrations.AlterField("shortlist", "lottery_commitment", models.CharField(max_length=64)),
    ]
