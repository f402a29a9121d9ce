"""Who owns a case: that it goes to another, and that one which runs again is somebody's who works here."""

from kring.cases import bodies, letters
from kring.cases.access import Need, coordinators_of, may, may_stand_in, readers
from kring.cases.actions.change import Change
from kring.cases.actions.standing_in import cover, uncover
from kring.cases.models import CaseStaff
from kring.cases.recipients import Occasion
from kring.school.models import StaffMember
from kring.school.order import by_name
from kring.trail.record import record as note_in_trail
from kring.trail.verbs import Verb


def give_to(change: Change, staff: StaffMember, reason: str = "") -> None:
    """The case has this owner from now on; the former goes on taking part. The school is held, so that neither leaves
    meanwhile; that this colleague may own it has been asked."""
    case, act = change.case, change.act
    former = case.owner
    case.owner = staff
    if case.stand_in_id == staff.pk:
        case.stand_in = None  # nobody stands in for oneself
    uncover(case)
    case.save(update_fields=["owner", "stand_in", "absence"])
    CaseStaff.objects.filter(case=case, staff=staff).delete()
    cover(case, by=act.by, at=act.at)
    CaseStaff.objects.get_or_create(case=case, staff=former, defaults={"part": CaseStaff.Part.TAKES_PART})
    fact = change.record(
        bodies.HandedOver(from_name=former.name, to_name=staff.name, reason=reason, from_id=former.pk),
        on=act.today,
        visit=change.file.progress.last,
    )
    told = Occasion(case=case, by=act.by)
    letters.send("handed_over", told, at=act.at, once=fact.pk, who=act.by.name)
    told = Occasion(case=case, by=act.by, joined=frozenset({former.pk}))
    letters.send("gave_over", told, at=act.at, once=fact.pk, who=act.by.name, owner=staff.name)
    change.people_changed = True
    note_in_trail(
        verb=Verb.CASE_OWNER_CHANGED,
        school_id=case.school_id,
        at=act.at,
        by=act.by,
        case_id=case.pk,
        subject_id=staff.pk,
    )


def runs_again(change: Change) -> None:
    """A case that is reopened is somebody's who works at it. While it was closed its owner could leave, take a role in
    which nobody works at cases, or be kept out of it: nobody had to hand it over first, as with one that runs.

    It goes to whoever opens it again; where that is somebody who owns no cases, to a coordinator, or a head.
    """
    case, by = change.case, change.act.by
    if case.stand_in and not may(case.stand_in, Need.WRITE, case):
        case.stand_in, case.absence = None, None
        case.save(update_fields=["stand_in", "absence"])
    if may(case.owner, Need.WRITE, case):
        return
    leaders = [*coordinators_of(case), *by_name(readers(case, Need.LEAD))]
    able = [one for one in (by, *leaders) if may_stand_in(one)]
    if able:
        give_to(change, able[0])
