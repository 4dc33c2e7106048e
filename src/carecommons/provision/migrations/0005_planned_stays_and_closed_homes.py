
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("provision", "0004_documents_behind_claims"),
    ]

    operations = [
        migrations.AddField(
            model_name='home',
            name='closed_because',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='home',
            name='closed_by_role',
            field=models.CharField(blank=True, max_length=30),
        ),
        migrations.AddField(
            model_name='resident',
            name='end_reason',
            field=models.CharField(blank=True, max_length=3),
        ),
        migrations.CreateModel(
            name='WithdrawnStay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('resident', models.UUIDField()),
                ('from_day', models.DateField()),
                ('reason', models.TextField()),
                ('withdrawn_at', models.DateTimeField()),
                ('withdrawn_by_role', models.CharField(max_length=30)),
                ('home', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.home')),
            ],
            options={
                'ordering': ['withdrawn_at', 'id'],
            },
        ),
    ]
