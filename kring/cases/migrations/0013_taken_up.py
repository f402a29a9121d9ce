"""Which of several colleagues said to do what comes first in a case; in what was stored, nobody did."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_story_kept_back"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="taken_up",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="case",
            name="taken_up_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="school.staffmember",
            ),
        ),
    ]
