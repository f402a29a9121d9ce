"""A colleague comes in: added by the school and invited along with it, or invited again (decision 61)."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from kring.cases.account_letters import send_link
from kring.cases.invited import may_be_invited
from kring.cases.proposal_letters import tell_of_proposals
from kring.mail.models import Letter
from kring.school import actions
from kring.school.act import Act
from kring.school.actions.writing import note
from kring.school.errors import NotAllowed, Refused
from kring.school.models import School, StaffMember
from kring.school.rights import Right, require
from kring.trail.verbs import Verb


@transaction.atomic
def add_colleague(
    *,
    act: Act,
    school: School,
    name: str,
    role: str,
    form_of_address: str = "",
    email: str = "",
    invite: bool = False,
    id: uuid.UUID | None = None,
) -> StaffMember:
    """Somebody new on the staff, who is sent a link to choose a password when `invite` says so: at once, or when a
    second person said yes to their role (decision 105). Those who lead hear of it.

    With the id of somebody who is there already nobody is added, and nothing is sent.
    """
    if invite and not email.strip():
        raise Refused("email", _("Vul een e-mailadres in om een uitnodiging te kunnen sturen."))
    is_new = id is None or not StaffMember.objects.filter(pk=id).exists()
    person = actions.add_staff(
        act=act, school=school, name=name, role=role, form_of_address=form_of_address, email=email, invite=invite, id=id
    )
    if is_new:
        tell_of_proposals(act, person)
    if invite and is_new and may_be_invited(person):
        _send(act, person)
    return person


@transaction.atomic
def invite_colleague(*, act: Act, staff: StaffMember) -> bool:
    """Sends the link, for the first time or again. False at a demo school, where nobody chooses a password."""
    require(act.by, Right.PEOPLE, school_id=staff.school_id)
    if not may_be_invited(staff):
        raise NotAllowed(staff.pk)
    if _send(act, staff) is None:
        return False
    note(act, Verb.STAFF_INVITED, school_id=staff.school_id, subject_id=staff.pk)
    return True


def _send(act: Act, person: StaffMember) -> Letter | None:
    return send_link("invitation", to=person, at=act.at, who=act.by.name)
