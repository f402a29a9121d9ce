"""From a day to a day somebody stands in for a colleague in all of their cases; in what was stored, nobody does."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_wrongly_told"),
        ("school", "0008_roles_in_code"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                *(
                    (
                        name,
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="school.staffmember"
                        ),
                    )
                    for name in ("said_by", "staff", "stand_in")
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="school.school"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_on__lte", models.F("until_on"))), name="absence_from_a_day_to_a_day"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("staff",), name="absence_one_at_a_time"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="absence",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="cases.absence",
            ),
        ),
    ]
