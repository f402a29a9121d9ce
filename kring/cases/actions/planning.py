"""Planning a talk: with children, with their guardians or with the coordinator. Moved by a correction."""

from collections.abc import Sequence
from datetime import date, time
from uuid import UUID

from django.utils.translation import gettext as _

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.change import (
    LONGEST_LOOK_BACK,
    Change,
    changing,
    check_children,
    hears_nothing_yet,
    still_there,
)
from kring.cases.actions.joint import check_planned
from kring.cases.company import check_party, guardians_at, guardians_of
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Fact
from kring.cases.planned_talks import can_be_planned, planned_talks
from kring.protocol.progress import Task, Visit, VisitKey
from kring.protocol.terms import Duty, Kind, Whom
from kring.school.act import Act

FIRST, LAST = time(7), time(22)
SHORTEST, LONGEST = 15, 120


def plan_talk(
    *,
    act: Act,
    case_id: UUID,
    duty: str,
    on: date,
    about: Sequence[str],
    talk: bodies.PlannedTalk,
    although_closed: bool = False,
    at: VisitKey | None = None,
) -> Fact:
    """Put a talk for a duty that is still asked into the agenda. It meets nothing: the talk itself does.

    `about` holds ids of Involved, or of Guardianship where guardians are informed; for the coordinator it is empty.
    `although_closed` says that grown-ups meet on a day on which the school is closed; `at` is the step of which the
    form was shown.
    """
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        former = change.correcting()
        if former and former.kind != "talk_planned":
            raise NotAllowed(former.pk)
        visit, task = _asked(change, former.duty, None) if former else _asked(change, duty, at)
        if former and former.place not in (visit.place, change.current.place):
            raise Refused(None, _("De stap van dit gesprek is al klaar. Verzetten kan niet meer."))
        _check_moment(change, task.duty, on, talk, although_closed=although_closed)
        _check_company(change, task, about, talk, on)
        _check_once(change, task.duty, about)
        return change.record(talk, on=on, duty=task.duty.key, about=about, settled=False, visit=visit)


def _asked(change: Change, duty: str, at: VisitKey | None) -> tuple[Visit, Task]:
    """The open task for this duty and the step that asks it: this one, or one that left somebody to be told.

    One that waits for another may be planned already.
    """
    change.must_be_open()
    found = change.file.progress.asking(duty, at)
    visit, task = still_there(found if found and can_be_planned(found[1].duty) else None, at)
    if task.settled:
        raise Refused(None, _("Dit is al gedaan. Er hoeft geen gesprek meer gepland te worden."))
    return visit, task


def _check_moment(change: Change, duty: Duty, on: date, talk: bodies.PlannedTalk, *, although_closed: bool) -> None:
    if on < change.act.today:
        raise Refused("on", _("Deze dag is al geweest. Kies vandaag of een dag erna."))
    if on > change.act.today + LONGEST_LOOK_BACK:
        raise Refused("on", _("Dit is meer dan een jaar vooruit. Klopt het jaar?"))
    if not change.file.calendar.is_school_day(on):
        if duty.kind is Kind.TALK:
            raise Refused("on", _("Op deze dag is er geen school. Kies een schooldag."))
        if not although_closed:
            raise Refused("although_closed", _("Op deze dag is de school dicht. Klopt dat, zet dan hier een vinkje."))
    if not FIRST <= talk.begins <= LAST:
        raise Refused("begins", _("Kies een tijd tussen 7.00 en 22.00 uur."))
    if not SHORTEST <= talk.minutes <= LONGEST:
        raise Refused("minutes", _("Een gesprek duurt een kwartier tot twee uur."))


def _check_company(change: Change, task: Task, about: Sequence[str], talk: bodies.PlannedTalk, on: date) -> None:
    match task.duty.kind:
        case Kind.TALK:
            check_children("about", about, change)
            alone = _("Dit is een gesprek onder vier ogen. Plan voor ieder kind een eigen gesprek.")
            check_party(change.file, task.duty, about, one_by_one=alone)
            check_planned(change.file, about, talk.together_because)
        case Kind.INFORM_GUARDIANS:
            _check_guardians(change, about, on)
        case _:
            if about:
                raise NotAllowed(task.duty.key)
    if task.duty.whom is not Whom.ONCE and not set(about) & set(task.missing):
        raise Refused("about", _("Dit gesprek is al vastgelegd. Kies met wie het nog moet komen."))


def _check_guardians(change: Change, about: Sequence[str], on: date) -> None:
    """Guardians of one child, with custody: two families do not sit at one table without anybody having meant it. Nor
    does a parent who is spoken to apart with another one, or who hears nothing yet on that day (decision 084)."""
    if not about:
        raise Refused("about", _("Kies met welke ouder het gesprek is."))
    of = {str(link.pk): link.pupil_id for link in guardians_of(change.file)}
    if not set(about) <= set(of):
        raise NotAllowed(change.case.pk)
    if not set(about) <= {str(link.pk) for link in guardians_at(change.file, change.was_about)}:
        raise Refused("about", _("Deze ouder heeft geen gezag. Plan het gesprek met een ouder die gezag heeft."))
    if len({of[key] for key in about}) > 1:
        raise Refused("about", _("Plan voor de ouders van ieder kind een eigen gesprek."))
    links = [link for link in guardians_of(change.file) if str(link.pk) in about]
    if len(links) > 1 and any(link.guardian.call_apart for link in links):
        raise Refused("about", _("Een van deze ouders spreek je apart. Plan voor ieder een eigen gesprek."))
    if held := next((link for link in links if link.is_held_back(on)), None):
        raise Refused("about", hears_nothing_yet(held, change.act.today))


def _check_once(change: Change, duty: Duty, about: Sequence[str]) -> None:
    """One appointment for one talk: a second one is what moving is for."""
    for planned in planned_talks(change.file):
        same = planned.fact.duty == duty.key and planned.is_with(frozenset(about))
        if same and planned.fact.pk != change.act.corrects and not planned.is_past(change.act.today):
            when = words.moment(planned.begins_at, change.act.today)
            raise Refused(
                None, _("Dit gesprek staat al gepland: %(when)s. Verzet dat, of zeg het af.") % {"when": when}
            )
