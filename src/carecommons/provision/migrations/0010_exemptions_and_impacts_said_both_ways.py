"""An exemption from the usual number has its day and reason; an impact on those there is said both ways."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('provision', '0009_a_sealed_site'),
    ]

    operations = [
        migrations.AddField(
            model_name='hometerms',
            name='exempt_because',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='hometerms',
            name='exempt_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='groupimpact',
            name='newcomer',
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AddField(
            model_name='groupimpact',
            name='newcomer_words',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='groupimpact',
            name='there',
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AddConstraint(
            model_name='groupimpact',
            constraint=models.CheckConstraint(condition=models.Q(('there__in', ['', 'acceptable', 'not_acceptable', 'unknown'])), name='impact_there_is_known'),
        ),
        migrations.AddConstraint(
            model_name='groupimpact',
            constraint=models.CheckConstraint(condition=models.Q(('newcomer__in', ['', 'acceptable', 'not_acceptable', 'unknown'])), name='impact_newcomer_is_known'),
        ),
        migrations.AddConstraint(
            model_name='groupimpact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('newcomer', ''), ('there', '')), models.Q(models.Q(('there', ''), _negated=True), models.Q(('newcomer', ''), _negated=True), models.Q(('newcomer_words', ''), _negated=True)), _connector='OR'), name='an_impact_is_said_both_ways_or_whole'),
        ),
    ]
