"""A promise of the school: making it, giving it to another, stopping it, and telling each day whether it was kept."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from kring.cases import bodies
from kring.cases.access import Need, may
from kring.cases.actions.change import Change, changing, check_children, check_day
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Fact, Promise, PromiseTold
from kring.cases.promises import LONGEST, Kept, could_promise
from kring.cases.wording import BEFORE_REPORT
from kring.school.act import Act
from kring.school.models import StaffMember
from kring.trail.record import record as note_in_trail
from kring.trail.verbs import Verb


def make_promise(
    *,
    act: Act,
    case_id: UUID,
    about: Sequence[str],
    staff_id: UUID,
    what: str,
    weekdays: Sequence[int],
    on: date,
    until_on: date,
) -> Fact:
    """Promise that a colleague does something for one child on these weekdays, from `on` to and with `until_on`.

    Putting one right gives it to another or stops it: by the words, the colleague and the last day. Its child, its
    first day and its weekdays stay, so that what was told of it stays true.
    """
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        corrected = change.corrected(bodies.Promise)
        change.must_be_open()
        former = corrected.fact if corrected else None
        if corrected:
            about, on, weekdays = corrected.fact.about, corrected.fact.on, corrected.body.weekdays
        else:
            _check_new(change, about, weekdays, on)
        if not what.strip():
            raise Refused("what", _("Schrijf op wat er beloofd is."))
        _check_last_day(change, former, on, until_on)
        staff = _colleague(change, staff_id)
        body = bodies.Promise(what=what.strip(), who=staff.name, weekdays=tuple(sorted(weekdays)))
        fact = change.record(body, on=on, about=about, until_on=until_on)
        if former:
            Promise.objects.filter(fact=former).update(fact=fact, staff=staff, last_on=until_on)
        else:
            Promise.objects.create(
                school_id=change.case.school_id,
                case=change.case,
                fact=fact,
                child_id=UUID(about[0]),
                staff=staff,
                weekdays="".join(map(str, body.weekdays)),
                first_on=on,
                last_on=until_on,
            )
        return fact


def _check_new(change: Change, about: Sequence[str], weekdays: Sequence[int], on: date) -> None:
    check_children("about", about, change)
    if len(about) != 1:
        raise Refused("about", _("Kies één leerling. Doe voor een ander kind een eigen belofte."))
    if not weekdays or not set(weekdays) <= {1, 2, 3, 4, 5} or len(weekdays) != len(set(weekdays)):
        raise Refused("weekdays", _("Kies minstens één dag van de week."))
    if on < change.case.reported_on:
        raise Refused("on", str(BEFORE_REPORT))


def _check_last_day(change: Change, former: Fact | None, on: date, until_on: date) -> None:
    if until_on < on:
        raise Refused("until_on", _("De laatste dag ligt vóór de eerste. Pas een van de dagen aan."))
    if until_on > on + LONGEST:
        raise Refused("until_on", _("Kies hoogstens een jaar."))
    if former is None and until_on < change.act.today:
        raise Refused("until_on", _("Kies vandaag of een dag erna."))


def _colleague(change: Change, staff_id: UUID) -> StaffMember:
    has_plan = bool(change.file.of(bodies.PlanIssued))
    staff = could_promise(change.case, has_plan=has_plan).filter(pk=staff_id).first()
    if staff is None:
        raise Refused(
            "staff_id", _("Deze collega kan dit niet beloven: die leest het plan niet, of heeft geen toegang.")
        )
    return staff


def tell_promise(*, act: Act, case_id: UUID, promise_id: UUID, on: date, kept: bool, note: str = "") -> PromiseTold:
    """Tell that a promise was kept on this day, or that it did not work out; the newest word counts.

    By the colleague who promised it, or by somebody who works at the case.
    """
    with changing(act, case_id, Need.READ_PLAN) as change:
        found = Promise.objects.select_related("case", "child__pupil").filter(pk=promise_id, case=case_id).first()
        if found is None or not (found.staff_id == act.by.pk or may(act.by, Need.WRITE, change.case)):
            raise NotAllowed(promise_id)
        change.must_be_open()
        check_day("on", on, act)
        if on not in Kept(found, {}, change.file.school_calendar, act.today).days:
            raise Refused("on", _("Op deze dag was het niet beloofd. Kies een andere dag."))
        before = PromiseTold.objects.filter(promise=found, on=on).order_by("-at", "-id").first()
        if before and (before.by_id, before.kept, before.note) == (act.by.pk, kept, note.strip()):
            return before  # a double click
        told = PromiseTold(
            school_id=change.case.school_id,
            case=change.case,
            promise=found,
            on=on,
            kept=kept,
            note=note.strip(),
            by=act.by,
            at=act.at,
        )
        told.save(force_insert=True)
        note_in_trail(
            verb=Verb.PROMISE_TOLD,
            school_id=change.case.school_id,
            at=act.at,
            by=act.by,
            case_id=case_id,
            subject_id=found.pk,
            on=on,
            kept=kept,
        )
        return told
