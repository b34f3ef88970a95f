from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchanges', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='externalid',
            name='values',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
