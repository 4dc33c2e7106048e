"""Columns become text, so that a sealed value fits; what stands in them stays."""

from django.db import migrations, models

TEXT = {
    "decision": {
        "why_chosen": {}, "why_not": {"default": str}, "wishes_how": {}, "prevailed": {"blank": True},
        "search_evidence": {"blank": True}, "missing": {"default": str}, "answer_words": {"blank": True},
    },
}


class Migration(migrations.Migration):
    dependencies = [("decisions", "0003_searches_with_a_choice_that_waits")]
    operations = [
        migrations.AlterField(model_name=model, name=name, field=models.TextField(**how))
        for model, fields in TEXT.items()
        for name, how in fields.items()
    ]
