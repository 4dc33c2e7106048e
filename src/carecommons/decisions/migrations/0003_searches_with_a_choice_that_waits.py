"""Searches whose choice waits for its approver become `proposed`; backward, they are `shortlisted` again."""

from django.db import migrations


def forward(apps, schema_editor):
    waiting = apps.get_model("decisions", "Decision").objects.filter(state="proposed").values_list("referral_id", flat=True)
    referrals = apps.get_model("matching", "Referral").objects
    referrals.filter(id__in=list(waiting), state="shortlisted").update(state="proposed")


def backward(apps, schema_editor):
    apps.get_model("matching", "Referral").objects.filter(state="proposed").update(state="shortlisted")


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0002_what_the_approver_was_satisfied_of"),
        ("matching", "0002_a_proposed_home_is_a_state"),
    ]
    operations = [migrations.RunPython(forward, backward)]
