"""The stage of a case becomes a column of its own, so that lists need not know the key of a step."""

from django.db import migrations, models

OF_STEP = {"after_care": "after_care", "close": "to_close"}
"""The stage by step, as the only edition had them when this was written."""


def copy_stage(apps, schema_editor):
    cases = apps.get_model("cases", "Case").objects
    for step, stage in OF_STEP.items():
        cases.filter(current_step=step).update(stage=stage)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_other_roles"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="stage",
            field=models.CharField(
                choices=[("underway", "underway"), ("after_care", "after_care"), ("to_close", "to_close")],
                default="underway",
                max_length=20,
            ),
        ),
        migrations.RemoveIndex(model_name="case", name="case_by_step"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["school", "stage", "next_due_on"], name="case_by_stage"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ["underway", "after_care", "to_close"])),
                name="case_stage_known",
            ),
        ),
        migrations.RunPython(copy_stage, migrations.RunPython.noop),
    ]
