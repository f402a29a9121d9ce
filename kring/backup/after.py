"""What a database has to know once it was put back: what may be missing, and that nothing of before goes by itself."""

from datetime import datetime

from django.apps import apps
from django.db import transaction

from kring.backup.models import Restoration
from kring.mail import holding
from kring.school.models import School
from kring.school.worker_clock import go_on_from
from kring.trail.record import record
from kring.trail.verbs import Verb


@transaction.atomic
def after_restoring(*, kept_until: datetime, at: datetime, era: int) -> None:
    """Everybody signs in again, letters wait for a person, the first sweep holds what it says, and the trail says so.

    The clock is not asked about on top of that, however old the copy is: the command that puts it back says what time
    it takes it to be.

    A session that was ended after the copy was made would be back otherwise. A letter that was sent after it would go
    again, and so would a reminder (decision 112).
    """
    for model in apps.get_models():
        if model.__name__ == "Session":  # of whichever store
            model._base_manager.all().delete()
    holding.hold_all(at=at)
    for school in School.objects.without_practices().order_by("id"):
        restoration = Restoration.objects.create(school=school, kept_until=kept_until, restored_at=at, era=era)
        record(
            verb=Verb.SCHOOL_RESTORED, school_id=school.pk, at=at, by=None, subject_id=restoration.pk, until=kept_until
        )
    School.objects.update(reminded_on=None, looked_on=None)
    go_on_from(at)
