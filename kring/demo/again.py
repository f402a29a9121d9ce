"""The demo begins again: everything that was done in it goes, and De Wilg stands there as on the first day."""

from datetime import date, datetime
from random import Random

from django.db import transaction

from kring.demo.build import build_anew
from kring.demo.practice import take_all_away
from kring.school.models import Account, School, StaffMember

SEED = 6
"""The names that no story needs, the same each time."""


@transaction.atomic
def begin_again(*, at: datetime, today: date) -> School | None:
    """A new demo school in place of the one that people were in, with the practices that they had.

    What stays of the former is an empty school without accounts, because the trail names who worked there: nobody can
    come in. `today` is the day that it is for everybody, whatever the former demo's clock said. None, and nothing
    happens, where somebody else began it again while this one waited.
    """
    # In the order of their keys, so that two who press at once wait for each other.
    former = list(School.objects.select_for_update(no_key=True).filter(is_demo=True).order_by("pk"))
    staff = StaffMember.objects.filter(school__in=former, is_active=True)
    if not staff.filter(account__isnull=False).exists():
        return None
    for school in former:
        take_all_away(school.pk)
    accounts = list(staff.filter(account__isnull=False).values_list("account", flat=True))
    StaffMember.objects.filter(school__in=former).update(account=None, is_active=False)
    Account.objects.filter(pk__in=accounts).delete()
    return build_anew(at=at, today=today, random=Random(SEED))
