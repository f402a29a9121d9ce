"""What a kind of fact is stands beside its struct: Kring does not start when a part of it was left out."""

import gc
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, ClassVar

import pytest

from kring.cases import bodies
from kring.cases.models import Fact
from kring.cases.traits import Body, One, Traits, all_listed, met_by_one
from kring.protocol.terms import Kind

MADE: Any = Traits
PARTS = [field.name for field in fields(Traits)]
TALK = {name: getattr(bodies.Talk.traits, name) for name in PARTS}


@pytest.fixture(autouse=True)
def forget_structs_of_this_test() -> Iterator[None]:
    yield
    if len(Body.__subclasses__()) > len(bodies.BODIES):  # collecting costs a tenth of a second
        gc.collect()


@pytest.mark.parametrize("part", PARTS)
def test_traits_that_leave_out_a_part_are_refused(part: str) -> None:
    with pytest.raises(TypeError, match=part):
        MADE(**{name: value for name, value in TALK.items() if name != part})


def test_traits_are_given_by_name() -> None:
    with pytest.raises(TypeError):
        MADE(*TALK.values())


def test_a_struct_without_traits_is_refused_even_when_it_has_those_of_another() -> None:
    with pytest.raises(TypeError, match="Silent says nothing of itself"):

        class Silent(Body, tag="silent", frozen=True):
            text: str

    with pytest.raises(TypeError, match="Borrowed says nothing of itself"):

        class Borrowed(bodies.Talk, tag="borrowed", frozen=True):
            pass


def test_the_tag_of_every_kind_fits_in_its_column() -> None:
    longest = Fact._meta.get_field("kind").max_length
    assert longest
    assert [kind for kind in bodies.KINDS if len(kind) > longest] == []


@pytest.mark.parametrize("part", ["plannable", "in_any_step"])
def test_what_meets_no_duty_cannot_be_planned_or_added_to_one(part: str) -> None:
    nothing = dict.fromkeys(PARTS, False) | {"meets": None, "one": One.MANY}
    assert MADE(**nothing)
    with pytest.raises(ValueError, match="Only what meets a duty"):
        MADE(**nothing | {part: True})


def test_what_meets_a_duty_is_not_confidential() -> None:
    with pytest.raises(ValueError, match="in the checklist"):
        MADE(**TALK | {"confidential": True})


@pytest.mark.parametrize("struct", bodies.BODIES)
def test_a_struct_that_is_not_listed_is_named(struct: type[Body]) -> None:
    with pytest.raises(LookupError, match=struct.__name__):
        all_listed(*(other for other in bodies.BODIES if other is not struct))


def test_a_new_struct_that_nobody_listed_is_named() -> None:
    class Visited(Body, tag="visited", frozen=True):
        traits: ClassVar[Traits] = bodies.COURSE

    with pytest.raises(LookupError, match="Visited"):
        all_listed(*bodies.BODIES)
    del Visited


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_of_duty_that_nothing_meets_is_named(kind: Kind) -> None:
    with pytest.raises(LookupError, match=kind.name):
        met_by_one(tuple(struct for struct in bodies.BODIES if struct.traits.meets is not kind))


def test_two_structs_that_meet_one_kind_of_duty_are_named() -> None:
    class Talk2(Body, tag="talk_2", frozen=True):
        traits: ClassVar[Traits] = bodies.Talk.traits

    with pytest.raises(LookupError, match="Talk and Talk2 both meet talk"):
        met_by_one((*bodies.BODIES, Talk2))
    del Talk2


def test_the_traits_of_a_fact_are_those_of_its_column() -> None:
    for struct in bodies.BODIES:
        assert Fact(kind=bodies.tag_of(struct)).traits is struct.traits
    assert tuple(bodies.TRAITS) == bodies.KINDS
