"""The columns are sealed from here on."""

from django.db import migrations

from carecommons.common.sealed_field import SealedJSON, SealedText

SEALED = {
    "decision": {
        "why_chosen": SealedText(), "why_not": SealedJSON(default=dict), "wishes_how": SealedText(),
        "prevailed": SealedText(blank=True), "search_evidence": SealedText(blank=True),
        "missing": SealedJSON(default=list), "answer_words": SealedText(blank=True),
    },
}


class Migration(migrations.Migration):
    dependencies = [("decisions", "0004_seal_the_words")]
    operations = [
        migrations.AlterField(model_name=model, name=name, field=field)
        for model, fields in SEALED.items()
        for name, field in fields.items()
    ]
