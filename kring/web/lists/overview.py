"""Zaken for who leads: every case in one view, with its step, what comes next, when, how safe the children feel, and
who carries what (decision 133)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring import words
from kring.cases.apart import Names
from kring.cases.case_file import CaseFile
from kring.cases.caseload import Carried, Load
from kring.cases.models import Case
from kring.cases.planned_talks import planned_talks
from kring.cases.queries import CaseState, feelings_of
from kring.cases.wording import feeling_in_words
from kring.protocol.calendar import SchoolCalendar
from kring.protocol.progress import Visit
from kring.protocol.terms import Role
from kring.trail.record import record_reads
from kring.trail.verbs import Verb
from kring.web.drawn.axis import Axis, Course, course, weeks_around
from kring.web.drawn.levels import spark
from kring.web.drawn.markup import Steps, ground_svg, spark_svg
from kring.web.request.requests import StaffRequest
from kring.web.road.planned_words import when_words

WEEKS_BEFORE, WEEKS_AFTER = 1, 3
MOST_SQUARES = 12
"""So many cases of one colleague are drawn one by one; the rest is a number."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many cases ask something in one way, and the state that lists them."""

    number: int
    words: str
    state: CaseState
    look: str


@dataclass(frozen=True, slots=True)
class Felt:
    """How safe one bullied child last said to feel, and what it said before that, drawn and in words."""

    child: str
    last: str
    drawn: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What is drawn of one running case, and the same in words."""

    steps: Steps | None
    next: str
    label: str
    course: Course | None
    felt: list[Felt]
    due: date
    late: bool


@dataclass(frozen=True, slots=True)
class Weeks:
    """The axis above the rows: what is behind each of them, the weeks by name, and today."""

    ground: str
    ticks: list[tuple[str, str]]
    today: str


@dataclass(frozen=True, slots=True)
class Carries:
    """One colleague: a square for each case, those that are late first, and all of it in words."""

    name: str
    squares: list[str]
    more: int
    words: str


def sentence(load: Load) -> str:
    """`Tien zaken lopen. Eén is te laat.`: the title of the page."""
    if not load.running:
        return _("Er lopen nu geen zaken.")
    runs = ngettext("%(n)s zaak loopt.", "%(n)s zaken lopen.", load.running)
    runs = words.capital(runs % {"n": words.number(load.running)})
    if not load.late:
        return f"{runs} {_('Geen enkele is te laat.')}"
    late = ngettext("%(n)s is te laat.", "%(n)s zijn te laat.", load.late) % {"n": words.number(load.late)}
    return f"{runs} {words.capital(late)}"


def counts(load: Load) -> list[Count]:
    """The four numbers on top; none of a case stands in two of the first three."""
    return [
        Count(load.late, _("te laat"), CaseState.LATE, "late"),
        Count(load.today, _("vandaag"), CaseState.TODAY, "today"),
        Count(load.week, _("komende week"), CaseState.THIS_WEEK, ""),
        Count(load.to_close, _("af te sluiten"), CaseState.TO_CLOSE, "info"),
    ]


def weeks_of_axis(calendar: SchoolCalendar, today: date) -> tuple[Axis, Weeks]:
    """Five weeks around today, with the days on which this school is closed."""
    axis = weeks_around(today, WEEKS_BEFORE, WEEKS_AFTER)
    free = axis.bands(lambda on: not calendar.is_school_day(on))
    # The name of a week has no room beside today's.
    ticks = [(tick.x, words.day_in_short(tick.on)) for tick in axis.mondays() if abs((tick.on - today).days) > 2]
    return axis, Weeks(ground_svg(free, axis.x(today)), ticks, axis.x(today))


def seen_of(files: Mapping[UUID, CaseFile], names: Names, axis: Axis, request: StaffRequest) -> Mapping[UUID, Seen]:
    """What is shown of each running case among these, which `cases_page` found."""
    running = {pk: file for pk, file in files.items() if file.case.closed_on is None}
    for file in running.values():
        file.names = names
    found = {pk: _seen(file, axis, request.today) for pk, file in running.items()}
    _note([running[pk].case for pk, seen in found.items() if seen.felt], request)
    return found


def _note(shown: Sequence[Case], request: StaffRequest) -> None:
    """That this person saw how safe the children of these cases feel: once a day for each case (decision 133)."""
    if new := [case.pk for case in shown if not case.was_overseen]:  # type: ignore[attr-defined]  # annotated
        school = request.staff.school_id
        record_reads(new, verb=Verb.CASE_OVERSEEN, school_id=school, at=request.now, by=request.staff)


def _seen(file: CaseFile, axis: Axis, today: date) -> Seen:
    felt = [one for child in file.with_role(Role.TARGET) if (one := _felt(file, str(child.pk), file.name_of(child)))]
    current, first = file.progress.current, _first(file)
    if current is None or first is None:
        return Seen(None, "", "", None, felt, due=today, late=False)
    due, label, guideline = first
    says = label  # beside the axis a planned talk is a mark on its day
    talk = next((one for one in planned_talks(file) if not one.is_past(today)), None)
    if talk:
        says = _("%(what)s, gepland %(when)s") % {"what": label, "when": when_words(talk, today)}
    late = due < today and not guideline
    look = "late" if late else "today" if due <= today else "due"
    drawn = course(axis, since=_since(file), due=due, today=today, look=look, talk=talk.fact.on if talk else None)
    return Seen(_steps(file, current), says, label, drawn, felt, due, late)


def _first(file: CaseFile) -> tuple[date, str, bool] | None:
    """What is asked first, by when, and whether that is a guideline: as Vandaag and the order of the list have it."""
    case, current = file.case, file.progress.current
    if current is None or case.next_due_on is None:
        return None
    asked = [(case.next_due_on, _next(current), case.due_is_guideline)]
    if case.trailing_due_on and (trailing := file.progress.trailing):
        asked.insert(0, (case.trailing_due_on, _(trailing[0][1].duty.title), False))
    if case.safety_due_on:
        asked.insert(0, (case.safety_due_on, _("Veilig voor nu?"), True))
    return min(asked, key=lambda one: one[0])


def _since(file: CaseFile) -> date:
    """The day on which the case came into the step that it is in."""
    done = [visit.finished_on for visit in file.progress.visits if visit.finished_on]
    return done[-1] if done else file.case.reported_on


def _next(current: Visit) -> str:
    """What comes first in this step: a duty, its question, or closing the case."""
    if current.step.ends_case:
        return _("Kan de zaak worden afgesloten?")
    task = current.next_task
    if current.may_decide or task is None:
        return _(current.step.title)
    return _(task.duty.title)


def _steps(file: CaseFile, current: Visit) -> Steps:
    """The numbered steps of the protocol, as far as the case came."""
    keys = [step.key for step in file.protocol.steps]
    here = keys.index(current.step.key)
    numbered = [n for n, step in enumerate(file.protocol.steps) if step.number]
    return Steps(
        done=sum(n < here for n in numbered),
        number=str(current.step.number or ""),
        to_come=sum(n > here for n in numbered),
    )


def _felt(file: CaseFile, key: str, name: str) -> Felt | None:
    child = file.child(key)
    said = [one for one in feelings_of(file).get(child.pk, []) if one.value] if child else []
    if not said:
        return None
    told = words.listed(
        _("%(day)s: %(answer)s") % {"day": words.day_in_short(one.on), "answer": feeling_in_words(one.value)}
        for one in said
    )
    spoken = _("Hoe veilig %(child)s zich voelt: %(answers)s") % {"child": name, "answers": told}
    drawn = spark_svg(spark([one.value for one in said if one.value]), spoken)
    return Felt(child=name, last=feeling_in_words(said[-1].value), drawn=drawn)


def who_carries(found: Iterable[Carried], names: Names) -> list[Carries]:
    """Who carries the running cases, with what is late first and said in words."""
    return [_carries(one, names.get(one.by, one.name)) for one in found]


def _carries(one: Carried, name: str) -> Carries:
    load = one.load
    squares = (["late"] * load.late + [""] * (load.running - load.late))[:MOST_SQUARES]
    said = ngettext("%(n)s zaak", "%(n)s zaken", load.running) % {"n": words.number(load.running)}
    if load.late:
        late = ngettext("%(n)s te laat", "%(n)s te laat", load.late) % {"n": words.number(load.late)}
        said = f"{said}, {late}"
    return Carries(name, squares, load.running - len(squares), said)
