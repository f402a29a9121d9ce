"""Where a child goes on the first day of the next school year."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('school', '0010_closed_each_week'),
    ]

    operations = [
        migrations.AddField(
            model_name='pupil',
            name='next_group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='coming_pupils', to='school.group'),
        ),
    ]
