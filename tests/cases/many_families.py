"""Many different cases of many families, with a made-up name for everybody that stands nowhere else.

For tests that look for what must not be in something: whoever's name is found, the leak is known. Written in bulk,
sealed as the verbs seal it. What staff write down names people in every way that people are named in.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from kring.cases import bodies
from kring.cases.case_file import read_case_files
from kring.cases.models import Case, Fact, Involved, PlanVersion, Report
from kring.cases.plan import to_text
from kring.cases.plan_in_force import next_plan
from kring.cases.traits import Body
from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.terms import Role
from kring.school import actions
from kring.school.models import Guardian, Guardianship, Pupil, School, StaffMember
from kring.school.models import Role as StaffRole
from kring.vault.keys import make_case_key
from tests.cast import ITSELF, NOW, PASSWORD, TODAY

SHORT = ("Lot", "Bo", "Mees", "An", "Sem", "Els")
"""Names that stand in longer words as well: lotion, boom, meester, ander, semester, elstar."""
AROUND_SHORT = "Bij de boom at de meester een elstar; na dit semester gaat de lotion in een ander bakje."


def bare(text: str) -> str:
    """Only letters and digits, small and without accents: what a reader takes from a text."""
    return "".join(mark for mark in unicodedata.normalize("NFKD", text).casefold() if mark.isalnum())


@dataclass
class Family:
    """A child of a case with its guardians. `marks` are the bare names and addresses of the guardians."""

    pupil: Pupil
    role: Role
    guardians: list[Guardian] = field(default_factory=list)
    involved: Involved | None = None

    @property
    def names(self) -> set[str]:
        """The child's own names, bare."""
        return {bare(self.pupil.first_name), bare(self.pupil.last_name.split()[-1])}

    @property
    def guardian_marks(self) -> set[str]:
        marks = set()
        for one in self.guardians:
            marks |= {bare(part) for part in one.name.split() if part[0].isupper()}
            marks |= {bare(one.email), bare(one.phone)[-9:], *(bare(part) for part in one.reach.split())}
        return marks


@dataclass
class Told:
    """One case: its families, who reported, and words that stand only in what parents never read.

    `ways` are the ways in which its names were written.
    """

    case: Case
    families: list[Family]
    reporter: set[str]
    secrets: set[str]
    ways: set[Callable[[str], str]]

    def not_for(self, family: Family) -> set[str]:
        """The marks of everybody but this child."""
        marks = self.reporter | self.secrets
        for one in self.families:
            marks |= one.guardian_marks
            if one is not family:
                marks |= one.names
        return marks - family.names


class Names:
    """Made-up names, none of them part of another."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.used: set[str] = set()

    def one(self) -> str:
        """A name such as `Braïvoz`: three syllables, sometimes with an accent."""
        while True:
            syllables = [
                self.random.choice(("b", "br", "d", "f", "g", "h", "k", "kl", "m", "n", "p", "r", "t", "v", "w", "z"))
                + self.random.choice("aeiou" * 4 + "ëïéöüá")
                for _ in range(3)
            ]
            name = "".join(syllables).capitalize() + self.random.choice("kmnrstz")
            if bare(name) not in self.used:
                self.used.add(bare(name))
                return name

    def first(self) -> str:
        return f"{self.one()}-{self.one()}" if self.random.random() < 0.1 else self.one()

    def last(self) -> str:
        return self.random.choice(("", "", "de ", "van der ")) + self.one()


def _without_accents(name: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark))


FORMS: tuple[Callable[[str], str], ...] = (
    str,
    str,
    str.upper,
    _without_accents,
    lambda name: unicodedata.normalize("NFD", name),
    lambda name: f"{name}s",
    lambda name: f"{name}'s",
    lambda name: f"{name}’s",
    lambda name: f"{name.upper()}’S",
    lambda name: f"«{name}»",
    lambda name: f"({name})",
    lambda name: f"anti-{name}",
    lambda name: f"{name}-groepje",
    lambda name: f"_{name}_",
    lambda name: f"{name}2",
    lambda name: name.replace("-", " "),
    lambda name: f"{name[:3]}\u00ad{name[3:]}",
)
"""Ways in which staff write a name that they begin with a capital."""
ANYHOW: tuple[Callable[[str], str], ...] = (
    *FORMS,
    str.lower,
    lambda name: name.lower() + "s",
    lambda name: name.replace("-", ""),
)
"""And those in which a name of this very case is found as well."""


class Teller:
    """Makes families and cases at one school, to be written in bulk."""

    def __init__(self, random: Random, names: Names, place: int) -> None:
        self.random, self.names = random, names
        self.school = actions.add_school(act=ITSELF, name=f"Basisschool {place}", region="midden")
        self.owner = actions.add_staff(
            act=ITSELF, school=self.school, name="Juf Eigenaar", role=StaffRole.TEACHER,
            form_of_address="juf Eigenaar", email=f"eigenaar{place}@example.test", password=PASSWORD,
        )  # fmt: skip
        self.coordinator = StaffMember.objects.create(
            school=self.school, name="Coördinator Vast", role=StaffRole.COORDINATOR
        )
        self.rows: dict[type[Any], list[Any]] = {
            kind: [] for kind in (StaffMember, Pupil, Guardian, Guardianship, Case, Involved, Report, Fact)
        }
        self.told: list[Told] = []
        self.bystanders = [self._pupil() for _ in range(6)]

    def add(self, row: Any) -> Any:
        self.rows[type(row)].append(row)
        return row

    def _pupil(self, short: str = "") -> Pupil:
        pupil: Pupil = self.add(
            Pupil(school=self.school, first_name=short or self.names.first(), last_name=self.names.last())
        )
        return pupil

    def _family(self, role: Role, short: str) -> Family:
        family = Family(self._pupil(short), role)
        for _ in range(self.random.randint(1, 3)):
            number = self.random.randrange(10**8)
            guardian = self.add(
                Guardian(
                    school=self.school,
                    name=f"{self.names.one()} {self.random.choice((family.pupil.last_name, self.names.last()))}",
                    phone=f"06-{number:08d}",
                    email=f"{_without_accents(self.names.one()).lower()}@{_without_accents(self.names.one()).lower()}.nl",
                    reach=f"{self.names.one()} {self.names.one()}",
                )
            )
            family.guardians.append(guardian)
            relation = self.random.choice(("mother", "father", "carer", "other"))
            custody = self.random.choice(("yes", "yes", "no", "unknown"))
            self.add(
                Guardianship(
                    school=self.school, pupil=family.pupil, guardian=guardian, relation=relation, custody=custody
                )
            )
        return family

    def case(self, number: int) -> None:
        """One case, with all kinds of facts in which its people are named."""
        pick = self.random
        roles = [Role.TARGET, Role.INSTIGATOR]
        roles += [pick.choice(list(Role)) for _ in range(pick.randint(0, 3))]
        short = pick.sample(SHORT, len(roles)) if number % 5 == 0 else [""] * len(roles)
        families = [self._family(role, name) for role, name in zip(roles, short, strict=True)]
        case = Case(
            school=self.school, year=2026, number=number, reported_on=TODAY, opened_at=NOW, owner=self.owner,
            edition=STAPPENPLAN.edition, current_step="approach",
        )  # fmt: skip
        make_case_key(school_id=self.school.pk, case_id=case.pk)
        self.add(case)
        for family in families:
            left = TODAY if pick.random() < 0.1 and family is families[-1] and len(families) > 2 else None
            family.involved = self.add(
                Involved(
                    school=self.school, case=case, pupil=family.pupil, role=family.role.value,
                    joined_on=TODAY, left_on=left,
                )
            )  # fmt: skip
        reporter = self._report(case, number)
        secrets = [self.names.one() for _ in range(10)]
        writer = Writer(pick, families, self.bystanders, reporter)
        for place, body in enumerate(writer.facts(secrets)):
            self.add(
                Fact(
                    school=self.school, case=case, kind=bodies.kind_of(body), step="approach", round=1,
                    on=TODAY, sealed_body=bodies.to_text(body), by=self.owner, at=NOW.replace(microsecond=place),
                    until_on=TODAY if isinstance(body, bodies.ObservationRequest) else None,
                )
            )  # fmt: skip
        named = {bare(part) for name in reporter for part in name.split() if part[0].isupper()}
        self.told.append(Told(case, families, named, {bare(word) for word in secrets}, writer.ways))

    def _report(self, case: Case, number: int) -> Sequence[str]:
        """A report by a pupil, a guardian or a colleague in turn; the names under which the reporter is known."""
        by = list(Report.By)[number % 3]
        staff, reporter = self.owner, f"{self.names.one()} {self.names.last()}"
        known: tuple[str, ...] = (reporter,)
        if by is Report.By.COLLEAGUE:
            address = f"meester {self.names.one()}"
            staff = self.add(
                StaffMember(school=self.school, name=reporter, form_of_address=address, role=StaffRole.MEMBER)
            )
            known, reporter = (staff.name, address), ""
        self.add(
            Report(
                school=self.school, case=case, reported_on=TODAY, reported_by=by, reporter=reporter,
                story="Het gaat niet goed.", taken_by=staff, taken_at=NOW,
            )
        )  # fmt: skip
        return known

    def write(self) -> list[Told]:
        """Everything into the database, and a plan issued of each case."""
        for kind, rows in self.rows.items():
            kind.objects.bulk_create(rows)
        files = read_case_files([told.case for told in self.told])
        PlanVersion.objects.bulk_create(
            [
                PlanVersion(
                    school=self.school, case=told.case, number=1, issued_on=TODAY, issued_at=NOW,
                    issued_by=self.owner, step="approach", round=1,
                    content=to_text(next_plan(files[told.case.pk], self.owner, TODAY, None)),
                )
                for told in self.told
            ]
        )  # fmt: skip
        return self.told


class Writer:
    """What staff write down in one case."""

    def __init__(
        self, random: Random, families: list[Family], bystanders: list[Pupil], reporter: Sequence[str]
    ) -> None:
        self.random, self.families, self.bystanders, self.reporter = random, families, bystanders, reporter
        self.ways: set[Callable[[str], str]] = set()

    def written(self, name: str, ways: Sequence[Callable[[str], str]]) -> str:
        """The name in one of these ways, which is remembered."""
        way = self.random.choice(ways)
        self.ways.add(way)
        return way(name)

    def child(self) -> str:
        """A child of the case, in one of the ways in which it can be named."""
        pupil = self.random.choice(self.families).pupil
        name = self.random.choice((pupil.first_name, pupil.first_name, pupil.name, pupil.last_name.split()[-1]))
        if name in SHORT:  # "an" and "bo" are words, and no name without a capital
            return self.written(name, FORMS[:11])
        return self.written(name, ANYHOW)

    def adult(self) -> str:
        """A guardian or the reporter of the case: by name, by a part of it, or by an address."""
        guardian = self.random.choice(self.random.choice(self.families).guardians)
        digits = guardian.phone.replace("-", "")
        return self.random.choice(
            (
                self.written(guardian.name, ANYHOW),
                self.written(guardian.name.split()[0], ANYHOW),
                "mevrouw " + self.written(guardian.name.split()[-1], FORMS),
                guardian.email,
                guardian.email.upper(),
                guardian.phone,
                digits,
                f"+31 {digits[1]} {digits[2:6]} {digits[6:]}",
                self.written(self.random.choice(self.reporter), ANYHOW),
                self.written(self.reporter[0].split()[0], ANYHOW),
            )
        )

    def bystander(self) -> str:
        """Another child of the school, written with a capital."""
        pupil = self.random.choice(self.bystanders)
        name = self.random.choice((pupil.first_name, pupil.name, pupil.last_name.split()[-1]))
        return self.written(name, FORMS)

    def text(self) -> str:
        """A few sentences with names at the beginning, in the middle and at the end, over lines, in longer words."""
        child, adult, bystander = self.child, self.adult, self.bystander
        sentences = [
            f"{child()} wordt elke dag uitgelachen door {child()}.",
            f"De tas van {child()}/{child()} lag in de sloot; {child()}, {child()} en {child()} keken toe.",
            f"‘{child()}, kom eens’, riep {child()}! {child()}? Nee: {child()}…",
            f"{adult()} belde erover.",
            f"We hoorden van {adult()} dat het thuis ook speelt,\n{child()}\n- {child()}: mee naar {adult()}",
            f"{bystander()} zag het, net als {bystander()}.",
            AROUND_SHORT,
            "Iedereen hoort erbij.",
        ]
        return " ".join(self.random.sample(sentences, self.random.randint(1, 3)))

    def facts(self, secrets: list[str]) -> list[Body]:
        """Every kind of fact in which somebody can be named; each of `secrets` in one that parents never read."""
        word = iter(secrets)
        keys = [str(family.involved.pk) for family in self.families if family.involved]
        return [
            bodies.Talk(
                said=f"{self.text()} {next(word)}",
                own_words=next(word),
                in_confidence=next(word),
                also_present=next(word),
                feelings={keys[0]: 2},
            ),
            bodies.Incident(what=f"{self.text()} {next(word)}", seen_by=next(word)),
            bodies.Severity(level=bodies.Level.SERIOUS, reasons=f"{self.text()} {next(word)}"),
            bodies.Problem(text=self.text()),
            bodies.Agreement(what=self.text(), who=self.child(), from_on=TODAY),
            bodies.ObservationRequest(watch_for=self.text()),
            bodies.Observation(seen=True, what=f"{self.text()} {next(word)}"),
            bodies.Consultation(advice=f"{self.text()} {next(word)}", with_whom="Coördinator Vast"),
            bodies.HomeNote(text=f"{self.text()} {next(word)}"),
            bodies.Analysis(text=self.text()),
            bodies.NewApproach(text=self.text() if self.random.random() < 0.15 else AROUND_SHORT, sorts=("another",)),
        ]


def many_families(seed: int, *, schools: int, cases: int) -> list[tuple[StaffMember, School, list[Told]]]:
    """`schools` schools with `cases` cases each, the same for the same seed: the owner, the school and its cases."""
    random = Random(seed)
    names = Names(random)
    made = []
    for place in range(schools):
        teller = Teller(random, names, place)
        for number in range(1, cases + 1):
            teller.case(number)
        made.append((teller.owner, teller.school, teller.write()))
    return made
