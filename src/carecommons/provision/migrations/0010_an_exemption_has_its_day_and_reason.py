"""An exemption from the usual number of foster children has a day and a reason; without them it does not count."""

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
    ]
