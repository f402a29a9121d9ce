"""The kinds of fact are told in code alone (docs/decisions/056): the database no longer lists them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_danger")]

    operations = [
        migrations.RemoveConstraint(model_name="fact", name="fact_kind_known"),
        migrations.AlterField(model_name="fact", name="kind", field=models.CharField(max_length=30)),
    ]
