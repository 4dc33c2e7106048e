"""Columns become text, so that a sealed value fits; what stands in them stays. Blind indexes get their columns."""

from django.db import migrations, models

TEXT = {
    "child": {"known_as": {}, "birth_date": {}, "home_postcode": {"blank": True}, "return_key": {"null": True}},
    "knownconnection": {
        "name": {}, "postcode": {"blank": True}, "how_often": {"blank": True}, "note": {"blank": True},
    },
    "placetoavoid": {"name": {}, "postcode": {"blank": True}},
    "recordedwish": {"words": {}},
    "writtenstory": {"words": {}, "strengths": {}, "helps": {}, "not_agreed_because": {"blank": True}},
    "needsprofile": {"ratings": {}, "strengths": {}, "matters": {}, "outcomes": {}, "flags": {}},
    "needsdraft": {"parts": {"default": str}},
    "returnedchild": {"return_key": {}, "birth_date": {"null": True}},
    "returnedepisode": {"home_postcode": {}, "place_postcode": {}},
}


class Migration(migrations.Migration):
    dependencies = [("children", "0003_return_imports")]
    operations = [
        migrations.RemoveConstraint(model_name="child", name="child_return_key_once_per_authority"),
        migrations.RemoveConstraint(model_name="returnedchild", name="one_returned_child_a_key"),
        *(
            migrations.AlterField(model_name=model, name=name, field=models.TextField(**how))
            for model, fields in TEXT.items()
            for name, how in fields.items()
        ),
        migrations.AddField("child", "return_key_index", models.CharField(max_length=64, null=True)),
        migrations.AddField("returnedchild", "return_key_index", models.CharField(max_length=64, null=True)),
        migrations.RenameField("returntable", "packed", "packed_plain"),
        migrations.AlterField("returntable", "packed_plain", models.BinaryField(null=True)),
        migrations.AddField("returntable", "packed", models.TextField(default="")),
    ]
