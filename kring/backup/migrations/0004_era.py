from django.db import migrations, models


class Migration(migrations.Migration):
    # Nobody could put Kring back before this, so there are no rows.
    dependencies = [("backup", "0003_trail_end")]

    operations = [
        migrations.AddField(model_name="restoration", name="era", field=models.PositiveIntegerField(default=0)),
    ]
