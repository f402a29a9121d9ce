"""The practice case: a school for one colleague, from report to after-care, of which nothing is left."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

from kring.backup.after import after_restoring
from kring.backup.models import Restoration
from kring.cases.actions.opening import NewReport
from kring.cases.bodies import Stopped
from kring.cases.models import Case, Fact, Report
from kring.config.key_sheet import note_made
from kring.demo import practice, scripts
from kring.demo.doing import Answer, answer, do_the_rest
from kring.demo.practice import owned_by_a_school
from kring.demo.telling import Telling
from kring.mail.models import Letter
from kring.protocol.terms import Role as ChildRole
from kring.protocol.terms import Stage
from kring.school.models import Account, Group, Guardianship, Practice, Pupil, Role, School, StaffMember
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb
from kring.vault.models import DataKey
from tests.cast import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db


def rows_of(school: School) -> dict[str, list[str]]:
    """Every row of a school, of every table, as the database has it."""
    found = {}
    tables: list[tuple[type[Model], str]] = [*owned_by_a_school(), (School, "pk"), (StaffMember, "school")]
    for model, to_school in tables:
        rows = model._base_manager.filter(**{to_school: school.pk}).order_by("pk").values_list()
        found[model._meta.label] = [repr(row) for row in rows]
    lines = TrailLine.objects.filter(school_id=school.pk).values_list("pk", flat=True)
    return found | {"trail": [str(pk) for pk in lines]}


def reported(running: Practice) -> Telling:
    """Bo is bullied by Kim, and everything was done up to the question whether it is bullying."""
    words = replace(scripts.SEM, feels=4, incidents=((0, "things", "corridor", "Zijn tas lag onder de kast."),))
    case = Telling(running.seat, words, TODAY)
    children = {one.first_name: one.pk for one in Pupil.objects.filter(school=running.school_id)}
    case.opens(
        NewReport(
            story="Bo vertelt dat Kim zijn tas verstopt.",
            reported_by=Report.By.PUPIL,
            reporter="Bo",
            reported_on=TODAY,
            people=((children["Bo"], ChildRole.TARGET), (children["Kim"], ChildRole.INSTIGATOR)),
        )
    )
    do_the_rest(case, None)
    return case


def until_due(running: Practice, case: Telling) -> None:
    """The days go by until the case asks something again."""
    due_on = case.case.next_due_on
    assert due_on is not None
    days = (due_on - case.today) // timedelta(days=1)
    assert practice.go_on(practice=running, at=NOW, today=case.today, days=days)
    running.school.refresh_from_db()
    case.on(due_on)


def walked(running: Practice) -> Telling:
    """All that the protocol asks was done until after-care."""
    case = reported(running)
    answer(case, Answer.BULLYING)
    do_the_rest(case, None)
    for _evaluation in (1, 2):
        until_due(running, case)
        case.words = replace(case.words, stopped=Stopped.STOPPED, together="Het gaat beter.")
        do_the_rest(case, None)
        answer(case, Answer.GOOD)
    return case


def test_somebody_walks_from_report_to_after_care_and_nobody_gets_a_letter(cast: Cast) -> None:
    real, linde = rows_of(cast.school), rows_of(cast.linde.school)
    running = practice.begin(of=cast.anouk, at=NOW, today=TODAY)
    case = walked(running)
    assert case.case.stage == Stage.AFTER_CARE
    assert case.case.owner_id == running.seat_id
    assert not Letter.objects.exists()
    assert rows_of(cast.school) == real, "nothing of the real school changes"
    assert rows_of(cast.linde.school) == linde


def test_nobody_of_a_practice_has_an_account_and_no_child_of_it_is_real(cast: Cast) -> None:
    accounts = Account.objects.count()
    running = practice.begin(of=cast.anouk, at=NOW, today=TODAY)
    people = StaffMember.objects.filter(school=running.school)
    assert not people.exclude(account=None).exists()
    assert Account.objects.count() == accounts
    assert {one.last_name for one in Pupil.objects.filter(school=running.school)} == {practice.SURNAME}
    assert all(one.guardian.phone.startswith("06-0000") for one in Guardianship.objects.filter(school=running.school))


def test_it_follows_the_protocol_and_the_words_of_the_real_school(cast: Cast) -> None:
    School.objects.filter(pk=cast.school.pk).update(region="zuid", coordinator_word="gedragsspecialist")
    cast.anouk.school.refresh_from_db()
    school = practice.begin(of=cast.anouk, at=NOW, today=TODAY).school
    assert (school.region, school.coordinator_word) == ("zuid", "gedragsspecialist")
    assert school.is_demo


def test_whoever_begins_twice_has_one_practice(cast: Cast) -> None:
    first = practice.begin(of=cast.anouk, at=NOW, today=TODAY)
    groups = list(Group.objects.filter(school=first.school))
    second = practice.begin(of=cast.anouk, at=NOW, today=TODAY)
    assert first == second
    assert list(Group.objects.filter(school=second.school)) == groups
    assert practice.begin(of=cast.bram, at=NOW, today=TODAY) != first, "a colleague has their own"


def test_when_it_begins_on_a_free_day_it_opens_on_the_next_school_day(cast: Cast) -> None:
    saturday = date(2026, 11, 28)
    running = practice.begin(of=cast.anouk, at=NOW, today=saturday)
    assert running.school.clock_ahead_days == 2


def test_in_a_demo_that_runs_ahead_it_is_the_same_day_in_a_practice(cast: Cast) -> None:
    School.objects.filter(pk=cast.school.pk).update(is_demo=True, clock_ahead_days=2)
    cast.anouk.school.refresh_from_db()
    running = practice.begin(of=cast.anouk, at=NOW + timedelta(days=2), today=TODAY + timedelta(days=2))
    assert running.school.clock_ahead_days == 2


def test_begun_again_nothing_of_the_former_one_is_left(cast: Cast) -> None:
    running = practice.begin(of=cast.anouk, at=NOW, today=TODAY)
    former = reported(running)
    former_name = former.case.reference
    key = DataKey.objects.get(scope=former.id)
    again = practice.begin_again(of=cast.anouk, at=NOW, today=TODAY)
    assert (again.pk, again.seat_id) == (running.pk, running.seat_id)
    assert not Case.objects.filter(school=again.school).exists()
    assert not Fact.objects.filter(school=again.school).exists()
    assert not DataKey.objects.filter(pk=key.pk).exists(), "what its case sealed opens no more"
    assert Pupil.objects.filter(school=again.school).count() == len(practice.CHILDREN)
    assert again.school.clock_ahead_days == 0
    assert reported(again).case.reference == former_name


def test_after_thirty_days_it_goes_away_by_itself(cast: Cast) -> None:
    running = practice.begin(of=cast.anouk, at=NOW, today=TODAY)
    reported(running)
    lasts = practice.LASTS
    assert practice.end_old(at=NOW + lasts - timedelta(days=1), today=TODAY + lasts - timedelta(days=1)) == 0
    assert practice.practice_of(cast.anouk)
    assert practice.end_old(at=NOW + lasts, today=TODAY + lasts) == 1
    assert practice.practice_of(cast.anouk) is None
    left = {label: rows for label, rows in rows_of(running.school).items() if rows}
    assert set(left) == {"school.School", "school.StaffMember", "trail"}


def test_it_goes_when_the_colleague_leaves(cast: Cast) -> None:
    practice.begin(of=cast.anouk, at=NOW, today=TODAY)
    practice.begin(of=cast.bram, at=NOW, today=TODAY)
    StaffMember.objects.filter(pk=cast.anouk.pk).update(is_active=False)
    assert practice.end_old(at=NOW, today=TODAY) == 1
    assert practice.practice_of(cast.bram)


def test_every_table_of_a_school_is_emptied_but_those_that_say_why() -> None:
    """A table that somebody adds is emptied too, or stands here."""
    emptied = {model._meta.label for model, _path in owned_by_a_school()}
    ours = {model._meta.label for model in apps.get_models() if model.__module__.startswith("kring.")}
    assert ours - emptied == {
        "backup.Backup",  # of the installation, as what follows
        "school.WorkerClock",
        "trail.ChainHead",
        "trail.ChainKey",
        "trail.ChainLink",
        "trail.LastCheck",
        "vault.InstallationMark",
        "web.Counter",
        "school.Account",  # of a person: a practice has none
        "school.Factor",
        "school.SpareCode",
        "web.AskedLink",
        "web.KnownDevice",
        "web.Session",
        "school.School",  # stay, for the trail names them
        "school.StaffMember",
        "school.Practice",
        "trail.TrailLine",
        "vault.DataKey",  # of a case it goes with its case, of the school it stays
    }


def test_a_practice_has_a_head_and_a_coordinator_to_consult(cast: Cast) -> None:
    running = practice.begin(of=cast.ada, at=NOW, today=TODAY)
    assert {Role.HEAD, Role.COORDINATOR, Role.TEACHER, Role.MEMBER} == {
        Role(one.role) for one in StaffMember.objects.filter(school=running.school)
    }
    assert running.seat.role == Role.TEACHER, "whoever practises is the teacher, whatever they are for real"


def test_what_is_noted_in_every_school_is_not_noted_in_a_practice(cast: Cast) -> None:
    running = practice.begin(of=cast.anouk, at=NOW, today=TODAY)
    after_restoring(kept_until=NOW - timedelta(hours=1), at=NOW, era=1)
    note_made(NOW)
    assert {one.school_id for one in Restoration.objects.all()} == {cast.school.pk, cast.linde.school.pk}
    verbs = set(TrailLine.objects.filter(school_id=running.school_id).values_list("verb", flat=True))
    assert not verbs & {Verb.SCHOOL_RESTORED, Verb.KEY_SHEET_MADE}


WITH_PRACTICES = {
    "backup/after.py": "the sweep of each is another day's",
    "backup/examine.py": "the real ones, and whether there is any",
    "cases/actions/doubting.py": "the real ones",
    "cases/actions/refusals.py": "those of letters that failed",
    "cases/actions/restored.py": "the real ones",
    "config/checks.py": "which editions are in use, and whether there is a real school",
    "config/start.py": "whether there is any",
    "demo/build.py": "whether there is any",
    "school/worker_clock.py": "the real ones",
}
"""Where it is asked for schools and practices may be among them, or are left out in another way."""


def test_who_goes_through_the_schools_says_whether_practices_are_among_them() -> None:
    asks = re.compile(r"School\.objects\.(?!without_practices|create|get\(|select_for_update|filter\(pk)")
    root = Path(practice.__file__).parents[1]
    found = {
        str(file.relative_to(root))
        for file in root.rglob("*.py")
        if "migrations" not in file.parts and asks.search(file.read_text())
    }
    assert found == set(WITH_PRACTICES)
