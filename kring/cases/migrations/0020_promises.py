"""The promises of the school, and what was told of each day; none was made yet."""

import django.db.models.deletion
import kring.vault.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0019_owed_talk'),
        ('school', '0009_confirmed_region'),
    ]

    operations = [
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('weekdays', models.CharField(max_length=5)),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='promises', to='cases.case')),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.involved')),
                ('fact', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.fact')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.school')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.staffmember')),
            ],
        ),
        migrations.CreateModel(
            name='PromiseTold',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('kept', models.BooleanField()),
                ('note', kring.vault.fields.SealedTextField(blank=True, default='')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.staffmember')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('promise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='told', to='cases.promise')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.school')),
            ],
        ),
        migrations.AddIndex(
            model_name='promise',
            index=models.Index(fields=['staff', 'last_on'], name='promise_by_person'),
        ),
        migrations.AddIndex(
            model_name='promise',
            index=models.Index(fields=['school', 'last_on'], name='promise_by_day'),
        ),
        migrations.AddIndex(
            model_name='promisetold',
            index=models.Index(fields=['promise', 'on', 'at'], name='promise_told_by_day'),
        ),
    ]
