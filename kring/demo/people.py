"""The invented people of the demo school: a team of fifteen, eight groups, two hundred children and their families.

Nobody here exists. Telephone numbers begin with 06-0000, which no subscriber has; addresses end in `.example`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

from kring.cases.actions import school_changes
from kring.school import actions
from kring.school.act import Act, Itself
from kring.school.calendars import DatesUnknown, proposal, school_year_of
from kring.school.models import Custody, Group, Guardianship, Pupil, Relation, Role, School, StaffMember

PUPILS_IN_A_GROUP = 25

TEAM: tuple[tuple[str, str, Role, tuple[int, ...]], ...] = (
    ("Anouk Vermeer", "juf Anouk", Role.TEACHER, (6,)),
    ("Bram de Boer", "meester Bram", Role.TEACHER, (5,)),
    ("Fatima El Amrani", "juf Fatima", Role.TEACHER, (1,)),
    ("Joke Postma", "juf Joke", Role.TEACHER, (2,)),
    ("Lies Brand", "juf Lies", Role.TEACHER, (8,)),
    ("Ruben Okafor", "meester Ruben", Role.TEACHER, (7,)),
    ("Sanne Kuiper", "juf Sanne", Role.TEACHER, (3,)),
    ("Tim Verhoeven", "meester Tim", Role.TEACHER, (4,)),
    ("Wil de Ruiter", "juf Wil", Role.TEACHER, (3, 4)),
    ("Carla Jansen", "juf Carla", Role.COORDINATOR, ()),
    ("Hein Smit", "meester Hein", Role.HEAD, ()),
    ("Mo Yilmaz", "meester Mo", Role.MEMBER, ()),
    ("Greet Timmer", "juf Greet", Role.MEMBER, ()),
    ("Dirk Vos", "meester Dirk", Role.MEMBER, ()),
    ("Ada Kok", "", Role.ADMINISTRATOR, ()),
)

# The children who have a part in a case, with their group; the other names are drawn by chance.
NAMED: tuple[tuple[str, str, int], ...] = (
    ("Sem", "Bakker", 6),
    ("Daan", "Visser", 6),
    ("Lars", "de Wit", 6),
    ("Noor", "Haddad", 6),
    ("Isa", "Kramer", 6),
    ("Jens", "Mulder", 6),
    ("Tygo", "Schouten", 6),
    ("Yara", "Smeets", 5),
    ("Fenna", "Kooij", 5),
    ("Milan", "Peters", 4),
    ("Kai", "Brouwer", 4),
    ("Lieke", "van Dam", 7),
    ("Roos", "Willems", 7),
    ("Vera", "Hendriks", 7),
    ("Adam", "Bouzid", 8),
    ("Thijs", "van Leeuwen", 8),
    ("Luuk", "Dekker", 8),
    ("Zoë", "Martens", 3),
    ("Boaz", "Koster", 3),
    ("Evi", "Prins", 2),
    ("Saar", "Blom", 2),
    ("Mats", "Jacobs", 7),
    ("Olaf", "Stam", 7),
)

FIRST = (
    "Aaliyah Abel Aimée Amir Amber Anna Arie Aya Bas Ben Bo Boris Britt Cas Chloé Daniël Dex Dina Elin Eline Elif Emma "
    "Emre Esmee Faas Femke Fien Finn Floor Fleur Gijs Guus Hanna Hidde Ilse Imran Ivy Jasmijn Jay Jip Joep Jonas Jurre "
    "Kaat Karim Kiki Koen Lauren Leah Lena Lina Lola Lot Lucas Maartje Malik Maud Max Mees Meral Merel Mila Mohamed "
    "Moos Naomi Nina Noah Nora Noud Oscar Otis Pepijn Pien Pim Quinn Rachel Rayan Rik Romy Ruben Sanna Sara Sef "
    "Senna Siem Sofie Stan Sven Teun Tess Tim Tobias Ties Vince Willem Xavi Yasmin Yusuf Zara"
).split()

LAST = (
    "Aksoy,van den Berg,Bosman,de Bruin,van Dijk,Driessen,Evers,Faber,Gerritsen,de Graaf,de Groot,de Haan,Hermans,"
    "Hoekstra,van den Heuvel,Jansma,de Jong,Kaya,Kok,Konings,van der Laan,Lambers,de Lange,Maas,Meijer,Molenaar,"
    "Nijland,Okoye,Oosterhuis,Pauwels,Post,Postma,Ramdin,Rietveld,Roelofs,de Ruijter,Sanders,Schipper,Smits,Snoek,"
    "Tahiri,Timmermans,Veenstra,Verbeek,Vermeulen,van Vliet,Vos,de Vries,Wolters,Yildirim,van Zanten,Zijlstra"
).split(",")

MOTHERS = "Ilse Marjan Fatma Karin Petra Nadia Els Yvonne Joyce Meryem Sandra Linda Renske Hülya Anja Esther".split()
FATHERS = "Tom Rob Karim Jeroen Mehmet Pim Marco Wouter Said Bart Dennis Youssef Frank Ron Arjan Erik".split()

BOTH, ONE_OF_TWO, UNKNOWN, ALONE, CARER = range(5)
"""What a family looks like: both with custody; one of two; not known; one parent; a carer and a legal guardian."""

SHARES = (BOTH, BOTH, BOTH, BOTH, BOTH, ONE_OF_TWO, UNKNOWN, ALONE, BOTH, CARER)

FAMILIES = {"Daan": ONE_OF_TWO, "Lars": UNKNOWN, "Jens": ALONE, "Kai": CARER}


NUMBERS: dict[str, Any] = {
    "phone": "06-0000 1000",
    "phone_head": "06-0000 1001",
    "phone_board": "06-0000 1002",
    "phone_coordinator": "06-0000 1003",
}
"""Of an invented school: nobody has them."""


@dataclass
class DemoSchool:
    """The school with everybody in it, by name."""

    school: School
    staff: dict[str, StaffMember] = field(default_factory=dict)
    pupils: dict[str, Pupil] = field(default_factory=dict)
    groups: dict[int, Group] = field(default_factory=dict)


def make_school(*, at: datetime, today: date, random: Random) -> DemoSchool:
    """Add the school, its team, groups, children and families. `random` decides on the names that no story needs."""
    act = Itself(at)
    school = actions.add_school(act=act, name="Basisschool De Wilg", region="midden", brin="00WG", is_demo=True)
    actions.change_school(  # noqa: TID251  # no case runs yet
        act=act,
        school=school,
        **NUMBERS,
    )
    demo = DemoSchool(school)
    year = school_year_of(today)
    for number in range(1, 9):
        demo.groups[number] = actions.add_group(
            act=act, school=school, school_year=year, name=str(number), year_group=number
        )
    for name, form_of_address, role, groups in TEAM:
        staff = actions.add_staff(
            act=act,
            school=school,
            name=name,
            form_of_address=form_of_address,
            role=role,
            email=f"{name.split()[0].lower()}@dewilg.example",
        )
        demo.staff[name.split()[0]] = staff
        for number in groups:
            actions.assign_teacher(act=act, group=demo.groups[number], staff=staff)  # noqa: TID251  # no case runs yet
    confirm_region(school, act=Act(by=demo.staff["Hein"], at=at, today=today))
    for first_name, last_name, number in _children(random):
        pupil = actions.add_pupil(
            act=act, school=school, first_name=first_name, last_name=last_name, group=demo.groups[number]
        )
        _family(pupil, first_name, last_name, act, random)
        demo.pupils.setdefault(first_name, pupil)
    return demo


def confirm_region(school: School, *, act: Act) -> None:
    """Confirm the region's proposal for the last, this and the next school year, as a head would."""
    first = int(school_year_of(act.today)[:4])
    for year in (first - 1, first, first + 1):
        closures = []
        for proposed in proposal(school.region, f"{year}-{year + 1}"):
            try:
                closure = proposed.closure()
            except DatesUnknown:
                continue
            if proposed.closed_by_default:
                closures.append(closure)
        if closures:
            school_changes.confirm_calendar(act=act, school=school, school_year=f"{year}-{year + 1}", closures=closures)


def _children(random: Random) -> Iterator[tuple[str, str, int]]:
    """Every child as (first name, last name, group): those with a story first, and no two with the same first name in
    one group."""
    yield from NAMED
    taken = {name for name, _last, _group in NAMED}
    free = [name for name in FIRST if name not in taken]
    for number in range(1, 9):
        here = sum(group == number for _first, _last, group in NAMED)
        for first_name in random.sample(free, PUPILS_IN_A_GROUP - here):
            yield first_name, random.choice(LAST), number


def _family(pupil: Pupil, first_name: str, last_name: str, act: Itself, random: Random) -> list[Guardianship]:
    """The guardians of one child."""
    mother, father = random.choice(MOTHERS), random.choice(FATHERS)
    other = random.choice(LAST)

    def add(name: str, relation: Relation, custody: Custody, reach: str = "", **needs: Any) -> Guardianship:
        number = f"06-0000 {random.randrange(2000, 9999)}"
        return actions.add_guardian(  # noqa: TID251  # four hundred of them, before there is any case
            act=act, pupil=pupil, name=name, relation=relation, custody=custody, phone=number, reach=reach, **needs
        )

    match FAMILIES.get(first_name, random.choice(SHARES) if first_name not in NAMES_WITH_A_STORY else BOTH):
        case 1:
            return [
                add(f"{mother} {last_name}", Relation.MOTHER, Custody.YES, "Liefst na vijf uur"),
                add(f"{father} {other}", Relation.FATHER, Custody.NO),
            ]
        case 2:
            return [
                add(f"{mother} {last_name}", Relation.MOTHER, Custody.YES, address_secret=True),
                add(f"{father} {other}", Relation.FATHER, Custody.UNKNOWN, call_apart=True, language="Engels"),
            ]
        case 3:
            return [add(f"{mother} {last_name}", Relation.MOTHER, Custody.YES, "Werkt overdag, een bericht mag altijd")]
        case 4:
            return [
                add(f"{mother} {other}", Relation.CARER, Custody.NO),
                add("Jeugdbescherming De Brug", Relation.LEGAL_GUARDIAN, Custody.YES, "Kantooruren"),
            ]
        case _:
            return [
                add(f"{mother} {other}", Relation.MOTHER, Custody.YES),
                add(f"{father} {last_name}", Relation.FATHER, Custody.YES),
            ]


NAMES_WITH_A_STORY = frozenset(first for first, _last, _group in NAMED)
