"""Conditions: a duty exists when the rule of its condition holds, and the outline tells that rule."""

from dataclasses import replace
from datetime import date

import pytest

from kring.protocol.conditions import HOLDS, Rule, always, told
from kring.protocol.facts import Facts, Person
from kring.protocol.outline import outline
from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.terms import Condition, Duty, Kind, Role
from tests.protocol.story import DAAN, MILA, SOFIE, TESS, YARA, Story

NOBODY_ELSE = Facts(reported_on=date(2026, 11, 23), people=(MILA, DAAN))


def holds(condition: Condition, *people: Person) -> bool:
    return HOLDS[condition].holds(replace(NOBODY_ELSE, people=people))


def test_a_duty_without_a_condition_is_always_asked() -> None:
    assert holds(Condition.ALWAYS)
    assert holds(Condition.ALWAYS, MILA, DAAN)


def test_several_of_one_group_is_about_those_who_bully_or_join_in() -> None:
    several = Condition.SEVERAL_OF_ONE_GROUP
    assert holds(several, MILA, DAAN, SOFIE)
    assert not holds(several, MILA, DAAN), "one child"
    assert not holds(several, MILA, DAAN, TESS), "of two groups"
    assert not holds(several, MILA, DAAN, YARA), "a witness takes no part"
    assert not holds(several, MILA, replace(DAAN, group=""), replace(SOFIE, group="")), "of no group"


def test_a_condition_that_nobody_gave_a_sentence_is_refused() -> None:
    with pytest.raises(LookupError, match="SEVERAL_OF_ONE_GROUP"):
        told({Condition.ALWAYS: Rule(always, ""), Condition.SEVERAL_OF_ONE_GROUP: Rule(always, "")})


def test_the_position_and_the_outline_ask_the_same_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        HOLDS,
        Condition.SEVERAL_OF_ONE_GROUP,
        Rule(lambda facts: len(facts.with_role(Role.TARGET)) > 1, "Alleen als meer kinderen gepest worden."),
    )
    together = Duty("together", Kind.EXTRA, "Samen", condition=Condition.SEVERAL_OF_ONE_GROUP)
    first, *others = STAPPENPLAN.steps
    protocol = replace(STAPPENPLAN, steps=(replace(first, duties=(*first.duties, together)), *others))

    assert not Story(MILA, DAAN, SOFIE, protocol=protocol).asks("together")
    assert Story(MILA, Person("noor", Role.TARGET, "6"), DAAN, protocol=protocol).asks("together")
    assert outline(protocol).parts[0].lines[-1].about == ("Alleen als meer kinderen gepest worden.",)


def test_a_duty_that_was_done_stays_when_its_condition_ends_and_a_finished_step_gains_none() -> None:
    told_story = Story(MILA, DAAN, SOFIE)
    told_story.through("-", "bullying")
    told_story.do("class_attention")
    told_story.change(people=(MILA, DAAN))
    assert told_story.asks("class_attention")

    other = Story(MILA, DAAN)
    other.through("-", "bullying", "-")
    other.join(SOFIE)
    finished = other.progress.visit("approach", 1)
    assert finished
    assert finished.task("class_attention") is None
