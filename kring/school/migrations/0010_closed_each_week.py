"""The school's own closed days: one rule for each week, and days of one group alone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('school', '0009_confirmed_region'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='closedday',
            name='school_closure_once',
        ),
        migrations.AddField(
            model_name='closedday',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='closed_days', to='school.group'),
        ),
        migrations.AddField(
            model_name='closedday',
            name='weekday',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='closedday',
            constraint=models.UniqueConstraint(condition=models.Q(('group', None)), fields=('school', 'first_day', 'last_day', 'name'), name='school_closure_once'),
        ),
        migrations.AddConstraint(
            model_name='closedday',
            constraint=models.UniqueConstraint(fields=('group', 'first_day', 'last_day', 'name'), name='school_closure_once_a_group'),
        ),
        migrations.AddConstraint(
            model_name='closedday',
            constraint=models.CheckConstraint(condition=models.Q(('source', 'own'), models.Q(('group', None), ('weekday', None)), _connector='OR'), name='school_closure_of_a_group_is_own'),
        ),
        migrations.AddConstraint(
            model_name='closedday',
            constraint=models.CheckConstraint(condition=models.Q(('weekday', None), ('weekday__lt', 5), _connector='OR'), name='school_closure_weekday_exists'),
        ),
    ]
