"""Whose turn the daily sweep was, and whether it has to look at all cases of a school."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("school", "0021_practice")]

    operations = [
        migrations.AddField(model_name="school", name="looked_on", field=models.DateField(blank=True, null=True)),
        migrations.AddField(model_name="school", name="look_anew", field=models.BooleanField(default=False)),
    ]
