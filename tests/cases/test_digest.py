"""The coordinator's week in counts."""

from datetime import date, timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kring.cases.actions import issuing, people
from kring.cases.actions.digest import send_digests
from kring.cases.actions.reminding import sweep
from kring.cases.plan import newest_version
from kring.mail.models import Letter
from kring.school import actions
from kring.school.calendars import calendar_for
from kring.school.models import Role, StaffMember
from tests.cases.telling import Telling, tell
from tests.cast import ITSELF, NOW, PASSWORD, TODAY, Cast
from tests.web.many import many_like

MONDAY, TUESDAY, NEXT_MONDAY = TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=7)


def swept(cast: Cast, day: date) -> None:
    sweep(school=cast.school, at=NOW + (day - TODAY), today=day)


def digests(cast: Cast) -> list[str]:
    """What Carla's digests say, the oldest first."""
    found = Letter.objects.filter(kind="digest", to_staff=cast.carla).order_by("made_at")
    return [letter.text or "" for letter in found]


def another_coordinator(cast: Cast, name: str) -> StaffMember:
    return actions.add_staff(
        act=ITSELF,
        school=cast.school,
        name=name,
        role=Role.COORDINATOR,
        email=f"{name.lower().replace(' ', '.')}@dewilg.example",
        password=PASSWORD,
    )


def planned(cast: Cast, day: date) -> Telling:
    """A case whose plan was shared with the team on this day."""
    return tell(cast).on(day).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()


def test_on_the_first_school_day_of_the_week_the_coordinator_reads_how_it_stands(cast: Cast) -> None:
    tell(cast).on(date(2026, 11, 17)).report(cast.noor, by=(cast.jens,)).step_1().judged("bullying")
    tell(cast, cast.bram).on(date(2026, 11, 20)).report(cast.yara, by=(cast.lars,)).step_1().judged("bullying")
    swept(cast, MONDAY)
    assert "Lopende zaken: 2. Te laat: 1. Deze week aan de beurt: 1." in digests(cast)[0]
    assert "nog niet door iedereen zijn gelezen: 0." in digests(cast)[0]


def test_it_comes_once_a_week_and_later_in_the_week_when_there_was_no_sweep_before(cast: Cast) -> None:
    tell(cast).on(date(2026, 11, 17)).report(cast.sem)
    for day in (TUESDAY, TUESDAY, TODAY + timedelta(days=3)):
        swept(cast, day)
    assert len(digests(cast)) == 1
    swept(cast, NEXT_MONDAY)
    assert len(digests(cast)) == 2


def test_a_case_that_begins_during_the_week_waits_for_the_next_digest(cast: Cast) -> None:
    swept(cast, MONDAY)
    tell(cast).report(cast.sem)
    swept(cast, TUESDAY)
    assert digests(cast) == []


def test_a_week_that_begins_with_a_free_day_begins_later(cast: Cast) -> None:
    tell(cast).on(date(2026, 12, 16)).report(cast.sem)
    for days in range(21):
        swept(cast, date(2026, 12, 19) + timedelta(days=days))
    assert [letter.made_at.date() for letter in Letter.objects.filter(kind="digest")] == [date(2027, 1, 4)]


def test_a_plan_counts_while_somebody_has_not_read_it_after_two_school_days(cast: Cast) -> None:
    case = planned(cast, date(2026, 11, 19))
    swept(cast, MONDAY)
    assert "gelezen: 1." in digests(cast)[0]
    version = newest_version(case.case)
    assert version is not None
    people.exclude(act=case.as_(cast.hein).on(MONDAY).act(), case_id=case.id, staff_id=cast.wil.pk)
    for reader in (cast.bram, cast.carla, cast.hein, cast.mo):
        issuing.read_plan(act=case.as_(reader).on(TUESDAY).act(), version=version)
    swept(cast, NEXT_MONDAY)
    assert "gelezen: 0." in digests(cast)[1]


def test_of_each_plan_that_waits_the_digest_says_how_many_colleagues_have_not_read_it(cast: Cast) -> None:
    first, second = planned(cast, date(2026, 11, 17)), planned(cast, date(2026, 11, 18))
    version = newest_version(second.case)
    assert version is not None
    for reader in (cast.bram, cast.hein, cast.mo, cast.wil):
        issuing.read_plan(act=second.as_(reader).act(), version=version)
    swept(cast, MONDAY)
    assert (
        f"- Zaak {first.case.reference}: nog vijf collega’s\n- Zaak {second.case.reference}: nog één collega\n"
        in (digests(cast)[0])
    )
    html = Letter.objects.get(kind="digest").html or ""
    assert f"<li>Zaak {second.case.reference}: nog één collega</li>" in html


def test_at_most_ten_plans_are_named_and_the_rest_is_counted(cast: Cast) -> None:
    case = planned(cast, date(2026, 11, 17))
    many_like(case.case, 12)
    swept(cast, MONDAY)
    lines = [line for line in digests(cast)[0].splitlines() if line.startswith("- ")]
    assert len(lines) == 11
    assert lines[-1] == "- en nog drie"


def test_a_digest_without_plans_that_wait_has_no_list(cast: Cast) -> None:
    tell(cast).report(cast.sem)
    swept(cast, MONDAY)
    assert "- " not in digests(cast)[0]
    html = Letter.objects.get(kind="digest").html
    assert html
    assert "<ul>" not in html


def test_a_plan_of_the_last_school_day_does_not_count_yet(cast: Cast) -> None:
    planned(cast, date(2026, 11, 20))
    swept(cast, MONDAY)
    assert "gelezen: 0." in digests(cast)[0]


def test_a_coordinator_who_is_kept_out_of_a_case_does_not_even_count_it(cast: Cast) -> None:
    cor = another_coordinator(cast, "Cor Vos")
    case = planned(cast, date(2026, 11, 17))
    people.exclude(act=case.as_(cast.hein).act(), case_id=case.id, staff_id=cor.pk)
    swept(cast, MONDAY)
    assert len(digests(cast)) == 1
    assert not Letter.objects.filter(kind="digest", to_staff=cor).exists()


def test_each_coordinator_more_asks_two_questions_more(cast: Cast) -> None:
    planned(cast, TODAY - timedelta(days=7))
    asked = []
    for number in range(3):
        with CaptureQueriesContext(connection) as captured, transaction.atomic():
            sent = send_digests(school=cast.school, at=NOW, today=TODAY, calendar=calendar_for(cast.school))
            transaction.set_rollback(True)
        assert sent == number + 1
        asked.append(len(captured))
        another_coordinator(cast, f"Cor Vos {number}")
    assert asked[1] - asked[0] == asked[2] - asked[1] == 2


def test_no_digest_names_anybody(cast: Cast) -> None:
    planned(cast, date(2026, 11, 17))
    swept(cast, MONDAY)
    letter = Letter.objects.get(kind="digest")
    whole = f"{letter.subject} {letter.text} {letter.html}"
    for name in ("Sem", "Daan", "Anouk", "Vermeer", "Mo Yilmaz"):
        assert name not in whole, name
