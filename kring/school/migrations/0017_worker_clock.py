"""What the worker last read on its clock, so that it notices a leap (decision 095)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("school", "0016_typed_pupils")]

    operations = [
        migrations.CreateModel(
            name="WorkerClock",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("turn_at", models.DateTimeField()),
                ("believed_at", models.DateTimeField()),
                ("doubted_from", models.DateTimeField(blank=True, null=True)),
                ("ahead_until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="school_worker_has_one_clock")
                ],
            },
        ),
    ]
