"""Several verbs of one case in one save: all of it or nothing, each with a line of its own (decision 127)."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from kring.cases import bodies
from kring.cases.actions.agreeing import agree
from kring.cases.actions.at_once import at_once
from kring.cases.actions.recording import formulate_problem, record_talk
from kring.cases.errors import Conflict, Refused
from kring.cases.held import ActOnHeld, HeldCase
from kring.cases.models import Case, Fact
from kring.trail.models import TrailLine
from tests.cases.telling import Telling, tell
from tests.cast import Cast


@pytest.fixture
def case(cast: Cast) -> Telling:
    """In step 3, where Sem was asked beforehand."""
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    wish = bodies.Talk(said="Ja.", wants_together=True, feelings={case.key(cast.sem): 3})
    record_talk(
        act=case.act(), case_id=case.id, duty="ask_target", on=case.today, about=[case.key(cast.sem)], talk=wish
    )
    return case


def parts(case: Telling, cast: Cast, *, what: str = "Daan laat de tas met rust.") -> dict[str, Callable[..., Any]]:
    talk = bodies.Talk(said="Ze luisterden.", together=True, feelings={case.key(cast.sem): 3})
    both = [case.key(cast.sem), case.key(cast.daan)]
    agreement = bodies.Agreement(what=what, who="Daan", from_on=case.today)
    return {
        "talk": lambda act: record_talk(
            act=act, case_id=case.id, duty="joint_talk", on=case.today, about=both, talk=talk
        ),
        "problem": lambda act: formulate_problem(act=act, case_id=case.id, text="Sem wordt uitgelachen."),
        "agreements": lambda act: agree(act=act, case_id=case.id, agreements=[agreement], duty="agreements"),
    }


def test_all_of_it_is_kept_in_its_order_each_with_a_line_in_the_trail(case, cast):
    before = TrailLine.objects.count()
    given = at_once(act=case.act(token=uuid4()), case_id=case.id, parts=parts(case, cast))
    assert list(given) == ["talk", "problem", "agreements"]
    facts = case.file.facts[-3:]
    assert [fact.kind for fact in facts] == ["talk", "problem", "agreement"]
    assert len({fact.at for fact in facts}) == 3, "what comes later is later, to the microsecond"
    assert TrailLine.objects.count() == before + 3


def test_when_the_last_part_is_refused_nothing_of_it_is_kept_and_the_held_case_is_as_it_was(case, cast):
    before = (Fact.objects.count(), TrailLine.objects.count(), vars(Case.objects.get(pk=case.id))["next_due_on"])
    held = HeldCase(case.file, case.today)
    act = ActOnHeld(**vars(case.act()), held=held)
    with pytest.raises(Refused) as refused:
        at_once(act=act, case_id=case.id, parts=parts(case, cast, what=" "))
    assert refused.value.field == "what"
    assert (Fact.objects.count(), TrailLine.objects.count(), held.case.next_due_on) == before
    assert held.now is held.file


def test_the_same_submit_again_changes_nothing(case, cast):
    act = case.act(token=uuid4())
    first = at_once(act=act, case_id=case.id, parts=parts(case, cast))
    count = Fact.objects.count()
    again = at_once(act=act, case_id=case.id, parts=parts(case, cast))
    assert Fact.objects.count() == count
    assert (again["talk"], again["problem"]) == (first["talk"], first["problem"])


def test_what_a_colleague_wrote_meanwhile_of_one_part_stops_all_of_it_until_it_was_seen(case, cast):
    theirs = formulate_problem(act=replace(case.act(), by=cast.carla), case_id=case.id, text="Er is iets met een tas.")
    count = Fact.objects.count()
    carry_out = partial(at_once, case_id=case.id, parts=parts(case, cast))
    with pytest.raises(Conflict) as conflict:
        carry_out(act=case.act(token=uuid4()))
    assert conflict.value.theirs == theirs
    assert Fact.objects.count() == count
    carry_out(act=case.act(token=uuid4()), seen={"problem": theirs.pk})
    assert case.file.of(bodies.Problem)[-1].body.text == "Sem wordt uitgelachen."
