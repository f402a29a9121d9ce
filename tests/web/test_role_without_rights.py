"""A role that nobody gave a right: no page but those open to all staff, no letter, and no child's name anywhere.

Each role in turn loses its row, while its people keep every part they have in a case: owner, stand-in, listed, teacher
of the group. A new role of which only the sentence was written is such a row from its first day: one is added too.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions import opening, people, school_changes
from kring.cases.actions.change import changing
from kring.cases.actions.refusals import send_again, tell_of_failures
from kring.cases.actions.reminding import sweep
from kring.cases.agenda import agenda_of
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Case, CaseStaff
from kring.cases.queries import CaseFilter, cases_page, open_concerns, plan_lines, today_lines
from kring.cases.team import asked_of, requests_without_answer, watch_requests
from kring.mail.models import Letter
from kring.prepared import forget_prepared
from kring.protocol.terms import Stage
from kring.school.calendars import calendar_for
from kring.school.models import GroupTeacher, Guardian, Pupil, Role, School, StaffMember
from kring.school.rights import RIGHTS, Rights, Standing
from kring.web.road.plan_readers import readers_of
from tests.cases.telling import tell
from tests.cast import ITSELF, NOW, PASSWORD, TODAY, Cast, act_of, sign_in
from tests.mail.post import write
from tests.school import plain as actions
from tests.told_once import made_once
from tests.web.test_access_table import EVERYWHERE, STAFF, Row, asked, word_for
from tests.web.world import World, make_world

ONES_OWN = {"agenda_feed", "own_step_remove"}
"""Of one person alone, whatever their role: the agenda at its secret address, and their own app."""

LEADS_HOME = {"quick_report"}
"""Opened by the icon on a phone: whoever may not see it is led to where their own work begins."""

NEW = "visitor"
"""A role that is not in Kring."""


@pytest.fixture(params=[*Role, NEW], ids=str)
def role(request: pytest.FixtureRequest, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Role]:
    """Each role there is, and one that is added here and now, of which nobody said what it may do."""
    if isinstance(request.param, Role):
        yield request.param
        return
    with takes_any_role():
        yield added(NEW, monkeypatch)


def added(value: str, monkeypatch: pytest.MonkeyPatch) -> Role:
    """A new member of Role, with a row that says nothing."""
    new = str.__new__(Role, value)
    vars(new).update(_name_=value.upper(), _value_=value, _label_=value.capitalize())
    monkeypatch.setitem(Role._member_map_, new.name, new)
    monkeypatch.setitem(Role._value2member_map_, value, new)
    monkeypatch.setattr(Role, "_member_names_", [*Role._member_names_, new.name])
    monkeypatch.setitem(RIGHTS, new, Rights(says=""))
    return new


@contextmanager
def takes_any_role() -> Iterator[None]:
    """The database does not hold the roles to those of today, as after the migration that comes with a new one."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # in the test's own transaction
            cursor.execute(f"ALTER TABLE {StaffMember._meta.db_table} DROP CONSTRAINT school_staff_role_exists")
            yield
        else:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            yield
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


@pytest.fixture
def world(role: Role, cast: Cast, settings: Any) -> World:
    settings.KRING_MAIL = True
    return world_of_parts(cast)


@made_once
def world_of_parts(cast: Cast) -> World:
    """The world of the table, in which there is somebody of every role, each with a part in the case that runs."""
    School.objects.filter(pk=cast.school.pk).update(attach_plan=True)
    cast.school.refresh_from_db()
    world = make_world(cast, elsewhere=True)
    for role in Role:
        if not StaffMember.objects.filter(school=cast.school, role=role).exists():
            name, email = f"Iemand {role.label}", f"{role.value}@dewilg.example"
            actions.add_staff(act=ITSELF, school=cast.school, name=name, role=role, email=email, password=PASSWORD)
    for one in StaffMember.objects.filter(school=cast.school):
        GroupTeacher.objects.get_or_create(school=cast.school, group=cast.group6, staff=one)
        CaseStaff.objects.get_or_create(
            case=world.running.case, staff=one, defaults={"part": CaseStaff.Part.TAKES_PART}
        )
    return world


def take_away(role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RIGHTS, role, Rights(says=""))
    forget_prepared()  # what was asked with the rights of before, in SQL that is kept


def expected(row: Row) -> str:
    """A page that is the same for everybody on the staff stays; every other one is not there, or leads home."""
    everybody = {row.gets[one] for one in STAFF}
    if row.face in LEADS_HOME:
        return "go"
    return everybody.pop() if len(everybody) == 1 else "-"


def children_named_in(text: str, school: School) -> set[str]:
    """The names of this school's children and guardians that stand in it."""
    whole = [one.name for one in Pupil.objects.filter(school=school)]
    whole += [one.name for one in Guardian.objects.filter(school=school)]
    names = {part for name in whole for part in name.split() if part[0].isupper()}
    return names & set(re.findall(r"\w+", text))


def test_every_address_is_shut_but_those_open_to_all_staff_and_none_names_a_child(
    world: World, cast: Cast, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_away(role, monkeypatch)
    feed = world.url("agenda_feed")
    assert word_for(asked(Client(), "GET", feed)) == ("-" if role is Role.TEACHER else "yes")
    for staff in StaffMember.objects.filter(school=cast.school, role=role, account__isnull=False).select_related(
        "account"
    ):
        client = sign_in(Client(), staff)
        for row in EVERYWHERE:
            if row.address in ONES_OWN:
                continue
            answer = asked(client, row.how, world.url(row.face))
            # The photo at the door is the head's: it is there as long as the head reads what is told.
            told = "-" if row.face == "door_portrait" and role is Role.HEAD else expected(row)
            assert word_for(answer) == told, f"{row.face} {row.how} for {staff.name}"
            if not answer.streaming:
                assert not children_named_in(answer.content.decode(errors="replace"), cast.school), row.face
            if expected(row) == "-":
                sent = word_for(asked(client, "POST", world.url(row.face)))
                assert sent in ("-", "405"), f"{row.face}, sent by {staff.name}: {sent}"
        home = asked(client, "GET", reverse("home"))
        assert home["Location"] == reverse("school")


def test_no_list_holds_a_case_and_no_verb_lets_them_in(
    world: World, cast: Cast, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_away(role, monkeypatch)
    case = world.running.case
    for staff in StaffMember.objects.filter(school=cast.school, role=role).select_related("school"):
        for part in ("owner", "stand_in"):
            Case.objects.filter(pk=case.pk).update(**{"owner": cast.anouk, "stand_in": None, part: staff})
            assert today_lines(staff, TODAY, calendar_for(staff.school)) == []
            assert cases_page(staff, CaseFilter(state=None), 1, TODAY) == ([], False)
            assert plan_lines(staff, TODAY) == ([], False)
            assert asked_of(staff, TODAY, 9) == watch_requests(staff, TODAY, 9) == []
            assert requests_without_answer(staff, TODAY) == []
            assert open_concerns(staff) == []
            assert (agenda_of(staff, TODAY).talks, agenda_of(staff, TODAY).days) == ([], [])
            for need in Need:
                with pytest.raises(NotAllowed), changing(act_of(staff), case.pk, need):
                    pass
        for told in (opening.open_case, lambda act, report: opening.join_case(act=act, case_id=case.pk, report=report)):
            with pytest.raises(NotAllowed):
                told(act=act_of(staff), report=world.running.report_of(cast.yara))
        with pytest.raises(NotAllowed):
            opening.raise_concern(act=act_of(staff), story="Er werd geroepen.", accused=None)


def test_no_letter_is_written_whatever_happens_and_none_of_before_goes_again(
    world: World, cast: Cast, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    emptied = list(StaffMember.objects.filter(school=cast.school, role=role).order_by("name"))
    before = Letter.objects.filter(about=world.running.id, to_staff__in=emptied, withdrawn_at=None).first()
    take_away(role, monkeypatch)
    if before is not None:
        with pytest.raises(Refused, match="niet meer voor"):
            send_again(act=act_of(cast.ada if role == Role.HEAD else cast.hein), letter=before)

    known = list(Letter.objects.values_list("pk", flat=True))
    everything(cast, emptied)
    told = {letter.to_staff_id for letter in Letter.objects.exclude(pk__in=known).exclude(key__startswith="test:")}
    assert len(told) > 1
    assert told.isdisjoint({one.pk for one in emptied})


def everything(cast: Cast, emptied: list[StaffMember]) -> None:
    """All that makes a letter, with a case in which these people have every part there is."""
    role = emptied[0].role
    leader = cast.carla if role == Role.HEAD else cast.hein
    keeper = cast.ada if role == Role.HEAD else cast.hein
    case = tell(cast, leader).report(cast.noor, by=(cast.jens,))
    for one in emptied:
        CaseStaff.objects.get_or_create(case=case.case, staff=one, defaults={"part": CaseStaff.Part.TAKES_PART})
    Case.objects.filter(pk=case.id).update(owner=emptied[0], stand_in=emptied[-1])

    grave = replace(case.report_of(cast.noor), dangers=(bodies.Danger.VIOLENCE,))
    opening.join_case(act=case.act(), case_id=case.id, report=grave)
    for verb in (people.hand_over, people.set_stand_in):
        with pytest.raises(Refused):
            verb(act=case.act(), case_id=case.id, to=emptied[0].pk)
    case.step_1().judged("bullying").step_3()
    for day in (24, 25, 26, 27, 30):
        sweep(school=cast.school, at=NOW + timedelta(days=day - 23), today=date(2026, 11, day))
    for day in (25, 30):
        Case.objects.filter(pk=case.id).update(stage=Stage.TO_CLOSE, next_due_on=date(2026, 11, day))
        sweep(school=cast.school, at=NOW + timedelta(days=7), today=date(2026, 11, 30))
    school_changes.change_pupil(act=act_of(keeper), pupil=cast.jens, left_on=TODAY)
    opening.raise_concern(act=act_of(leader), story="Er werd geroepen.", accused=None)
    reporter = leader if role == Role.MEMBER else cast.mo
    opening.raise_concern(act=act_of(reporter), story="Er werd geroepen.", accused=None)
    to = cast.mo if role == Role.TEACHER else cast.anouk
    Letter.objects.filter(pk=write(to, "test:1").pk).update(refused_at=NOW)
    tell_of_failures(at=NOW)


def test_their_names_are_offered_for_nothing_in_a_case(
    world: World, cast: Cast, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = world.running
    CaseStaff.objects.filter(case=case.id, staff=cast.bram).delete()
    owner = case.case.owner
    leader = cast.carla if role is Role.HEAD else cast.hein
    names = [one.name for one in StaffMember.objects.filter(school=cast.school, role=role) if one != owner]
    pages = [reverse(name, args=[case.id]) for name in OFFERS]
    client = sign_in(Client(), leader)
    if RIGHTS[role].with_a_part is not Standing.NOBODY:  # of who sees no case no name is offered to begin with
        shown = "".join(client.get(page).content.decode() for page in pages)
        assert any(name in shown for name in names), "the pages named nobody of this role to begin with"
    take_away(role, monkeypatch)
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        text = answer.content.decode()
        assert not [name for name in names if name in text], page
    assert not {one.name for one in readers_of(case.case, 1, owner.pk, TODAY)} & set(names)


OFFERS = ("include", "stand_in", "hand_over", "exclude", "people", "issue_plan", "case")
