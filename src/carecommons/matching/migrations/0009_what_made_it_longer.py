"""An approval that was made longer says when its three facts were so (reg 25): all of them, or none before this."""

from django.db import migrations, models

FACTS = ("most_appropriate_on", "panel_asked_on", "reviewer_told_on")
NEVER_LONGER = models.Q(**{f"{name}__isnull": True for name in FACTS})
LONGER = models.Q(**{f"{name}__isnull": False for name in FACTS})


class Migration(migrations.Migration):
    dependencies = [("matching", "0008_what_homes_say_and_who_accepts_it")]
    operations = [
        *(migrations.AddField("temporaryapproval", name, models.DateField(null=True)) for name in FACTS),
        migrations.AddConstraint(
            "temporaryapproval",
            models.CheckConstraint(condition=NEVER_LONGER | LONGER, name="what_made_it_longer_stands_together"),
        ),
    ]
