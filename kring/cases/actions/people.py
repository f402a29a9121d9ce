"""Who takes part: children with their role, colleagues, the owner and the stand-in (decisions 8 and 9)."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.cases import bodies, letters
from kring.cases.access import Need, roles_that, roles_that_own
from kring.cases.actions.change import Change, changing, child_here, pupil_here, tell_who_settles
from kring.cases.actions.keeping_out import keep_out, must_fit, shut_out
from kring.cases.actions.owning import give_to
from kring.cases.errors import NotAllowed, Refused
from kring.cases.kept_out import kept_out_with
from kring.cases.models import Case, CaseStaff, Involved
from kring.cases.recipients import Occasion
from kring.cases.teachers import let_take_part, teachers_of, tell_who_joined
from kring.protocol.terms import BULLIED, Role
from kring.school.act import Act
from kring.school.models import Pupil, StaffMember
from kring.school.models import Role as StaffRole
from kring.school.typed import TypedChild
from kring.trail.record import Detail
from kring.trail.record import record as note_in_trail
from kring.trail.verbs import Verb

WHY = gettext_lazy("Schrijf op waarom. Eén zin is genoeg.")


def add_child(*, act: Act, case_id: UUID, pupil_id: UUID | TypedChild, role: Role) -> Involved:
    """Add a pupil to the case, or a child that is not in the list; the teachers of its group take part from then on."""
    with changing(act, case_id, Need.WRITE, with_school=True) as change:
        change.must_be_open()
        pupil = pupil_here(act, pupil_id)
        involved = Involved.objects.filter(case=change.case, pupil=pupil).first()
        if involved and involved.left_on is None:
            if involved.role == role:
                return involved  # a double click
            raise Refused(
                "pupil", _("Deze leerling zit al in de zaak, in een andere rol. Verander de rol bij de leerling zelf.")
            )
        involved = _join(change, pupil, involved, role)
        if isinstance(pupil_id, TypedChild):
            tell_who_settles(act, change.case, [pupil])
        return involved


def _join(change: Change, pupil: Pupil, involved: Involved | None, role: Role) -> Involved:
    """Let this pupil take part from now on; `involved` is the part that it had before, if any."""
    act = change.act
    kept_out = kept_out_with(change.case, [pupil.pk])
    must_fit(act, change.case, kept_out)
    if involved:
        involved.left_on, involved.role = None, role.value
        involved.save(update_fields=["left_on", "role"])
    else:
        involved = Involved(
            school_id=change.case.school_id,
            case=change.case,
            pupil=pupil,
            role=role.value,
            joined_on=act.today,
        )
        involved.save(force_insert=True)
    keep_out(act, change.case, kept_out, once=f"{involved.pk}:{act.at.isoformat()}")
    let_take_part(change.case, teachers_of([pupil]), by=act.by, at=act.at)
    _note(change, Verb.PERSON_ADDED, involved.pk, role=role)
    return involved


def change_role(
    *,
    act: Act,
    case_id: UUID,
    involved_id: UUID,
    role: Role,
    mistake: bool = False,
    because: str = "",
    tell: Sequence[UUID] = (),
) -> Involved:
    """Give a child another role in this case. `mistake`: the former role was never so. `tell`: the guardianships of
    those who must hear of it."""
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return Involved.objects.get(pk=involved_id)
        change.must_be_open()
        involved = child_here(change, involved_id)
        if involved.role == role:
            return involved
        if role not in BULLIED:
            _must_leave_a_target(change, involved)
        if mistake:
            _need_reason(because)
        former, involved.role = Role(involved.role), role.value
        involved.save(update_fields=["role"])
        _record_part(change, involved, bodies.PartChanged(former, role, because, mistake, tuple(tell)))
        _note(change, Verb.PERSON_ROLE_CHANGED, involved.pk, former=former, role=role)
        return involved


def remove_child(
    *, act: Act, case_id: UUID, involved_id: UUID, because: str, mistake: bool = False, tell: Sequence[UUID] = ()
) -> Involved:
    """A child takes no part any more, or never did (`mistake`). What was recorded about this child stays.

    `tell`: the guardianships of those who must hear of it. A plan in which the child wrongly stands is shut for the
    team until the next version.
    """
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return Involved.objects.get(pk=involved_id)
        change.must_be_open()
        involved = child_here(change, involved_id)
        _must_leave_a_target(change, involved)
        _leave(change, involved, because, mistake=mistake, tell=tell)
        return involved


def _leave(change: Change, involved: Involved, because: str, *, mistake: bool, tell: Sequence[UUID]) -> None:
    _need_reason(because)
    involved.left_on = change.act.today
    involved.save(update_fields=["left_on"])
    _record_part(change, involved, bodies.PartChanged(Role(involved.role), None, because, mistake, tuple(tell)))
    _note(change, Verb.PERSON_LEFT, involved.pk)


def swap_child(
    *,
    act: Act,
    case_id: UUID,
    involved_id: UUID,
    pupil_id: UUID | TypedChild,
    because: str,
    tell: Sequence[UUID] = (),
) -> Involved:
    """It was another child: the right one takes the place and the role of the wrong one, also of the only one who is
    bullied. For the wrong one it is a mistake, as in `remove_child`."""
    with changing(act, case_id, Need.WRITE, with_school=True) as change:
        if change.repeated:
            again = act.token if isinstance(pupil_id, TypedChild) else pupil_id
            return Involved.objects.get(case=change.case, pupil=again)
        change.must_be_open()
        wrong = child_here(change, involved_id)
        pupil = pupil_here(act, pupil_id)
        before = Involved.objects.filter(case=change.case, pupil=pupil).first()
        if before and before.left_on is None:
            raise Refused(
                "pupil", _("Deze leerling zit al in de zaak. Kies een ander, of haal het verkeerde kind uit de zaak.")
            )
        _leave(change, wrong, because, mistake=True, tell=tell)
        right = _join(change, pupil, before, Role(wrong.role))
        if isinstance(pupil_id, TypedChild):
            tell_who_settles(act, change.case, [pupil])
        return right


def hand_over(*, act: Act, case_id: UUID, to: UUID, reason: str = "") -> Case:
    """Give the case another owner; the former one goes on taking part. Coordinator or head."""
    with changing(act, case_id, Need.LEAD, with_school=True) as change:
        if change.repeated:
            return change.case
        staff = _colleague(change, to)
        _need_who_can_own(staff)
        if staff.pk == change.case.owner_id:
            return change.case
        give_to(change, staff, reason)
        return change.case


def set_stand_in(*, act: Act, case_id: UUID, to: UUID | None) -> Case:
    """Say who stands in for the owner, or that nobody does any more."""
    with changing(act, case_id, Need.WRITE, with_school=True) as change:
        staff = _colleague(change, to) if to else None
        if staff and staff.pk == change.case.owner_id:
            raise Refused("to", _("Dit is de eigenaar van de zaak zelf. Kies een ander."))
        if (staff.pk if staff else None) == change.case.stand_in_id:
            return change.case  # a double click
        if staff:
            _need_who_can_own(staff)
        change.case.stand_in = staff
        change.case.absence = None  # chosen by hand: it does not end with an absence
        change.case.save(update_fields=["stand_in", "absence"])
        letters.send(
            "stand_in",
            Occasion(case=change.case, by=act.by),
            at=act.at,
            once=act.at.isoformat(),
            owner=change.case.owner.name,
        )
        _note(change, Verb.CASE_STAND_IN_SET, staff.pk if staff else None)
        return change.case


def include_colleague(*, act: Act, case_id: UUID, staff_id: UUID) -> None:
    """Let a colleague take part in the case. Lifting an exclusion is for coordinator and head, see `lift_exclusion`."""
    with changing(act, case_id, Need.WRITE, with_school=True) as change:
        staff = _colleague(change, staff_id)
        if staff.role not in roles_that(Need.READ_FILE, with_a_part=True):
            sentence = _("Een %(role)s ziet nooit de inhoud van een zaak.")
            raise Refused("staff", sentence % {"role": staff.get_role_display().lower()})
        _row, new = CaseStaff.objects.get_or_create(
            case=change.case, staff=staff, defaults={"part": CaseStaff.Part.TAKES_PART}
        )
        if new:
            tell_who_joined(change.case, [staff], by=act.by, at=act.at)
            _note(change, Verb.STAFF_INCLUDED, staff.pk)


def exclude(*, act: Act, case_id: UUID, staff_id: UUID) -> None:
    """Keep a colleague out of the case, whatever the role: a relative, the accused. Coordinator or head."""
    with changing(act, case_id, Need.LEAD) as change:
        staff = StaffMember.objects.filter(pk=staff_id, school=act.by.school_id).first()
        if staff is None:
            raise NotAllowed(staff_id)
        if staff.pk == act.by.pk:
            raise Refused("staff", _("Je kunt jezelf niet uitsluiten. Vraag het een ander."))
        if staff.pk == change.case.owner_id:
            raise Refused("staff", _("Dit is de eigenaar van de zaak. Draag de zaak eerst over."))
        parts = CaseStaff.objects.filter(case=change.case, staff=staff)
        if parts.filter(part=CaseStaff.Part.EXCLUDED).exists():
            return  # a double click
        shut_out(act, change.case, staff)
        _note(change, Verb.STAFF_EXCLUDED, staff.pk)


def lift_exclusion(*, act: Act, case_id: UUID, staff_id: UUID) -> None:
    """Let an excluded or listed colleague go back to what the role gives. Coordinator or head."""
    with changing(act, case_id, Need.LEAD) as change:
        gone, _per_model = CaseStaff.objects.filter(case=change.case, staff=staff_id).delete()
        if gone:
            _note(change, Verb.STAFF_INCLUDED, staff_id)


def _must_leave_a_target(change: Change, involved: Involved) -> None:
    if involved.role in BULLIED and len(change.file.with_role(Role.TARGET)) == 1:
        raise Refused("role", _("Er moet minstens één gepeste leerling in de zaak zijn."))


def _need_reason(because: str) -> None:
    if not because.strip():
        raise Refused("because", str(WHY))


def _record_part(change: Change, involved: Involved, changed: bodies.PartChanged) -> None:
    known = {link.pk for link in change.file.guardianships}
    if not set(changed.tell) <= known:
        raise NotAllowed(change.case.pk)
    visit = change.file.progress.last
    change.record(changed, on=change.act.today, about=[str(involved.pk)], visit=visit)


def _colleague(change: Change, staff_id: UUID) -> StaffMember:
    """An active colleague of this school who is not kept out of the case."""
    staff = StaffMember.objects.filter(pk=staff_id, school=change.case.school_id, is_active=True).first()
    if staff is None:
        raise NotAllowed(staff_id)
    if CaseStaff.objects.filter(case=change.case, staff=staff, part=CaseStaff.Part.EXCLUDED).exists():
        raise Refused("to", _("Deze collega is van deze zaak uitgesloten."))
    return staff


def _need_who_can_own(staff: StaffMember) -> None:
    if staff.role not in roles_that_own():
        roles = words.listed(role.label for role in StaffRole if role in roles_that_own())
        raise Refused("to", _("Kies een collega met een van deze rollen: %(roles)s.") % {"roles": roles})


def _note(change: Change, verb: Verb, subject_id: UUID | None, **detail: Detail) -> None:
    change.people_changed = True
    note_in_trail(
        verb=verb,
        school_id=change.case.school_id,
        at=change.act.at,
        by=change.act.by,
        case_id=change.case.pk,
        subject_id=subject_id,
        **detail,
    )
