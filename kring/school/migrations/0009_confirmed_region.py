"""A confirmation belongs to a region. Until now nobody kept which: it is taken to be the one the school has now."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

REGIONS = [("noord", "Noord"), ("midden", "Midden"), ("zuid", "Zuid")]


def keep_the_region_of_now(apps, schema_editor):
    """Years that were confirmed before are the school's own, as they were."""
    school = apps.get_model("school", "School").objects.filter(pk=OuterRef("school_id"))
    apps.get_model("school", "ConfirmedYear").objects.update(region=Subquery(school.values("region")[:1]))


class Migration(migrations.Migration):
    dependencies = [("school", "0008_roles_in_code")]

    operations = [
        migrations.AddField("school", "region_since", models.DateField(blank=True, null=True)),
        migrations.AddField(
            "confirmedyear",
            "region",
            models.CharField(choices=REGIONS, default="midden", max_length=6),
            preserve_default=False,
        ),
        migrations.RunPython(keep_the_region_of_now, migrations.RunPython.noop),
        migrations.AddConstraint(
            "confirmedyear",
            models.CheckConstraint(
                condition=models.Q(("region__in", ["noord", "midden", "zuid"])), name="school_confirmed_region_exists"
            ),
        ),
    ]
