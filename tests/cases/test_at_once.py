"""Two people, or two clicks, at the same moment: real transactions in real threads, on either database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections

from kring.cases import bodies
from kring.cases.actions import issuing, opening, recording
from kring.cases.errors import Conflict
from kring.cases.models import Case, Fact, PlanVersion
from kring.protocol.terms import Role
from kring.school.act import Act
from tests.cases.telling import tell
from tests.cast import TODAY, Cast, make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Carries these out in threads that start together; what each gave or raised."""
    ready = Barrier(len(acts))

    def go(act: Callable[[], object]) -> object:
        try:
            ready.wait()
            return act()
        except Conflict as conflict:
            return conflict
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(go, acts))


def test_six_clicks_at_once_open_one_case(cast: Cast) -> None:
    case = tell(cast)
    act, report = case.act(token=uuid4()), case.report_of(cast.sem)
    opened = at_once(*[lambda: opening.open_case(act=act, report=report)] * 6)
    assert len({one.pk for one in opened if isinstance(one, Case)}) == 1
    assert Case.objects.count() == 1


def test_six_reports_at_once_get_six_numbers(cast: Cast) -> None:
    case = tell(cast)
    report = case.report_of(cast.sem)
    acts = [case.act(token=uuid4()) for _ in range(6)]
    at_once(*[lambda act=act: opening.open_case(act=act, report=report) for act in acts])
    assert sorted(Case.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_of_two_people_on_one_duty_one_is_first_and_the_other_is_shown_it(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    case.incident()
    anouk, carla = case.act(token=uuid4()), case.as_(cast.carla).act(token=uuid4())

    def estimate(act: Act, reasons: str) -> Fact:
        severity = bodies.Severity(level=bodies.Level.SERIOUS, reasons=reasons)
        return recording.estimate_severity(act=act, case_id=case.id, severity=severity)

    answers = at_once(lambda: estimate(anouk, "Van Anouk."), lambda: estimate(carla, "Van Carla."))
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "Fact"]
    kept = Fact.objects.get(kind="severity")
    (conflict,) = [answer for answer in answers if isinstance(answer, Conflict)]
    assert conflict.theirs == kept


def test_two_clicks_at_once_issue_one_version_of_the_plan(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    case.talk("ask_target", *case.keys(Role.TARGET))
    case.talk("joint_talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    recording.formulate_problem(act=case.act(), case_id=case.id, text="Sem wordt uitgelachen.")
    case.agree()
    act = case.act(token=uuid4())
    at_once(*[lambda: issuing.issue_plan(act=act, case_id=case.id)] * 2)
    assert PlanVersion.objects.count() == 1


def test_two_people_finishing_the_last_two_duties_at_once_finish_the_step_once(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    case.incident()
    sem, daan = case.key(cast.sem), case.key(cast.daan)
    severity = bodies.Severity(level=bodies.Level.SERIOUS, reasons="Elke dag.")
    recording.estimate_severity(act=case.act(), case_id=case.id, severity=severity)
    acts = [case.act(token=uuid4()) for _ in range(2)]

    def talk(act: Act, duty: str, child: str) -> Fact:
        told = bodies.Talk(said="Onder vier ogen.")
        return recording.record_talk(act=act, case_id=case.id, duty=duty, on=TODAY, about=[child], talk=told)

    at_once(lambda: talk(acts[0], "talk_target", sem), lambda: talk(acts[1], "talk_instigator", daan))
    assert Fact.objects.filter(kind="talk").count() == 2
    assert Fact.objects.filter(kind="finished").count() == 1
    assert case.case.current_step == "analyse"
