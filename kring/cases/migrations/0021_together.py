"""Since when a talk at one table waits for a second name: in what was stored, none does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0020_promises"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="unendorsed_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
