"""The two schools that are played: their people, and what a year does to them (summers, holidays, groups)."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from django.db.models import QuerySet

from kring.cases.actions import school_changes
from kring.prepared import prepared
from kring.school.act import Act, Itself
from kring.school.calendars import Closure, proposal, school_year_of, year_after
from kring.school.models import ClosureSource, Group, Pupil, Role, School, StaffMember
from tests.cast import PASSWORD
from tests.school import plain

TEAM = {
    "wilg": (
        ("Anouk Vermeer", "juf Anouk", Role.TEACHER, 6),
        ("Bram de Boer", "meester Bram", Role.TEACHER, 7),
        ("Lies Brand", "juf Lies", Role.TEACHER, 8),
        ("Carla Jansen", "juf Carla", Role.COORDINATOR, 0),
        ("Hein Smit", "meester Hein", Role.HEAD, 0),
        ("Mo Yilmaz", "meester Mo", Role.MEMBER, 0),
        ("Ada Kok", "", Role.ADMINISTRATOR, 0),
    ),
    "linde": (
        ("Lotte Prins", "juf Lotte", Role.TEACHER, 6),
        ("Fenna Bos", "juf Fenna", Role.COORDINATOR, 0),
        ("Kees Dam", "meester Kees", Role.HEAD, 0),
        ("Ids Vos", "", Role.ADMINISTRATOR, 0),
    ),
}
CHILDREN = {"wilg": 10, "linde": 3}
"""So many in each group."""
FIRST = (
    "Abel Aya Bas Bo Britt Dex Dina Elif Emre Faas Fien Gijs Guus Hidde Imran Ivy Jip Joep Kaat Karim Koen Leah "
    "Lina Lot Malik Maud Mees Meral Moos Nina Noud Otis Pim Quinn Rayan Rik Romy Sef Senna Siem Stan Sven "
    "Tess Teun Vince Yusuf"
).split()
STEMS = "Aal Beek Dam Eik Fles Gorp Heem Iep Kolk Laan Meer Nes Oord Plas Rijs Slag Til Veen Weg Zand".split()
CUSTODY = ("yes", "yes", "yes", "yes", "unknown", "no")


def mark_of(key: str) -> str:
    """In the last name of every child of a school, and nowhere else."""
    return f"{key}stra"


@prepared
def _team_of(school: UUID) -> QuerySet[StaffMember]:
    staff = StaffMember.objects.filter(school=school, is_active=True)
    return staff.select_related("school", "account").order_by("name", "id")


@prepared
def _children_of(school: UUID) -> QuerySet[Pupil]:
    here = Pupil.objects.filter(school=school, left_on=None, typed_at=None, group__isnull=False)
    return here.select_related("group").order_by("id")


@dataclass
class PlayedSchool:
    """A school and how it is called in the log; rows are asked of the database whenever they are needed."""

    key: str
    school: School
    born: int = 0

    def team(self, *roles: Role) -> list[StaffMember]:
        """Who works here now, with these roles or whatever role, always in the same order."""
        everybody = _team_of(self.school.pk)
        return [one for one in everybody if one.role in roles] if roles else everybody

    def somebody(self, chance: Random, *roles: Role) -> StaffMember:
        """One of those who work here now with these roles; anybody, when nobody has them (any more)."""
        return chance.choice(self.team(*roles) or self.team())

    def administrator(self) -> StaffMember:
        return self.team(Role.ADMINISTRATOR)[0]

    def groups(self, school_year: str) -> dict[int, Group]:
        return {group.year_group: group for group in Group.objects.filter(school=self.school, school_year=school_year)}

    def children(self) -> list[Pupil]:
        """Who goes to school here now and is in the list."""
        return _children_of(self.school.pk)


def make_school(key: str, act: Itself, today: date) -> PlayedSchool:
    """A school with its people, this year's groups, and its calendar."""
    made = plain.add_school(act=act, name=f"Basisschool De {key.capitalize()}", region="midden", brin="00WG")
    played = PlayedSchool(key, made)
    groups = add_groups(played, act, school_year_of(today))
    for name, form_of_address, role, year_group in TEAM[key]:
        email = f"{name.split()[0].lower()}@{key}.example"
        staff = plain.add_staff(
            act=act,
            school=made,
            name=name,
            role=role,
            form_of_address=form_of_address,
            email=email,
            password=PASSWORD,
        )
        if year_group:
            plain.assign_teacher(act=act, group=groups[year_group], staff=staff)
    for group in groups.values():
        add_children(played, act, group)
    confirm_year(played, played.administrator(), act, today)
    return played


def add_groups(played: PlayedSchool, act: Act | Itself, school_year: str) -> dict[int, Group]:
    grades = (6, 7, 8) if played.key == "wilg" else (6, 8)
    return {
        grade: plain.add_group(
            act=act, school=played.school, school_year=school_year, name=f"Groep {grade}", year_group=grade
        )
        for grade in grades
    }


def add_children(played: PlayedSchool, act: Act | Itself, group: Group, *, from_next_year: bool = False) -> None:
    """So many new children in a group, each with one or two who care for it."""
    for _ in range(CHILDREN[played.key]):
        number = played.born
        played.born += 1
        last = f"{STEMS[number % len(STEMS)]}{number // len(STEMS) or ''}{mark_of(played.key)}"
        child = plain.add_pupil(
            act=act,
            school=played.school,
            first_name=FIRST[number % len(FIRST)],
            last_name=last,
            **({"next_group": group} if from_next_year else {"group": group}),  # type: ignore[arg-type]
        )
        for place in range(1 + number % 2):
            plain.add_guardian(
                act=act,
                pupil=child,
                name=f"{('Els', 'Tom')[place]} {last}",
                relation=("mother", "father")[place],
                custody=CUSTODY[(number + place) % len(CUSTODY)],
                phone="06-00000000",
            )


def confirm_year(played: PlayedSchool, by: StaffMember, act: Act | Itself, today: date) -> None:
    """This school year's calendar, as proposed where Kring ships it; else the same weeks as in most years."""
    del by
    school_year = school_year_of(today)
    closures = [
        one.closure() for one in proposal(played.school.region, school_year) if one.closed_by_default and one.sure
    ]
    if not any(one.source == ClosureSource.HOLIDAY for one in closures):
        taken = {day for holiday in usual_holidays(school_year) for day in holiday.days()}
        closures = [one for one in closures if one.first_day not in taken] + usual_holidays(school_year)
    plain.confirm_calendar(act=act, school=played.school, school_year=school_year, closures=closures)


def usual_holidays(school_year: str) -> list[Closure]:
    """The five holidays of a year of which nobody knows the dates yet, by their usual weeks."""
    first = int(school_year[:4])

    def weeks(year: int, week: int, how_many: int, name: str) -> Closure:
        saturday = date.fromisocalendar(year, week, 1) - timedelta(days=2)
        return Closure(saturday, saturday + timedelta(days=7 * how_many + 1), name, ClosureSource.HOLIDAY)

    christmas = date(first, 12, 22)
    return [
        weeks(first, 43, 1, "Herfstvakantie"),
        weeks(
            first, (christmas + timedelta(days=(7 - christmas.weekday()) % 7)).isocalendar().week, 2, "Kerstvakantie"
        ),
        weeks(first + 1, 8, 1, "Voorjaarsvakantie"),
        weeks(first + 1, 18, 1, "Meivakantie"),
        weeks(first + 1, 29, 6, "Zomervakantie"),
    ]


def before_the_summer(played: PlayedSchool, act: Act) -> None:
    """The groups of next year are made, and who goes to which; who leaves group 8 leaves after the summer."""
    now = school_year_of(act.today)
    following = year_after(now)
    if Group.objects.filter(school=played.school, school_year=following).exists():
        return
    groups = add_groups(played, act, following)
    grades = sorted(groups)
    for child in played.children():
        assert child.group is not None
        later = [grade for grade in grades if grade > child.group.year_group]
        if later:
            school_changes.change_pupil(act=act, pupil=child, next_group=groups[later[0]])
    add_children(played, act, groups[grades[0]], from_next_year=True)
    for grade, group in groups.items():
        taught = Group.objects.filter(school=played.school, school_year=now, year_group=grade).first()
        if taught:
            school_changes.change_teachers(
                act=act, group=group, teachers=[one for one in taught.teachers.all() if one.is_active]
            )


def after_the_summer(played: PlayedSchool, act: Act) -> int:
    """Who was in group 8 last year has left; gives how many."""
    gone = [
        child
        for child in played.children()
        if child.group and child.group.year_group == 8 and child.group.school_year != school_year_of(act.today)
    ]
    for child in gone:
        school_changes.change_pupil(act=act, pupil=child, left_on=act.today)
    return len(gone)
