from django.db import migrations, models
import django.db.models.deletion
import uuid


class Migration(migrations.Migration):
    # Nobody could put Kring back before this, so there are no rows.
    dependencies = [("backup", "0001_initial"), ("school", "0017_worker_clock")]

    operations = [
        migrations.DeleteModel("Restoration"),
        migrations.CreateModel(
            name="Restoration",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kept_until", models.DateTimeField()),
                ("restored_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="school.staffmember",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="school.school"
                    ),
                ),
            ],
        ),
    ]
