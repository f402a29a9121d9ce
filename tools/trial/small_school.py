"""A school with four colleagues, two pupils and some cases, made by Kring's own verbs where Django is loaded."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.db import OperationalError, connections
from django.test import Client
from django.utils.timezone import localtime

from kring.cases.actions import opening
from kring.cases.models import Report
from kring.protocol.terms import Role as Part
from kring.school import actions
from kring.school.act import Act, Itself
from kring.school.calendars import school_year_of
from kring.school.models import Role, StaffMember
from kring.web.request import clock
from tests.cases.telling import tell
from tests.cast import make_cast, sign_in
from tools.trial.running import PASSWORD

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class SmallSchool:
    """Who is there, and the ids of the cases."""

    anouk: StaffMember
    mo: StaffMember
    carla: StaffMember
    hein: StaffMember
    cases: tuple[str, ...]


def make(cases: int) -> SmallSchool:
    """Writes it into the database."""
    at = clock.now()
    today = localtime(at).date()
    itself = Itself(at)
    school = actions.add_school(act=itself, name="Basisschool De Wilg", region="midden", brin="00WG")

    def add(name: str, role: Role) -> StaffMember:
        email = f"{name.split()[0].lower()}@dewilg.example"
        return actions.add_staff(
            act=itself, school=school, name=name, role=role, form_of_address="", email=email, password=PASSWORD
        )

    anouk, mo = add("Anouk Vermeer", Role.TEACHER), add("Mo Yilmaz", Role.MEMBER)
    carla, hein = add("Carla Jansen", Role.COORDINATOR), add("Hein Smit", Role.HEAD)
    group = actions.add_group(act=itself, school=school, school_year=school_year_of(today), name="6", year_group=6)
    sem = actions.add_pupil(act=itself, school=school, first_name="Sem", last_name="Bakker", group=group)
    daan = actions.add_pupil(act=itself, school=school, first_name="Daan", last_name="Visser", group=group)
    report = opening.NewReport(
        story="Daan duwt Sem elke pauze van de glijbaan.",
        reported_by=Report.By.COLLEAGUE,
        people=((sem.pk, Part.TARGET), (daan.pk, Part.INSTIGATOR)),
        reported_on=today,
    )
    act = Act(by=anouk, at=at, today=today)
    made = [opening.open_case(act=act, report=report) for _number in range(cases)]
    return SmallSchool(anouk, mo, carla, hein, tuple(str(case.pk) for case in made))


def cookies_of(staff: StaffMember) -> dict[str, str]:
    """A session of this person, both steps taken."""
    signed_in = patiently(lambda: sign_in(Client(), staff))
    return {name: morsel.value for name, morsel in signed_in.cookies.items()}


def patiently(ask: Callable[[], Answer], *, seconds: float = 60) -> Answer:
    """What the database says, also where it was killed a moment ago and is putting itself right."""
    end = time.monotonic() + seconds
    while True:
        connections.close_all()
        try:
            return ask()
        except OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def with_a_plan() -> tuple[StaffMember, str]:
    """The school of the tests with a case that has a plan in force: its teacher, and the id of the case."""
    cast = make_cast()
    told = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    return cast.anouk, str(told.id)
