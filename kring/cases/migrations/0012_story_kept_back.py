"""Whether those who work at a case may not read what was told. Until now that went with the name, and stays so."""

from django.db import migrations, models


def keep_back(apps, schema_editor):
    apps.get_model("cases", "Report").objects.filter(passed_on=False).update(story_kept_back=True)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_kept_out"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="story_kept_back",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(keep_back, migrations.RunPython.noop),
    ]
