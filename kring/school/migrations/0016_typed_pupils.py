"""Children who are not in the list of pupils yet, with who typed the name and when: nobody was, before."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("school", "0015_coordinator_word")]

    operations = [
        migrations.AddField(
            model_name="pupil",
            name="typed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="pupil",
            name="typed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="school.staffmember",
            ),
        ),
    ]
