"""A school follows one of the protocols; until now there was one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("school", "0005_former_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="school",
            name="protocol",
            field=models.CharField(default="stappenplan", max_length=30),
        ),
    ]
