"""The same submit of the same form changes nothing, whatever verb it is for: nobody writes one thing down twice."""

import ast
import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from kring.cases import bodies
from kring.cases.actions import (
    agreeing,
    closing,
    deciding,
    informing,
    issuing,
    people,
    planning,
    putting_right,
    recording,
)
from kring.cases.models import Fact, PlanVersion
from kring.mail.models import Letter
from kring.protocol.terms import Role
from kring.trail.models import TrailLine
from tests.cases.examples import EXAMPLES, reported
from tests.cases.telling import Telling, tell
from tests.cast import Cast

MODULES = (agreeing, closing, deciding, informing, issuing, people, planning, putting_right, recording)
STORIES = sorted({story for story in EXAMPLES.values()}, key=lambda story: story.__name__)


def verbs() -> dict[str, Any]:
    """The verbs that know a submit again, by `module.name`: they ask for it, or leave that to `_write`."""
    found = {}
    for module in MODULES:
        for node in ast.parse(inspect.getsource(module)).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                text = ast.unparse(node)
                if "change.repeated" in text or "_write(" in text:
                    found[f"{module.__name__.rpartition('.')[2]}.{node.name}"] = (module, node.name)
    return found


def everything() -> tuple[int, ...]:
    return tuple(model._default_manager.count() for model in (Fact, PlanVersion, Letter, TrailLine))


def first_of(answer: Any) -> UUID:
    pk: UUID = (answer[0] if isinstance(answer, list) else answer).pk
    return pk


def twice(verb: Callable[..., Any], name: str, tried: set[str]) -> Callable[..., Any]:
    """The verb, sent twice each time: the second time it must give what the first gave, and change nothing."""

    def sent(*, act: Any, **given: Any) -> Any:
        act = replace(act, token=uuid4())
        answer = verb(act=act, **given)
        after = everything()
        again = verb(act=replace(act), **given)
        assert first_of(again) == first_of(answer), name
        assert everything() == after, f"{name} did something the second time"
        tried.add(name)
        return answer

    return sent


def test_every_verb_that_is_sent_twice_did_it_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    known, tried = verbs(), set[str]()
    for name, (module, verb) in known.items():
        monkeypatch.setattr(module, verb, twice(getattr(module, verb), name, tried))
    for story in (*STORIES, handed_over_with_a_stand_in, it_was_otherwise, asked_after_the_plan):
        with transaction.atomic():
            story(tell(cast))
            transaction.set_rollback(True)
        cast.school.refresh_from_db()
        cast.anouk.school.refresh_from_db()
    assert sorted(known) == sorted(tried), "a verb that no story in tests/cases/examples.py tells"
    assert len(known) >= 20


def handed_over_with_a_stand_in(case: Telling) -> None:
    reported(case).as_(case.cast.carla)
    people.set_stand_in(act=case.act(), case_id=case.id, to=case.cast.bram.pk)
    people.hand_over(act=case.act(), case_id=case.id, to=case.cast.bram.pk, reason="Verlof.")


def it_was_otherwise(case: Telling) -> None:
    cast = case.cast
    reported(case)
    daan = UUID(case.key(cast.daan))
    people.change_role(
        act=case.act(), case_id=case.id, involved_id=daan, role=Role.FOLLOWER, mistake=True, because="Hij stond erbij."
    )
    people.swap_child(act=case.act(), case_id=case.id, involved_id=daan, pupil_id=cast.noor.pk, because="Een ander.")
    act = case.as_(cast.carla).act()
    closing.close_by_mistake(act=act, case_id=case.id, reason="Het ging over een andere groep.")


def asked_after_the_plan(case: Telling) -> None:
    reported(case).step_1().judged("bullying").asked_after_the_plan()


def test_a_verb_that_forgets_to_ask_is_found_out(cast: Cast) -> None:
    """The test above bites: without the question whether it was sent before, the second time writes another fact."""
    case = reported(tell(cast))

    def forgetful(*, act: Any, **given: Any) -> list[Fact]:
        return recording.record_incidents(act=replace(act, token=None), **given)

    incident = (case.today, case.keys(Role.TARGET), bodies.Incident(what="Zijn tas lag in de sloot."))
    with pytest.raises(AssertionError, match="forgetful"):
        twice(forgetful, "forgetful", set())(act=case.act(), case_id=case.id, incidents=[incident])
