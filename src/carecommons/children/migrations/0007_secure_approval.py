
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('children', "0006_the_second_wall"),
    ]

    operations = [
        migrations.CreateModel(
            name='SecureApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('approved_on', models.DateField()),
                ('reference', models.CharField(max_length=40)),
                ('ended', models.BooleanField(default=False)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField(null=True)),
                ('recorded_by_role', models.CharField(max_length=24)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='secure_approvals', to='children.child')),
            ],
            options={
                'indexes': [models.Index(fields=['child', 'recorded_at'], name='secure_approval_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reference', ''), _negated=True), name='secure_approval_has_a_reference')],
            },
        ),
    ]
