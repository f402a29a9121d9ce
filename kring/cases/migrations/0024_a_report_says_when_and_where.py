"""When and where it was, and about whom: what goes along from a report to the incident that is made of it."""

from django.db import migrations, models

import kring.vault.fields


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_relative_waits")]

    operations = [
        migrations.AddField(model_name="report", name="happened_on", field=models.DateField(blank=True, null=True)),
        migrations.AddField(
            model_name="report", name="place", field=kring.vault.fields.SealedTextField(blank=True, null=True)
        ),
        migrations.AddField(model_name="report", name="children", field=models.JSONField(blank=True, default=list)),
    ]
