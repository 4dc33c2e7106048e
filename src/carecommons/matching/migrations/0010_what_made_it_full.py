"""An approval in full says when the panel recommended it and when it was decided: both, or neither before this."""

from django.db import migrations, models

FACTS = ("panel_recommended_on", "decided_on")
NO_DAYS = models.Q(**{f"{name}__isnull": True for name in FACTS})
DAYS = models.Q(
    **{f"{name}__isnull": False for name in FACTS},
    state="in_full",
    decided_on__gte=models.F("panel_recommended_on"),
)


class Migration(migrations.Migration):
    dependencies = [("matching", "0009_what_made_it_longer")]
    operations = [
        *(migrations.AddField("temporaryapproval", name, models.DateField(null=True)) for name in FACTS),
        migrations.AddConstraint(
            "temporaryapproval",
            models.CheckConstraint(condition=NO_DAYS | DAYS, name="what_made_it_full_stands_together"),
        ),
    ]
