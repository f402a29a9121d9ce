"""When the daily sweep looks at a case again: at all that are there the first time after this."""

import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_a_report_says_when_and_where"), ("school", "0022_looked_on")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="look_on",
            field=models.DateField(blank=True, default=datetime.date.min, null=True),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("look_on__isnull", False)), fields=["school", "look_on"], name="case_to_look_at"
            ),
        ),
    ]
