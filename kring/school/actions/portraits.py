"""The photos of who reads what is told at the doors: put there by who is on it, or with their yes; and taken away."""

from base64 import b64encode

from django.db import transaction
from django.utils.translation import gettext_lazy

from kring.school.act import Act
from kring.school.actions.writing import note
from kring.school.errors import NotAllowed, Refused
from kring.school.models import Portrait, School, StaffMember
from kring.school.pictures import is_small
from kring.school.rights import Right, may, require
from kring.trail.verbs import Verb

ASK_FIRST = gettext_lazy("Vraag het eerst aan wie op de foto staat. Kies de foto daarna opnieuw.")


@transaction.atomic
def put_portrait(*, act: Act, staff: StaffMember, photo: bytes, agreed: bool = False) -> Portrait:
    """Shows this photo of a colleague who reads what is told, as `pictures.small` made it; a former one goes.

    Who puts somebody else's there says that this colleague `agreed` (decision 166).
    """
    require(act.by, Right.PROTOCOL, school_id=staff.school_id)
    if not is_small(photo):
        raise NotAllowed("a photo is made small before it is kept")
    if act.by.pk != staff.pk and not agreed:
        raise Refused("agreed", str(ASK_FIRST))
    reader = _reader(staff)
    same = Portrait.objects.filter(staff=reader).first()
    content = b64encode(photo).decode()
    if same is not None and same.content == content:
        return same
    if same is not None:
        same.delete()
    # A new row, so that the address of the former photo leads nowhere.
    made = Portrait.objects.create(
        school_id=reader.school_id, staff=reader, content=content, put_by=act.by, put_on=act.today
    )
    note(act, Verb.PORTRAIT_PUT, school_id=reader.school_id, subject_id=reader.pk)
    return made


@transaction.atomic
def take_portrait(*, act: Act, staff: StaffMember) -> None:
    """Takes the photo of this colleague away. Without one nothing changes."""
    require(act.by, Right.PROTOCOL, school_id=staff.school_id)
    School.objects.select_for_update(no_key=True).only("pk").get(pk=staff.school_id)
    if take_portrait_of(staff):
        note(act, Verb.PORTRAIT_TAKEN, school_id=staff.school_id, subject_id=staff.pk)


def take_portrait_of(staff: StaffMember) -> bool:
    """Takes this person's photo away; False when there was none."""
    deleted, _per_model = Portrait.objects.filter(staff=staff).delete()
    return deleted > 0


def _reader(staff: StaffMember) -> StaffMember:
    """This colleague, who reads what is told and goes on doing so until the transaction ends."""
    School.objects.select_for_update(no_key=True).only("pk").get(pk=staff.school_id)
    found = StaffMember.objects.filter(pk=staff.pk).first()
    if found is None or not may(found, Right.DOORS):
        raise NotAllowed("only who reads what is told at the doors is shown there")
    return found
