"""When the last answer of a case was given against what its file says; nobody could do so yet."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0017_absence'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='departed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
