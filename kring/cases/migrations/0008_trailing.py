"""By when somebody should have been told in a step that was left; in what was stored, nothing trails."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_protocol"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="trailing_due_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
