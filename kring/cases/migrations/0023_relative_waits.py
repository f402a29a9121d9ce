"""Whether somebody must decide about a colleague who is family: before, the school could not say who is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0022_a_child_with_both_parts")]

    operations = [
        migrations.AddField(model_name="case", name="relative_waits", field=models.BooleanField(default=False)),
    ]
