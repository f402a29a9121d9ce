"""Builds the demo school as one whole."""

from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction

from kring.cases.actions import school_changes
from kring.demo.cases import make_cases
from kring.demo.days import Days
from kring.demo.doors import tell_by_the_doors
from kring.demo.people import DemoSchool, make_school
from kring.mail import outbox
from kring.school import actions
from kring.school.act import Act, Itself
from kring.school.calendars import calendar_for
from kring.school.models import Role, School


class NotHere(Exception):
    """There is a school already; the demo only goes into an empty database."""


def _propose(demo: DemoSchool, *, at: datetime, today: date) -> None:
    """What waits for a second person: the administrator would have Greet stand before a group."""
    act = Act(by=demo.staff["Ada"], at=at, today=today)
    school_changes.change_colleague(act=act, staff=demo.staff["Greet"], role=Role.TEACHER)


def build_demo(*, at: datetime, today: date, random: Random) -> School:
    """Make the demo school as it stands on `today`, or on the first school day after it: its date then runs ahead.

    Raises NotHere when the database holds any school, so that nothing real is ever mixed with it.
    """
    if School.objects.exists():
        raise NotHere
    return build_anew(at=at, today=today, random=random)


def build_anew(*, at: datetime, today: date, random: Random) -> School:
    """The same, in a database in which nobody works at a school any more."""
    with transaction.atomic():
        demo = make_school(at=at, today=today, random=random)
        calendar = calendar_for(demo.school)
        opens_on = calendar.on_or_after(today)
        if opens_on != today:
            actions.move_demo_clock(act=Itself(at), school=demo.school, days=(opens_on - today) // timedelta(days=1))
        days = Days(opens_on, calendar)
        make_cases(demo, days)
        tell_by_the_doors(demo, days)
        _propose(demo, at=at, today=opens_on)
        outbox.arrived(school=demo.school)
        return demo.school
