"""Somebody is ill or away: all of their running cases to one stand-in, from a day to a day (decision 063)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kring import words
from kring.cases import letters
from kring.cases.absences import begun_absences, open_absences
from kring.cases.access import leads, may_stand_in
from kring.cases.case_file import read_case_files
from kring.cases.errors import NotAllowed, Refused
from kring.cases.held import hold_school
from kring.cases.models import Absence, Case, CaseStaff
from kring.cases.plan_in_force import state_of
from kring.cases.recipients import Occasion
from kring.prepared import prepared
from kring.school.act import Act
from kring.school.models import School, StaffMember
from kring.trail.record import record as note_in_trail
from kring.trail.verbs import Verb

LONGEST = timedelta(days=366)


def stand_in_for_all(*, act: Act, staff_id: UUID, to: UUID, from_on: date, until_on: date) -> Absence:
    """Have `to` stand in for this colleague in all their running cases on these days. Coordinator or head.

    A case that has a stand-in keeps it, and so does one of which the stand-in is kept out, or whoever says this.
    """
    if not leads(act.by):
        raise NotAllowed(act.by.pk)
    with transaction.atomic():
        hold_school(act.by.school_id)
        staff, stand_in = _colleague(act, staff_id), _colleague(act, to)
        if staff.pk == stand_in.pk:
            raise Refused("to", _("Niemand vervangt zichzelf. Kies een ander."))
        if not may_stand_in(stand_in):
            raise Refused("to", _("Deze collega kan niet vervangen. Kies een ander."))
        if from_on < act.today:
            raise Refused("from_on", _("Deze dag is al geweest. Kies vandaag, of een dag die nog komt."))
        if until_on < from_on:
            raise Refused("until_on", _("Deze dag ligt voor de eerste dag."))
        if until_on > from_on + LONGEST:
            raise Refused("until_on", _("Dit is langer dan een jaar. Draag de zaken dan over."))
        if open_absences(act.by.school_id).filter(staff=staff).exists():
            raise Refused("staff", _("Voor deze collega is er al een vervanging. Beëindig die eerst."))
        absence = Absence(
            school_id=act.by.school_id,
            staff=staff,
            stand_in=stand_in,
            from_on=from_on,
            until_on=until_on,
            said_by=act.by,
        )
        absence.save(force_insert=True)
        note_in_trail(
            verb=Verb.ABSENCE_PLANNED,
            school_id=absence.school_id,
            at=act.at,
            by=act.by,
            subject_id=staff.pk,
            stand_in=stand_in.pk,
            from_on=from_on,
            until_on=until_on,
        )
        if from_on == act.today:
            _begin(absence, by=act.by, at=act.at, today=act.today)
        return absence


def end_absence(*, act: Act, absence_id: UUID) -> Absence:
    """The colleague is back, or the days change: nobody stands in by this any more. Coordinator or head."""
    if not leads(act.by):
        raise NotAllowed(act.by.pk)
    with transaction.atomic():
        hold_school(act.by.school_id)
        absence = Absence.objects.filter(pk=absence_id, school=act.by.school_id).first()
        if absence is None:
            raise NotAllowed(absence_id)
        if absence.ended_at is None:
            _end(absence, by=act.by, at=act.at, today=act.today)
        return absence


def begins_or_ends(today: date) -> QuerySet[Absence]:
    """What begins on this day, or ended the day before, at all schools."""
    return Absence.objects.filter(Q(until_on__lt=today) | Q(begun_at=None, from_on__lte=today), ended_at=None)


def begin_and_end(*, school: School, at: datetime, today: date) -> None:
    """What begins on this day, and what ended the day before; by Kring itself. Doing it twice does nothing twice."""
    due = begins_or_ends(today).filter(school=school)
    if not due.exists():
        return
    with transaction.atomic():
        hold_school(school.pk)
        for absence in due.select_related("staff", "stand_in").order_by("id"):
            able = absence.staff.is_active and may_stand_in(absence.stand_in)
            if absence.until_on < today or not able:
                _end(absence, by=None, at=at, today=today)
            else:
                _begin(absence, by=None, at=at, today=today)


def cover(case: Case, *, by: StaffMember, at: datetime) -> None:
    """A case that its owner got while somebody stands in for them: they do in this one too. The school is held."""
    absence = next(iter(_begun(case.school_id, case.owner_id)), None)
    if absence and may_stand_in(absence.stand_in):
        _give([case], absence, by=by, at=at)


@prepared
def _begun(school: UUID, owner: UUID) -> QuerySet[Absence]:
    return begun_absences(school).filter(staff=owner).select_related("stand_in").order_by("id")


def uncover(case: Case) -> None:
    """It went to another owner: who stood in for the former does so no longer. The caller saves the case."""
    if case.absence_id:
        case.stand_in, case.absence = None, None


def _begin(absence: Absence, *, by: StaffMember | None, at: datetime, today: date) -> None:
    absence.begun_at = at
    absence.save(update_fields=["begun_at"])
    cases = _locked(Q(owner=absence.staff_id, closed_on=None), absence)
    _give(cases, absence, by=by, at=at)
    _look_at_plans(cases, today)


def _give(cases: Iterable[Case], absence: Absence, *, by: StaffMember | None, at: datetime) -> None:
    excluded = CaseStaff.objects.filter(part=CaseStaff.Part.EXCLUDED)
    not_this = set(excluded.filter(staff=absence.stand_in_id).values_list("case_id", flat=True))
    not_said = set(excluded.filter(staff=absence.said_by_id).values_list("case_id", flat=True))
    with letters.in_words_of(absence.stand_in.school):
        until = f"Tot en met {words.day(absence.until_on)}."
    for case in cases:
        if case.stand_in_id is None and case.pk not in not_this | not_said:
            case.stand_in, case.absence = absence.stand_in, absence
            case.save(update_fields=["stand_in", "absence"])
            letters.send(
                "stand_in",
                Occasion(case=case, by=by),
                at=at,
                once=absence.pk,
                owner=case.owner.name,
                lines=[until],
            )
            _note(case, absence.stand_in_id, by=by, at=at)


def _end(absence: Absence, *, by: StaffMember | None, at: datetime, today: date) -> None:
    absence.ended_at = at
    absence.save(update_fields=["ended_at"])
    note_in_trail(verb=Verb.ABSENCE_ENDED, school_id=absence.school_id, at=at, by=by, subject_id=absence.staff_id)
    cases = _locked(Q(absence=absence), absence)
    for case in cases:
        stands_in = case.stand_in_id == absence.stand_in_id
        case.stand_in, case.absence = None if stands_in else case.stand_in, None
        case.save(update_fields=["stand_in", "absence"])
        if stands_in:
            _note(case, None, by=by, at=at)
    _look_at_plans(cases, today)


def _look_at_plans(cases: Sequence[Case], today: date) -> None:
    """The plan says whom the team asks: one that names another than who stands in now, is stale from now on."""
    files = read_case_files(cases)
    for case in cases:
        case.plan_is = state_of(files[case.pk], today)
        case.save(update_fields=["plan_is"])


def _locked(which: Q, absence: Absence) -> list[Case]:
    cases = Case.objects.select_for_update(of=("self",), no_key=True).select_related("school", "owner")
    return list(
        cases.filter(which, school=absence.school_id).order_by("id")
    )  # the order of everybody who locks several


def _note(case: Case, stand_in: UUID | None, *, by: StaffMember | None, at: datetime) -> None:
    note_in_trail(
        verb=Verb.CASE_STAND_IN_SET, school_id=case.school_id, at=at, by=by, case_id=case.pk, subject_id=stand_in
    )


def _colleague(act: Act, staff_id: UUID) -> StaffMember:
    staff = StaffMember.objects.filter(pk=staff_id, school=act.by.school_id, is_active=True).first()
    if staff is None:
        raise NotAllowed(staff_id)
    return staff
