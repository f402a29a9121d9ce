"""The owner of an account says whether it joins a school that typed its address (decision 106)."""

from django.db import transaction

from kring.school.act import Itself
from kring.school.actions.writing import look_anew, note
from kring.school.errors import NotAllowed
from kring.school.models import Account, School, StaffMember
from kring.trail.verbs import Verb


@transaction.atomic
def answer_joining(*, act: Itself, account: Account, staff: StaffMember, joins: bool) -> StaffMember:
    """Yes: this account comes in at this school from now on. No: it does not, and the school is not told.

    `act` is Kring itself: whoever answers is not of this school yet. A no can become a yes as long as the school keeps
    the address there.
    """
    School.objects.select_for_update(no_key=True).get(pk=staff.school_id)
    staff = StaffMember.objects.select_related("school").get(pk=staff.pk)
    if staff.account_id != account.pk:
        raise NotAllowed("only the owner of an account says whether it joins")
    wanted = StaffMember.Joins.JOINED if joins else StaffMember.Joins.REFUSED
    if staff.joins in (wanted, StaffMember.Joins.JOINED):
        return staff
    staff.joins = wanted
    staff.save(update_fields=["joins"])
    look_anew(staff.school_id)
    verb = Verb.STAFF_JOINED if joins else Verb.STAFF_DID_NOT_JOIN
    note(act, verb, school_id=staff.school_id, subject_id=staff.pk)
    return staff
