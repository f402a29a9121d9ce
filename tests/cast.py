"""The fixed cast: the people that the tests are told with. All of them are invented.

Ask for the fixture `cast` and name them: `cast.anouk`, `cast.sem`, `cast.linde.head`. It is built by the school's own
verbs, for each test anew, on Monday 23 November 2026 (`NOW`, `TODAY`). Everybody on the staff has an account
(`anouk@dewilg.example`) with the password `PASSWORD`; `sign_in(client, cast.anouk)` signs in without typing it.

Basisschool De Wilg (`cast.school`), region midden, holidays of 2026-2027 and 2027-2028 confirmed:

    anouk  Anouk Vermeer   teacher of group 6, "juf Anouk"        group 6: sem, daan, lars, noor, jens
    bram   Bram de Boer    teacher of group 5, "meester Bram"     group 5: yara
    wil    Wil de Ruiter   teacher without a group; the one to exclude (an aunt of Daan's)
    carla  Carla Jansen    Seo-coördinator
    hein   Hein Smit       head
    mo     Mo Yilmaz       team member
    ada    Ada Kok         administrator

    sem    Sem Bakker      inge_bakker and tom_bakker, both with custody
    daan   Daan Visser     karin_visser with custody, rob_visser without
    lars   Lars de Wit     petra_de_wit, custody not known
    noor   Noor Haddad     samira_haddad and karim_haddad, both with custody
    jens   Jens Mulder     els_mulder with custody
    yara   Yara Smeets     lies_smeets and pim_smeets, both with custody

Basisschool De Linde (`cast.linde`), region noord, another school where nobody of De Wilg may see anything:

    teacher Lotte Prins, coordinator Fenna Bos, head Kees Dam, administrator Ids Vos
    group of year 6: mila and tijn; saar_vlug is Mila's mother
"""

import pickle  # noqa: TID251 - of what this process made itself; a deep copy takes six times as long
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from allauth.account.models import EmailAddress
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import Model, QuerySet
from django.test import Client

from kring.school.act import Act, Itself
from kring.school.calendars import proposal
from kring.school.models import (
    Account,
    ClosedDay,
    ConfirmedYear,
    Group,
    GroupTeacher,
    Guardian,
    Guardianship,
    Pupil,
    Role,
    School,
    StaffMember,
)
from kring.trail.chain import Unlinked
from kring.trail.models import TrailLine
from kring.vault.installation import ensure_mark
from kring.vault.models import DataKey
from kring.web.request import clock
from kring.web.way_in.asked_again import PROVED_AT
from kring.web.way_in.second_step import SHOWN, SecondStep, note_shown
from tests.school import plain as actions
from tests.told_once import Write, again, journal

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SCHOOL_YEAR = "2026-2027"
PASSWORD = "een-zin-voor-de-test"
ITSELF = Itself(NOW)


@dataclass(frozen=True)
class Linde:
    """The other school."""

    school: School
    teacher: StaffMember
    coordinator: StaffMember
    head: StaffMember
    administrator: StaffMember
    group: Group
    mila: Pupil
    tijn: Pupil
    saar_vlug: Guardian


@dataclass(frozen=True)
class Cast:
    """Everybody, by name. See the top of this module."""

    school: School
    linde: Linde

    anouk: StaffMember
    bram: StaffMember
    wil: StaffMember
    carla: StaffMember
    hein: StaffMember
    mo: StaffMember
    ada: StaffMember

    group6: Group
    group5: Group

    sem: Pupil
    daan: Pupil
    lars: Pupil
    noor: Pupil
    jens: Pupil
    yara: Pupil

    inge_bakker: Guardian
    tom_bakker: Guardian
    karin_visser: Guardian
    rob_visser: Guardian
    petra_de_wit: Guardian
    samira_haddad: Guardian
    karim_haddad: Guardian
    els_mulder: Guardian
    lies_smeets: Guardian
    pim_smeets: Guardian


def act_of(staff: StaffMember, at: datetime = NOW) -> Act:
    """What this person does, on the day of the tests."""
    return Act(by=staff, at=at, today=TODAY)


def sign_in(client: Client, staff: StaffMember) -> Client:
    """The client, signed in as this member of staff in both steps a moment ago: nobody asks again who it is."""
    assert staff.account is not None
    client.force_login(staff.account)
    session = client.session
    session[PROVED_AT] = clock.now().timestamp()
    session[SHOWN] = staff.account.second_step_round
    session.save()
    return client


@pytest.fixture
def password_alone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who signs in with a password has taken the second step along with it; not in a test marked `both_steps`."""
    if request.node.get_closest_marker("both_steps") is None:
        monkeypatch.setattr(SecondStep, "handle", _taken)


def _taken(step: SecondStep) -> tuple[None, bool]:
    note_shown(step.request, step.login.user)
    return None, True


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """Everybody, in the database, and a journal of what is written after that (tests/told_once.py)."""
    everybody = make_cast()
    with journal(monkeypatch):
        yield everybody


def make_cast() -> Cast:
    """Puts both schools into the database. For a test that cannot use the fixture, such as one with real transactions.

    The first time in a process the verbs make them (400 queries). Their rows are remembered and put back the next
    time, with the same ids and ciphertexts, in a dozen; and after that the same dozen is written again.
    """
    with transaction.atomic():
        if _remembered:
            ensure_mark()
            return _put_back()
        cast = _make_wilg(_make_linde())
        # A test's own trail begins empty, whether the cast was made or put back. The trail itself deletes nothing.
        QuerySet(TrailLine).all()._raw_delete(using=DEFAULT_DB_ALIAS)
        connection.run_on_commit = [one for one in connection.run_on_commit if not isinstance(one[1], Unlinked)]
        rows = [list(model._default_manager.all()) for model in _MODELS]
        for address in rows[_MODELS.index(EmailAddress)]:
            address.pk = None  # its numbers are the database's to give
        _remembered.append(pickle.dumps(cast))
        _rows.extend(rows)
        return cast


def _put_back() -> Cast:
    if _writes:
        again(_writes)
    else:
        with journal() as book, book.noting() as writes:
            for model_rows in _rows:
                type(model_rows[0])._default_manager.bulk_create(model_rows)
        _writes.extend(writes)
    people: Cast = pickle.loads(_remembered[0])  # noqa: S301 - made in this process, above
    return people


# In the order in which they can be put back.
_MODELS: list[type[Model]] = [
    DataKey,
    School,
    Account,
    EmailAddress,
    StaffMember,
    Group,
    GroupTeacher,
    Pupil,
    Guardian,
    Guardianship,
    ClosedDay,
    ConfirmedYear,
]

# The cast once it was made in this process, its rows table by table, and what was written to put them back.
_remembered: list[bytes] = []
_rows: list[list[Model]] = []
_writes: list[Write] = []


def _make_wilg(linde: Linde) -> Cast:
    school = actions.add_school(act=ITSELF, name="Basisschool De Wilg", region="midden", brin="00WG")
    add = _Maker(school, "dewilg")
    add.confirm_calendar("2026-2027")
    add.confirm_calendar("2027-2028")

    anouk = add.staff("Anouk Vermeer", Role.TEACHER, "juf Anouk")
    bram = add.staff("Bram de Boer", Role.TEACHER, "meester Bram")
    group6 = add.group("6", 6, anouk)
    group5 = add.group("5", 5, bram)
    sem, daan = add.pupil("Sem", "Bakker", group6), add.pupil("Daan", "Visser", group6)
    lars, noor = add.pupil("Lars", "de Wit", group6), add.pupil("Noor", "Haddad", group6)
    jens, yara = add.pupil("Jens", "Mulder", group6), add.pupil("Yara", "Smeets", group5)
    return Cast(
        school=school,
        linde=linde,
        anouk=anouk,
        bram=bram,
        wil=add.staff("Wil de Ruiter", Role.TEACHER, "juf Wil"),
        carla=add.staff("Carla Jansen", Role.COORDINATOR),
        hein=add.staff("Hein Smit", Role.HEAD, "meester Hein"),
        mo=add.staff("Mo Yilmaz", Role.MEMBER, "meester Mo"),
        ada=add.staff("Ada Kok", Role.ADMINISTRATOR),
        group6=group6,
        group5=group5,
        sem=sem,
        daan=daan,
        lars=lars,
        noor=noor,
        jens=jens,
        yara=yara,
        inge_bakker=add.guardian(sem, "Inge Bakker", "mother", "yes", reach="Na vijf uur, of een appje overdag"),
        tom_bakker=add.guardian(sem, "Tom Bakker", "father", "yes"),
        karin_visser=add.guardian(daan, "Karin Visser", "mother", "yes"),
        rob_visser=add.guardian(daan, "Rob Visser", "father", "no"),
        petra_de_wit=add.guardian(lars, "Petra de Wit", "mother", "unknown"),
        samira_haddad=add.guardian(noor, "Samira Haddad", "mother", "yes"),
        karim_haddad=add.guardian(noor, "Karim Haddad", "father", "yes"),
        els_mulder=add.guardian(jens, "Els Mulder", "carer", "yes"),
        lies_smeets=add.guardian(yara, "Lies Smeets", "mother", "yes"),
        pim_smeets=add.guardian(yara, "Pim Smeets", "father", "yes"),
    )


def _make_linde() -> Linde:
    school = actions.add_school(act=ITSELF, name="Basisschool De Linde", region="noord", brin="00LN")
    add = _Maker(school, "delinde")
    add.confirm_calendar("2026-2027")
    teacher = add.staff("Lotte Prins", Role.TEACHER, "juf Lotte")
    group = add.group("6", 6, teacher)
    mila = add.pupil("Mila", "Vlug", group)
    return Linde(
        school=school,
        teacher=teacher,
        coordinator=add.staff("Fenna Bos", Role.COORDINATOR),
        head=add.staff("Kees Dam", Role.HEAD),
        administrator=add.staff("Ids Vos", Role.ADMINISTRATOR),
        group=group,
        mila=mila,
        tijn=add.pupil("Tijn", "Kramer", group),
        saar_vlug=add.guardian(mila, "Saar Vlug", "mother", "yes"),
    )


class _Maker:
    """The verbs, with what is the same for everybody at a school filled in."""

    def __init__(self, school: School, domain: str) -> None:
        self.school = school
        self.domain = domain

    def staff(self, name: str, role: Role, form_of_address: str = "") -> StaffMember:
        return actions.add_staff(
            act=ITSELF,
            school=self.school,
            name=name,
            role=role,
            form_of_address=form_of_address,
            email=f"{name.split()[0].lower()}@{self.domain}.example",
            password=PASSWORD,
        )

    def group(self, name: str, year_group: int, teacher: StaffMember) -> Group:
        group = actions.add_group(
            act=ITSELF, school=self.school, school_year=SCHOOL_YEAR, name=name, year_group=year_group
        )
        actions.assign_teacher(act=ITSELF, group=group, staff=teacher)
        return group

    def pupil(self, first_name: str, last_name: str, group: Group) -> Pupil:
        return actions.add_pupil(
            act=ITSELF, school=self.school, first_name=first_name, last_name=last_name, group=group
        )

    def guardian(self, pupil: Pupil, name: str, relation: str, custody: str, reach: str = "") -> Guardian:
        first = name.split()[0].lower()
        return actions.add_guardian(
            act=ITSELF,
            pupil=pupil,
            name=name,
            relation=relation,
            custody=custody,
            phone="06-12345678",
            email=f"{first}@{self.domain}-ouders.example",
            reach=reach,
        ).guardian

    def confirm_calendar(self, school_year: str) -> None:
        actions.confirm_calendar(
            act=ITSELF,
            school=self.school,
            school_year=school_year,
            closures=[
                proposed.closure()
                for proposed in proposal(self.school.region, school_year)
                if proposed.closed_by_default
            ],
        )
