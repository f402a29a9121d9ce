"""Of a child that left the school nothing is asked any more; beside one child with both parts there is another."""

from dataclasses import replace
from datetime import date

from kring.protocol.facts import Person
from kring.protocol.progress import UNKNOWN, State, expected
from kring.protocol.terms import Role
from tests.protocol.story import BRAM, DAAN, MILA, SOFIE, Story

TUESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 26)
NOOR = Person("noor", Role.BOTH, "6", ("noor's mother",))


def gone(person: Person, on: date) -> Person:
    return replace(person, gone_on=on)


def asked_for(story: Story, duty: str) -> frozenset[str]:
    return expected(story.task(duty).duty, story.facts)


def in_step_3(*people: Person) -> Story:
    story = Story(*people)
    story.through("-", "bullying")
    story.do("ask_target", "joint_talk", "problem", "agreements")
    return story


def test_no_talk_is_asked_with_a_child_that_is_gone() -> None:
    story = Story(MILA, DAAN, gone(BRAM, TUESDAY))
    assert asked_for(story, "talk_instigator") == {"daan"}
    assert story.task("talk_instigator").missing == ("daan",)
    assert asked_for(Story(MILA, gone(DAAN, TUESDAY)), "talk_instigator") == frozenset()


def test_a_talk_of_which_every_child_is_gone_is_let_go_on_the_day_the_last_one_went() -> None:
    task = Story(MILA, gone(DAAN, THURSDAY), gone(BRAM, TUESDAY)).task("talk_instigator")
    assert (task.state, task.on) == (State.WAIVED, THURSDAY)
    here = Story(MILA, DAAN, gone(BRAM, TUESDAY)).task("talk_instigator")
    assert (here.state, here.on) == (State.OPEN, None)
    nobody = Story(MILA, SOFIE).task("talk_instigator")
    assert (nobody.state, nobody.missing) == (State.OPEN, (UNKNOWN,)), "nobody went: somebody is still unknown"


def test_guardians_of_a_child_that_is_gone_are_not_told() -> None:
    story = in_step_3(MILA, DAAN)
    story.change(people=(MILA, gone(DAAN, TUESDAY)))
    assert asked_for(story, "inform_guardians") == set(MILA.guardians)
    story.change(people=(gone(MILA, THURSDAY), gone(DAAN, TUESDAY)))
    assert asked_for(story, "inform_guardians") == frozenset()
    task = story.task("inform_guardians")
    assert (task.state, task.on) == (State.WAIVED, THURSDAY)


def test_where_nobody_takes_part_it_is_not_known_whom_to_tell() -> None:
    witness = Person("yara", Role.WITNESS, "6", ("yara's mother",))
    story = in_step_3(MILA, DAAN)
    story.change(people=(witness,))
    assert asked_for(story, "inform_guardians") == {UNKNOWN}


def test_beside_the_only_child_that_is_bullied_is_another_who_bullies() -> None:
    assert asked_for(Story(NOOR), "talk_instigator") == {"noor", UNKNOWN}
    assert asked_for(Story(NOOR), "talk_target") == {"noor"}


def test_of_two_who_are_bullied_and_one_who_bullies_as_well_it_is_known_who_bullies() -> None:
    assert asked_for(Story(NOOR, MILA), "talk_instigator") == {"noor"}
    assert asked_for(Story(NOOR, DAAN), "talk_instigator") == {"noor", "daan"}
