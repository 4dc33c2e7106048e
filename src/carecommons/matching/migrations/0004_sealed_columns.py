"""The columns are sealed from here on."""

from django.db import migrations

from carecommons.common.sealed_field import SealedJSON, SealedText

SEALED = {
    "referral": {"why_words": SealedText(blank=True), "closed_because": SealedText(blank=True)},
    "ladderanswer": {"reason": SealedText(bound_to=("referral_id", "rung", "answer", "answered_at"))},
    "shortlist": {"levels": SealedJSON(), "flags": SealedJSON(), "shown": SealedJSON(), "passed_over": SealedJSON()},
    "wishanswer": {"words": SealedText(bound_to=("referral_id", "home_id", "wish", "answer", "answered_at"))},
}


class Migration(migrations.Migration):
    dependencies = [("matching", "0003_seal_the_words")]
    operations = [
        migrations.AlterField(model_name=model, name=name, field=field)
        for model, fields in SEALED.items()
        for name, field in fields.items()
    ]
