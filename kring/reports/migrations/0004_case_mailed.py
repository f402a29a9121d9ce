"""How a case stood when who told it was mailed about it; of what is in one already nothing is mailed afterwards."""

from typing import Any

from django.db import migrations, models


def as_it_stands(apps: Any, schema: Any) -> None:
    incoming = apps.get_model("reports", "Incoming").objects.filter(case__isnull=False)
    incoming.filter(case__closed_on=None).update(case_mailed="at_work")
    incoming.filter(case__closed_on__isnull=False).update(case_mailed="closed")


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_mailed")]

    operations = [
        migrations.AddField(
            model_name="incoming",
            name="case_mailed",
            field=models.CharField(blank=True, default="", max_length=8),
        ),
        migrations.AlterField(
            model_name="incoming",
            name="to_mail",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", ""),
                    ("received", "received"),
                    ("answered", "answered"),
                    ("link", "link"),
                    ("asked", "asked"),
                    ("at_work", "at_work"),
                    ("closed", "closed"),
                ],
                default="",
                max_length=8,
            ),
        ),
        migrations.RunPython(as_it_stands, migrations.RunPython.noop, elidable=True),
    ]
