"""By when it is to be said whether the bullied children are safe for now; a running case is asked by its next verb."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_taken_up"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="safety_due_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=Q(("safety_due_on__isnull", False)),
                fields=["school", "safety_due_on"],
                name="case_asks_safety",
            ),
        ),
    ]
