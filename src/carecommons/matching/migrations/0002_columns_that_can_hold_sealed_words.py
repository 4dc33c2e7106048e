"""Columns become text, so that a sealed value fits; what stands in them stays."""

from django.db import migrations, models

TEXT = {
    "referral": {"why_words": {"blank": True}, "closed_because": {"blank": True}},
    "ladderanswer": {"reason": {}},
    "shortlist": {"levels": {}, "flags": {}, "shown": {}, "passed_over": {}},
    "wishanswer": {"words": {}},
}


class Migration(migrations.Migration):
    dependencies = [("matching", "0004_seeds_of_lists_that_were_made")]
    operations = [
        migrations.AlterField(model_name=model, name=name, field=models.TextField(**how))
        for model, fields in TEXT.items()
        for name, how in fields.items()
    ]
