"""The schools that are really sealed: the one that is measured, one as schools are, and copies of that one.

Cases are told by the verbs and written out many times by `tests/web/many.py`, so each opens with a key of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat

from kring.cases.actions import recording
from kring.cases.models import Case, Fact, Involved, PlanVersion
from kring.reports.actions.doors import Doors, set_doors
from kring.school.models import Account, Custody, Group, Guardian, Guardianship, Pupil, Relation, Role, School
from kring.school.models import StaffMember as Staff
from tests import cast as casting
from tests.cases.telling import Telling, tell
from tests.cast import ITSELF, SCHOOL_YEAR, TODAY, Cast, act_of
from tests.school import plain as actions
from tests.web.many import many_like
from tests.web.world import closed_case, running_case

IN_GROUP = 25
SECRET = "agenda-van-de-meting"  # noqa: S105 - of an installation that lives as long as a measurement
NOTE = "Thuis merken ze dat het beter slapen gaat. Ze bellen vrijdag nog een keer."


@dataclass(frozen=True)
class Size:
    """How large a school is."""

    cases: int
    running: int
    pupils: int
    teachers: int
    facts: int = 15
    long: int = 65
    """Facts in the case with a long history; the others have `facts` of them."""


MEASURED = Size(cases=2000, running=211, pupils=1200, teachers=48)
USUAL = Size(cases=151, running=31, pupils=212, teachers=9)
TINY = Size(cases=14, running=8, pupils=30, teachers=3, facts=0, long=20)


@dataclass(frozen=True)
class Known:
    """A school by ids: who asks, and what for. `cases` run, dealt to the teachers in turn after the first; `long` has a
    long history and a plan."""

    school: str
    teachers: list[str]
    coordinator: str
    member: str
    head: str
    cases: list[str]
    long: str
    plan: str
    pupils: list[str]
    door: str = ""

    def own(self, turn: int) -> list[str]:
        """The running cases of this teacher."""
        return self.cases[1:][turn :: len(self.teachers)]


def make_school(size: Size, *, domain: str, door: str = "") -> Known:
    """De Wilg at this size, with its accounts under another domain, so that the next can be made as well."""
    with transaction.atomic():
        cast = casting._make_wilg(casting._make_linde())
    teachers = [cast.anouk, cast.bram, *(_teacher(cast, number) for number in range(2, size.teachers))]
    groups = [cast.group6, cast.group5, *(_group(cast, teachers[number], number) for number in range(2, len(teachers)))]
    pupils = _pupils(cast, groups, size.pupils - Pupil.objects.filter(school=cast.school).count())
    long, models = _told(cast, size)
    closed = models.pop("closed")
    in_cases = pupils[: len(pupils) * 3 // 4]
    running = _spread(models, size.running - Case.objects.filter(school=cast.school, closed_on=None).count(), in_cases)
    _hand_out(running, teachers)
    ended = many_like(closed.case, size.cases - Case.objects.filter(school=cast.school).count(), pupils=in_cases)
    long_ago(ended, teachers)
    if door:
        set_doors(act=act_of(cast.carla), doors=Doors(door, True, True))
    actions.make_calendar_address(act=act_of(cast.anouk), secret=f"{SECRET}-{domain}")
    _rename(cast, domain)
    plan = PlanVersion.objects.filter(case=long.id).order_by("-number")[0]
    return Known(
        school=str(cast.school.pk),
        teachers=[str(one.pk) for one in teachers],
        coordinator=str(cast.carla.pk),
        member=str(cast.mo.pk),
        head=str(cast.hein.pk),
        cases=[str(models["plan"].id), *map(str, running)],
        long=str(long.id),
        plan=f"{long.id}/{plan.number}",
        pupils=[str(one.pk) for one in pupils],
        door=door,
    )


def _teacher(cast: Cast, number: int) -> Staff:
    """A colleague without a password: whoever measures signs them in."""
    account = Account.objects.create(email=f"leerkracht{number}@dewilg.example")
    return Staff.objects.create(
        school=cast.school, account=account, name=f"Kim Nummer {number}", form_of_address="", role=Role.TEACHER
    )


def _group(cast: Cast, teacher: Staff, number: int) -> Group:
    group = actions.add_group(
        act=ITSELF,
        school=cast.school,
        school_year=SCHOOL_YEAR,
        name=f"{number % 8 + 1}{'abcdefgh'[number // 8]}",
        year_group=number % 8 + 1,
    )
    actions.assign_teacher(act=ITSELF, group=group, staff=teacher)
    return group


def _pupils(cast: Cast, groups: Sequence[Group], number: int) -> list[Pupil]:
    """So many more, each with two parents; written at once, for a verb would take a minute over a large school."""
    school = cast.school
    pupils = [
        Pupil(
            school=school,
            first_name=f"{FIRST[one % len(FIRST)]}{'' if one < len(FIRST) else one // len(FIRST)}",
            last_name=LAST[one // len(FIRST) % len(LAST)],
            group=groups[one % len(groups)],
        )
        for one in range(number)
    ]
    parents = [Guardian(school=school, name=f"Ouder {one}", phone="06-12345678") for one in range(2 * number)]
    links = [
        Guardianship(
            school=school,
            pupil=pupils[one // 2],
            guardian=parent,
            relation=(Relation.MOTHER, Relation.FATHER)[one % 2],
            custody=Custody.YES,
        )
        for one, parent in enumerate(parents)
    ]
    Pupil.objects.bulk_create(pupils, batch_size=500)
    Guardian.objects.bulk_create(parents, batch_size=500)
    Guardianship.objects.bulk_create(links, batch_size=500)
    return pupils


def _told(cast: Cast, size: Size) -> tuple[Telling, dict[str, Telling]]:
    """The one with the long history, and those after which the others are made."""
    long = running_case(cast, cast.anouk, (cast.sem, cast.daan), kept_out=(cast.wil,))
    models = {
        "plan": running_case(cast, cast.anouk, (cast.noor, cast.lars)),
        "judged": tell(cast, cast.anouk).report(cast.jens, by=(cast.lars,)).step_1().judged("bullying"),
        "told": tell(cast, cast.anouk).report(cast.yara, by=(cast.jens,)),
        "closed": running_case(cast, cast.anouk, (cast.noor, cast.jens)),
    }
    for case in models.values():
        _goes_on(case, size.facts)
    _goes_on(long, size.long)
    closed_case(cast, models["closed"])
    return long, models


def _goes_on(case: Telling, facts: int) -> None:
    """Until the case has so many facts: two notes of what is heard from home, and one thing that happened."""
    for number in range(Fact.objects.filter(case=case.id).count(), facts):
        if number % 3:
            recording.note_home(act=case.as_(case.cast.carla).act(), case_id=case.id, text=NOTE)
        else:
            case.as_(case.cast.anouk).incident()


def _spread(models: dict[str, Telling], number: int, pupils: Sequence[Pupil]) -> list[UUID]:
    """So many running cases like these, half of them with a plan; each falls due on a day of its own."""
    ids: list[UUID] = []
    shares = {"plan": number - number // 3 - number // 6, "judged": number // 3, "told": number // 6}
    for name, share in shares.items():
        if share > 0:
            ids += many_like(models[name].case, share, pupils=pupils, days_apart=1)
    return ids


def _hand_out(cases: Sequence[UUID], teachers: Sequence[Staff]) -> None:
    for place, teacher in enumerate(teachers):
        Case.objects.filter(pk__in=cases[place :: len(teachers)]).update(owner=teacher)


def long_ago(cases: Sequence[UUID], teachers: Sequence[Staff]) -> None:
    """Closed ones, over the years and over the teachers; each of these looks back on one of them still."""
    _hand_out(cases, teachers)
    for place in range(len(teachers)):
        done = cases[place :: len(teachers)][1:]
        day = TODAY - timedelta(weeks=4 + 3 * place)
        Case.objects.filter(pk__in=done).update(closed_on=day, next_due_on=None)


def _rename(cast: Cast, domain: str) -> None:
    """Another name and other addresses than the next school that is made."""
    from allauth.account.models import EmailAddress

    for school in (cast.school, cast.linde.school):
        School.objects.filter(pk=school.pk).update(name=Concat(F("name"), Value(f" {domain}")))
        accounts = Staff.objects.filter(school=school).values("account")
        changed = Concat(Value(f"{domain}+"), F("email"))
        Account.objects.filter(pk__in=accounts).update(email=changed)
        EmailAddress.objects.filter(user__in=accounts).update(email=changed)


def in_no_case(known: Known, number: int) -> list[str]:
    """So many children of whom nothing is known: with others the report asks first to which case it belongs. Children
    who come to school are added where there are not enough left, as after a measurement of before."""
    school = UUID(known.school)
    named = Involved.objects.filter(school=school).values("pupil")
    here = Pupil.objects.filter(school=school, left_on=None).exclude(pk__in=named)
    ids = list(here.order_by("id").values_list("pk", flat=True)[:number])
    group = Group.objects.filter(school=school).order_by("name")[0]
    more = [
        Pupil(school_id=group.school_id, first_name=f"Nieuw{one}", last_name="Kind", group=group)
        for one in range(number - len(ids))
    ]
    Pupil.objects.bulk_create(more)
    return [str(one) for one in (*ids, *(pupil.pk for pupil in more))]


def as_known(kept: dict[str, Any]) -> Known:
    """A school as it was written down."""
    return Known(**{one.name: kept[one.name] for one in fields(Known)})


def to_keep(known: Known) -> dict[str, Any]:
    """A school to write down."""
    return asdict(known)


FIRST = (
    "Adam Amira Anna Bas Bo Cas Daan Dina Eline Elif Emma Fenna Finn Floor Gijs Guus Hanna Hugo Ilse Imran Jesse Joris "
    "Julia Kees Lars Levi Lieke Lina Luuk Maud Mees Mila Milan Nina Noah Noor Olivia Omar Pien Pim Quinten Roos Ruben "
    "Sara Sem Siem Sofie Teun Thijs Tess Vera Willem Yara Youssef Zoë"
).split()
LAST = "Bakker|de Boer|Visser|Haddad|Mulder|de Wit|Smeets|Kaya|Jansen|van Dijk|Öztürk|Vermeer|Bos|Prins|Kok".split("|")
