# A draft belongs to a form that is open, whose token is its id, and no longer to a page. One that was kept before has
# an id of chance: it is offered on its page like any other.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('web', '0002_submission_without_staff'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='draft',
            name='web_draft_once_a_page',
        ),
        migrations.AddField(
            model_name='draft',
            name='turn',
            field=models.BigIntegerField(default=0, db_default=0),
        ),
        migrations.AddField(
            model_name='draft',
            name='taken_over',
            field=models.CharField(blank=True, db_default='', default='', max_length=64),
        ),
        migrations.AddIndex(
            model_name='draft',
            index=models.Index(fields=['staff', 'key'], name='web_draft_by_page'),
        ),
    ]
