"""A case keeps the protocol it began with; what was stored before began with the only one there was."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_stage"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="protocol",
            field=models.CharField(default="stappenplan", max_length=30),
        ),
    ]
