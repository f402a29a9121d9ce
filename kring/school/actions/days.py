"""The days a school is closed: confirming a school year, and the school's own days."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext

from kring import words
from kring.protocol.calendar import NoSchoolDay, SchoolCalendar
from kring.school.act import AnyAct, day_of
from kring.school.actions.words import UNCHANGED, Unchanged, filled_line
from kring.school.actions.writing import note
from kring.school.calendars import (
    Closure,
    NoSchoolYear,
    calendar_for,
    first_day_of,
    last_day_of,
    proposal,
    school_year_of,
    shipped_years,
)
from kring.school.errors import NotAllowed, Refused
from kring.school.models import ClosedDay, ClosureSource, ConfirmedYear, Group, School
from kring.school.rights import Right, require
from kring.trail.record import Key
from kring.trail.verbs import Verb

LONGEST_CLOSURE = 70
"""Days. The summer holiday takes about 44; anything much longer is a slip of the keyboard."""
LONGEST_WITHOUT_SCHOOL = 100
"""Days in a row without school, over closures that join. With more, no term of a case would end."""

OF_THE_YEAR = (ClosureSource.HOLIDAY, ClosureSource.PUBLIC)
"""What is confirmed with a school year, beside the school's own days."""


@transaction.atomic
def confirm_calendar(
    *,
    act: AnyAct,
    school: School,
    school_year: str,
    closures: Sequence[Closure],
    region: str | Unchanged = UNCHANGED,
) -> None:
    """Makes these the holidays and public holidays of a school year, in place of what was confirmed before.

    The school's own days stay, and what had passed when it came to its region. `region` is the one whose holidays were
    looked at: refused when the school has another by now. A refused closure is told by its place: field 'closures.0' is
    the first.
    """
    require(act.by, Right.CALENDAR, school_id=school.id)
    try:
        first, last = first_day_of(school_year), last_day_of(school_year)
    except NoSchoolYear as error:
        raise Refused("school_year", gettext("Een schooljaar ziet eruit als 2026-2027.")) from error
    rows: dict[Closure, ClosedDay] = {}
    for place, closure in enumerate(closures):
        field = f"closures.{place}"
        if closure.source == ClosureSource.OWN:
            raise ValueError("the school's own days are added with add_closed_day")
        _refuse_odd_days(field, closure)
        if not first <= closure.first_day <= last:
            raise Refused(field, gettext("Deze dagen vallen buiten het schooljaar %(year)s.") % {"year": school_year})
        name = filled_line(field, closure.name, longest=100)
        rows[closure] = ClosedDay(
            school=school,
            first_day=closure.first_day,
            last_day=closure.last_day,
            name=name,
            source=ClosureSource(closure.source),
        )
    # One at a time: the school's row is the lock. Its key stays free: whoever holds a case adds facts of this school.
    school = School.objects.select_for_update(no_key=True).get(id=school.id)
    if region is not UNCHANGED and region != school.region:
        raise Refused(None, gettext("De regio van de school is intussen veranderd. Kijk de vakanties na en bevestig."))
    before = ClosedDay.objects.filter(school=school, first_day__range=(first, last), source__in=OF_THE_YEAR)
    before.filter(last_day__gte=school.region_since or date.min).delete()
    ClosedDay.objects.bulk_create(rows.values())
    calendar = calendar_for(school)
    for place, closure in enumerate(closures):
        _refuse_never_open(f"closures.{place}", closure, calendar)
    ConfirmedYear.objects.update_or_create(
        school=school,
        school_year=school_year,
        defaults={"region": school.region, "confirmed_by": act.by, "confirmed_at": act.at},
    )
    note(
        act,
        Verb.CALENDAR_CONFIRMED,
        school_id=school.id,
        subject_id=school.id,
        school_year=Key(school_year),
        closures=len(closures),
    )


def leave_region(school: School, today: date) -> None:
    """Takes back what was confirmed for the region that the school still has, from today on. What has passed stays.

    Called by the verb that changes the region, which holds the school, before it does so.
    """
    _keep_what_has_passed(school, today)
    # The summer that runs now may be of the school year that has ended.
    first = school_year_of(today - timedelta(days=LONGEST_CLOSURE))
    ConfirmedYear.objects.filter(school=school, school_year__gte=first).delete()
    of_the_region = ClosedDay.objects.filter(school=school, source__in=OF_THE_YEAR, last_day__gte=today)
    of_the_region.filter(first_day__gte=today).delete()
    of_the_region.update(last_day=today - timedelta(days=1))


def _keep_what_has_passed(school: School, today: date) -> None:
    """Writes down the proposals that counted until today: after the change nobody could tell what they were."""
    confirmed = set(ConfirmedYear.objects.filter(school=school).values_list("school_year", flat=True))
    since = school.region_since or date.min
    ClosedDay.objects.bulk_create(
        ClosedDay(
            school=school,
            first_day=max(closure.first_day, since),
            last_day=min(closure.last_day, today - timedelta(days=1)),
            name=closure.name,
            source=closure.source,
        )
        for year in shipped_years(school.region)
        if year not in confirmed and first_day_of(year) < today
        for closure in proposal(school.region, year)
        if closure.closed_by_default and closure.first_day and closure.last_day
        if closure.first_day < today and closure.last_day >= since
    )


@transaction.atomic
def add_closed_day(*, act: AnyAct, school: School, closure: Closure, groups: Sequence[Group] = ()) -> list[ClosedDay]:
    """Adds days on which the school, or some of its groups, is closed by its own choice, whatever source is named.

    One rule says it for each week (`closure.weekday`), within a school year. Refused where all of it is closed already:
    whoever types that means other days.
    """
    require(act.by, Right.CALENDAR, school_id=school.id)
    _refuse_odd_days("last_day", closure)
    if any(group.school_id != school.id for group in groups):
        raise NotAllowed("a group of another school")
    name = filled_line("name", closure.name, longest=100)
    added = []
    for group in groups or (None,):
        _refuse_free_already(school, closure, group)
        day = ClosedDay(
            school=school,
            first_day=closure.first_day,
            last_day=closure.last_day,
            name=name,
            source=ClosureSource.OWN,
            weekday=closure.weekday,
            group=group,
        )
        try:
            with transaction.atomic():
                day.save()
        except IntegrityError as error:
            raise Refused("first_day", gettext("Deze vrije dagen staan er al.")) from error
        calendar = calendar_for(school)
        _refuse_never_open("last_day", closure, calendar if group is None else calendar.without(group.pk))
        note(
            act,
            Verb.CALENDAR_CHANGED,
            school_id=school.id,
            subject_id=day.id,
            first_day=day.first_day,
            last_day=day.last_day,
        )
        added.append(day)
    return added


@transaction.atomic
def remove_closed_day(*, act: AnyAct, closed_day: ClosedDay) -> None:
    """The school is open after all. A day that is gone already stays gone; of a rule for each week the past stays."""
    require(act.by, Right.CALENDAR, school_id=closed_day.school_id)
    day = ClosedDay.objects.filter(pk=closed_day.pk).first()
    if day is None:
        return
    if day.weekday is not None and day.first_day < (today := day_of(act)):
        day.last_day = min(day.last_day, today - timedelta(days=1))
        day.save(update_fields=["last_day"])
    else:
        day.delete()
    note(act, Verb.CALENDAR_CHANGED, school_id=closed_day.school_id, subject_id=closed_day.pk, removed=True)


def _refuse_odd_days(field: str, closure: Closure) -> None:
    if closure.last_day < closure.first_day:
        raise Refused(field, gettext("De laatste dag is eerder dan de eerste dag."))
    if closure.weekday is None and (closure.last_day - closure.first_day).days >= LONGEST_CLOSURE:
        sentence = gettext("Dit is langer dan %(most)s dagen. Kloppen de datums?") % {"most": LONGEST_CLOSURE}
        raise Refused(field, sentence)
    try:
        year = school_year_of(closure.first_day)
    except NoSchoolYear as error:
        raise Refused(field, gettext("Dit jaartal kan niet kloppen.")) from error
    if closure.weekday is not None and closure.last_day > last_day_of(year):
        raise Refused(
            field,
            gettext("Een vrije dag in de week geldt binnen één schooljaar. Kies een dag in %(year)s.") % {"year": year},
        )


def _refuse_free_already(school: School, closure: Closure, group: Group | None) -> None:
    """A proposal that nobody confirmed is no reason to refuse: it may move."""
    calendar = calendar_for(school)
    if group:
        calendar = calendar.without(group.pk)
    if any(
        calendar.is_school_day(day) or (calendar.rests_on_proposal(day) and day.weekday() < 5) for day in closure.days()
    ):
        return
    within = ClosedDay.objects.filter(
        Q(group=None) | Q(group=group), school=school, first_day__lte=closure.last_day, last_day__gte=closure.first_day
    )
    names = words.listed(dict.fromkeys(within.values_list("name", flat=True)))
    if within.filter(first_day=closure.first_day, last_day=closure.last_day, name=closure.name, group=group).exists():
        return  # that these very days are there already, the database says
    raise Refused(
        "first_day",
        gettext("Dan is de school al dicht: %(names)s. Kloppen de datums?") % {"names": names}
        if names
        else gettext("Dit is een weekend: dan is er geen school. Kloppen de datums?"),
    )


def _refuse_never_open(field: str, closure: Closure, calendar: SchoolCalendar) -> None:
    """Refuses a closure that, with those that join it, leaves the school closed for months."""
    first, last = closure.first_day, closure.last_day
    try:
        # Of a rule for each week, looking from each of its days.
        away = max(
            (calendar.on_or_after(until) - calendar.last_before(since)).days
            for since, until in ([(first, last)] if closure.weekday is None else [(d, d) for d in closure.days()])
        )
    except NoSchoolDay:
        away = LONGEST_WITHOUT_SCHOOL + 1
    if away > LONGEST_WITHOUT_SCHOOL:
        sentence = gettext(
            "Met de andere vrije dagen erbij is er dan meer dan %(most)s dagen achter elkaar geen school."
        )
        raise Refused(field, sentence % {"most": LONGEST_WITHOUT_SCHOOL})
