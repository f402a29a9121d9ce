"""A child that is bullied and bullies as well has both parts: whoever asks for one of them finds it (decision 87)."""

import pytest

from kring.protocol.roles import BULLIED, BULLIES, Role, playing, says_as_much, together


def test_who_has_both_parts_is_found_by_whoever_asks_for_one_of_them() -> None:
    assert playing(Role.TARGET) == BULLIED == {Role.TARGET, Role.BOTH}
    assert playing(Role.INSTIGATOR) == BULLIES == {Role.INSTIGATOR, Role.BOTH}
    assert playing(Role.TARGET, Role.WITNESS) == {Role.TARGET, Role.WITNESS, Role.BOTH}


def test_who_asks_for_another_part_finds_that_alone() -> None:
    assert playing(Role.FOLLOWER) == {Role.FOLLOWER}
    assert playing(Role.FOLLOWER, Role.WITNESS) == {Role.FOLLOWER, Role.WITNESS}
    assert playing() == frozenset()


@pytest.mark.parametrize("role", list(Role))
def test_a_part_says_as_much_as_itself_and_both_says_as_much_as_either(role: Role) -> None:
    as_much = {other for other in Role if says_as_much(role, other)}
    assert as_much == ({Role.TARGET, Role.BOTH, Role.INSTIGATOR} if role is Role.BOTH else {role})


@pytest.mark.parametrize(
    ("one", "other", "has"),
    [
        (Role.TARGET, Role.TARGET, Role.TARGET),
        (Role.TARGET, Role.INSTIGATOR, Role.BOTH),
        (Role.TARGET, Role.FOLLOWER, Role.TARGET),
        (Role.BOTH, Role.WITNESS, Role.BOTH),
        (Role.BOTH, Role.INSTIGATOR, Role.BOTH),
        (Role.INSTIGATOR, Role.FOLLOWER, Role.INSTIGATOR),
        (Role.FOLLOWER, Role.WITNESS, Role.FOLLOWER),
    ],
)
def test_a_child_that_stood_there_twice_keeps_the_part_that_needs_most(one: Role, other: Role, has: Role) -> None:
    assert together(one, other) == together(other, one) == has
