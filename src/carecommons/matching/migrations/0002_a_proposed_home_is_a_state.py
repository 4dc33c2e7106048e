"""A search whose proposed home waits for its approver is told apart from one that waits for a choice."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('children', '0002_returns'),
        ('matching', '0001_initial'),
        ('register', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='referral',
            name='referral_state_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='referral',
            name='one_open_search_a_child',
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('open', 'shortlisted', 'proposed', 'decided', 'withdrawn'))), name='referral_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('open', 'shortlisted', 'proposed'))), fields=('child',), name='one_open_search_a_child'),
        ),
    ]
