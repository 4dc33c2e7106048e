"""A placement may be a stay that began before any choice here: who took it up, and where it is written."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from carecommons.common.sealed_field import SealedText


class Migration(migrations.Migration):
    dependencies = [("decisions", "0011_a_review_before_a_move")]
    operations = [
        migrations.AlterField(
            "placement", "decision",
            models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="placement",
                to="decisions.decision",
            ),
        ),
        migrations.AddField("placement", "taken_up_by", models.UUIDField(null=True)),
        migrations.AddField(
            "placement", "taken_up_by_role", models.CharField(blank=True, default="", max_length=32),
            preserve_default=False,
        ),
        migrations.AddField(
            "placement", "taken_up_words", SealedText(blank=True, default=""), preserve_default=False
        ),
        migrations.AddConstraint(
            "placement",
            models.CheckConstraint(
                condition=Q(decision__isnull=False, taken_up_by__isnull=True)
                | Q(decision__isnull=True, taken_up_by__isnull=False, state__in=["living", "ended"]),
                name="a_placement_was_chosen_or_taken_up",
            ),
        ),
        migrations.AddConstraint(
            "placement",
            models.UniqueConstraint(
                condition=Q(decision__isnull=True, state="living"), fields=("child",), name="a_child_is_taken_up_once"
            ),
        ),
    ]  # fmt: skip
