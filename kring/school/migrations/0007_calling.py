"""The numbers outside the school become data that a school looks through, and it names who is on call."""

import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

LINES = ["alarm", "police", "suicide", "safe_home", "child_line", "inspector"]
SHIPPED_INSPECTOR = "0900-1113111"


def keep_own_inspector(apps, schema_editor):
    """A number that a school had chosen for the inspector stays; nobody said when it was looked at."""
    for school in apps.get_model("school", "School").objects.exclude(phone_inspector=SHIPPED_INSPECTOR):
        apps.get_model("school", "HelpNumber").objects.create(
            school=school, line="inspector", number=school.phone_inspector
        )


class Migration(migrations.Migration):
    dependencies = [("school", "0006_protocol")]

    operations = [
        migrations.CreateModel(
            name="HelpNumber",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "line",
                    models.CharField(
                        choices=[
                            ("alarm", "Alarmnummer"),
                            ("police", "Politie, geen spoed"),
                            ("suicide", "113 Zelfmoordpreventie"),
                            ("safe_home", "Veilig Thuis, dag en nacht"),
                            ("child_line", "Kindertelefoon"),
                            ("inspector", "Vertrouwensinspecteur"),
                        ],
                        max_length=20,
                    ),
                ),
                ("number", models.CharField(max_length=30)),
                ("checked_on", models.DateField(blank=True, null=True)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="school.school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["school", "line"], name="help_number_once_per_school"),
                    models.CheckConstraint(condition=Q(("line__in", LINES)), name="help_line_exists"),
                ]
            },
        ),
        migrations.CreateModel(
            name="OnCall",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("number", models.CharField(max_length=30)),
                ("from_on", models.DateField(blank=True, null=True)),
                ("until_on", models.DateField(blank=True, null=True)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="school.school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("from_on", None), ("until_on", None)) | Q(("from_on__lte", F("until_on"))),
                        name="on_call_always_or_for_a_time",
                    ),
                ]
            },
        ),
        migrations.RunPython(keep_own_inspector, migrations.RunPython.noop),
        migrations.RemoveField(model_name="school", name="phone_inspector"),
    ]
