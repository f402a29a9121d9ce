"""Verbs in orders nobody thought of: whatever is tried, a case stays whole, and is never without a next date."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kring.cases import bodies
from kring.cases.actions import closing, deciding, informing, people, recording
from kring.cases.bodies import Kept
from kring.cases.errors import Conflict, NotAllowed, Refused
from kring.cases.models import Case
from kring.protocol.terms import Role
from kring.school.models import Pupil
from tests.cases.telling import Telling, tell
from tests.cast import Cast

WHO = st.sampled_from(["anouk", "carla", "hein", "bram", "mo", "ada"])
DUTIES = st.sampled_from(["talk_target", "ask_target", "joint_talk", "talk", "problem", "class_attention", "decision"])
MOVES = (
    st.tuples(st.just("as"), WHO)
    | st.tuples(st.just("day"), st.integers(1, 30))
    | st.tuples(st.just("step_1"), st.none())
    | st.tuples(st.just("judge"), st.sampled_from(["teasing", "bullying"]))
    | st.tuples(st.just("agree"), st.none())
    | st.tuples(st.just("step_3"), st.none())
    | st.tuples(st.just("evaluate"), st.sampled_from(["yes", "no", "positive", "negative"]))
    | st.tuples(st.just("after_care"), st.sampled_from(["well", "not_well"]))
    | st.tuples(st.just("do_the_rest"), st.none())
    | st.tuples(st.just("waive"), DUTIES)
    | st.tuples(st.just("close"), st.none())
    | st.tuples(st.just("reopen"), st.sampled_from(["signal", "approach", "close"]))
    | st.tuples(st.just("incident"), st.none())
    | st.tuples(st.just("add"), st.sampled_from(["lars", "noor", "yara", "mila"]))
    | st.tuples(st.just("remove"), st.sampled_from(["sem", "daan", "lars"]))
    | st.tuples(st.just("role"), st.sampled_from(list(Role)))
    | st.tuples(st.just("correct"), st.integers(0, 20))
    | st.tuples(st.just("withdraw"), st.integers(0, 20))
    | st.tuples(st.just("plan"), st.integers(0, 10))
    | st.tuples(st.just("not_reached"), st.integers(0, 5))
    | st.tuples(st.just("hand_over"), WHO)
)


def go(case: Telling, move: str, with_: object) -> None:
    """Carry out one move by its verb, as clumsy as it may be."""
    cast = case.cast
    match move, with_:
        case "as", str(name):
            case.as_(getattr(cast, name))
        case "day", int(days):
            case.on(case.today.fromordinal(case.today.toordinal() + days))
        case "step_1", _:
            case.step_1()
        case "judge", str(outcome):
            case.judged(outcome)
        case "agree", _:
            case.agree()
        case "step_3", _:
            case.step_3()
        case "evaluate", str(outcome):
            case.evaluate(outcome, Kept.PARTLY)
        case "after_care", str(outcome):
            case.after_care(outcome)
        case "do_the_rest", _:
            current = case.progress.current
            if current and current.outcome:
                case.do_the_rest()
        case "waive", str(duty):
            closing.waive(
                act=case.act(), case_id=case.id, duty=duty, reason="Het kan nu niet.", child_says="Ik wil niet."
            )
        case "close", _:
            case.close()
        case "reopen", str(to):
            closing.reopen(act=case.act(), case_id=case.id, to=to, reason="Het is terug.")
        case "incident", _:
            case.incident()
        case "add", str(name):
            pupil = cast.linde.mila if name == "mila" else getattr(cast, name)
            people.add_child(act=case.act(), case_id=case.id, pupil_id=pupil.pk, role=Role.FOLLOWER)
        case "remove", str(name):
            child = next((one for one in case.file.everyone if one.pupil_id == getattr(cast, name).pk), None)
            if child:
                people.remove_child(act=case.act(), case_id=case.id, involved_id=child.pk, because="Niet erbij.")
        case "role", Role() as role:
            child = case.file.people[-1]
            people.change_role(act=case.act(), case_id=case.id, involved_id=child.pk, role=role)
        case "correct", int(number):
            facts = case.file.every_fact
            if facts:
                act = case.act(corrects=facts[number % len(facts)].pk)
                deciding.decide(act=act, case_id=case.id, outcome="bullying", reasons="Bij nader inzien.")
        case "withdraw", int(number):
            facts = case.file.every_fact
            if facts:
                fact = facts[number % len(facts)]
                recording.withdraw(act=case.act(), case_id=case.id, fact_id=fact.pk, reason="Vergissing.")
        case "plan", int(days):
            day = case.today.fromordinal(case.today.toordinal() + days)
            deciding.plan_step(act=case.act(), case_id=case.id, on=day)
        case "not_reached", int(number):
            links = case.file.guardianships
            informing.inform_guardian(
                act=case.act(),
                case_id=case.id,
                guardianship_id=links[number % len(links)].pk,
                on=case.today,
                informed=bodies.Informed(reached=bodies.Reached.NOT_REACHED),
            )
        case "hand_over", str(name):
            people.hand_over(act=case.act(), case_id=case.id, to=getattr(cast, name).pk)
        case _:
            raise AssertionError(move)


def assert_whole(case: Telling) -> None:
    stored, file = Case.objects.get(pk=case.id), case.file
    position = file.progress
    assert stored.next_due_on == position.next_due_on
    assert (stored.current_step, stored.current_round) == (position.last.step.key, position.last.round)
    assert (stored.closed_on, stored.stage) == (position.closed_on, position.last.step.stage)
    assert file.with_role(Role.TARGET)
    assert len({child.pupil_id for child in file.everyone}) == len(file.everyone)
    if position.closed_on is None:
        assert stored.next_due_on is not None
        assert file.calendar.is_school_day(stored.next_due_on)
        current = position.current
        assert current is not None
        assert not current.is_complete
    assert all(fact.body is not None for fact in file.every_fact)


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(moves=st.lists(MOVES, min_size=3, max_size=25), sem_does_both=st.booleans())
def test_whatever_is_tried_the_case_stays_whole(
    cast: Cast, moves: list[tuple[str, object]], sem_does_both: bool
) -> None:
    sem: dict[str, tuple[Pupil, ...]] = {"both": (cast.sem,)} if sem_does_both else {"targets": (cast.sem,)}
    with transaction.atomic():
        case = tell(cast).report(*sem.get("targets", ()), both=sem.get("both", ()), by=(cast.daan,))
        for move, with_ in moves:
            try:
                with transaction.atomic():
                    go(case, move, with_)
            except (Conflict, NotAllowed, Refused):
                pass  # said no, in words: the case is as it was
            assert_whole(case)
        transaction.set_rollback(True)
