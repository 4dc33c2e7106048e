"""The columns are sealed from here on, and a number in the return is found, and stands once, by its blind index."""

from django.db import migrations, models

from carecommons.common.sealed_field import SealedBytes, SealedDate, SealedJSON, SealedText

EPISODE = ("child_id", "start_day", "end_day")
SEALED = {
    "child": {
        "known_as": SealedText(), "birth_date": SealedDate(), "home_postcode": SealedText(blank=True),
        "return_key": SealedText(null=True),
    },
    "knownconnection": {
        "name": SealedText(), "postcode": SealedText(blank=True), "how_often": SealedText(blank=True),
        "note": SealedText(blank=True),
    },
    "placetoavoid": {"name": SealedText(), "postcode": SealedText(blank=True)},
    "recordedwish": {"words": SealedText()},
    "writtenstory": {
        "words": SealedText(), "strengths": SealedText(), "helps": SealedText(),
        "not_agreed_because": SealedText(blank=True),
    },
    "needsprofile": {
        "ratings": SealedJSON(), "strengths": SealedJSON(), "matters": SealedJSON(), "outcomes": SealedJSON(),
        "flags": SealedJSON(),
    },
    "needsdraft": {"parts": SealedJSON(default=dict)},
    "returnedchild": {
        "return_key": SealedText(), "birth_date": SealedDate(null=True),
        "return_key_index": models.CharField(max_length=64),
    },
    "returnedepisode": {
        "home_postcode": SealedText(bound_to=EPISODE), "place_postcode": SealedText(bound_to=EPISODE),
    },
    "returntable": {"packed": SealedBytes()},
}


class Migration(migrations.Migration):
    dependencies = [("children", "0004_seal_what_names_a_child")]
    operations = [
        *(
            migrations.AlterField(model_name=model, name=name, field=field)
            for model, fields in SEALED.items()
            for name, field in fields.items()
        ),
        migrations.RemoveField("returntable", "packed_plain"),
        migrations.AddConstraint(
            "child",
            models.UniqueConstraint(
                fields=["authority", "return_key_index"], name="child_return_key_once_per_authority"
            ),
        ),
        migrations.AddConstraint(
            "returnedchild",
            models.UniqueConstraint(fields=["authority", "return_key_index"], name="one_returned_child_a_key"),
        ),
    ]
