"""Because of which other case somebody was kept out of one; what was stored was each time decided for that case."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_kinds_in_code"),
    ]

    operations = [
        migrations.AddField(
            model_name="casestaff",
            name="because_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="cases.case",
            ),
        ),
    ]
