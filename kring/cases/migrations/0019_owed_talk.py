"""The first day for which a talk with a bullied child was let go; none was, before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_departed")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="talk_owed_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
