"""Which colleague a guardian is, and who is somebody else: nobody said so, before."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("school", "0013_families_apart")]

    operations = [
        migrations.AddField(
            model_name="guardian",
            name="staff",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="school.staffmember",
            ),
        ),
        migrations.AddField(
            model_name="guardian", name="not_staff", field=models.JSONField(blank=True, default=list)
        ),
    ]
