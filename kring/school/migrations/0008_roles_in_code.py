"""What a role is called stands in code alone; which there are, the constraint still says."""

from django.db import migrations, models

import kring.school.models


class Migration(migrations.Migration):
    dependencies = [("school", "0007_calling")]

    operations = [
        migrations.AlterField(
            model_name="staffmember",
            name="role",
            field=models.CharField(choices=kring.school.models.roles, max_length=20),
        ),
    ]
