"""A key that is typed over from paper: each mistake is noticed, and named by its group."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.vault.groups import ALPHABET, GROUPS, SIZE, TypedWrong, as_groups, from_groups, is_group

KEY = bytes(range(32))
keys = st.binary(min_size=32, max_size=32)


@given(keys)
def test_what_is_typed_over_is_the_key(key: bytes):
    groups = as_groups(key)
    assert [len(group) for group in groups] == [SIZE] * GROUPS
    assert from_groups(groups) == key
    assert from_groups([group.lower() for group in groups]) == key


@given(keys)
def test_every_single_wrong_character_is_noticed(key: bytes):
    for number, group in enumerate(as_groups(key), start=1):
        for place in range(SIZE):
            others = [group[:place] + letter + group[place + 1 :] for letter in ALPHABET if letter != group[place]]
            assert not any(is_group(other, number) for other in others)


@given(keys)
def test_two_characters_that_changed_places_are_noticed(key: bytes):
    for number, group in enumerate(as_groups(key), start=1):
        for one in range(SIZE):
            for other in range(one):
                letters = list(group)
                letters[one], letters[other] = letters[other], letters[one]
                assert letters == list(group) or not is_group("".join(letters), number)


@given(keys)
def test_a_group_in_another_place_is_noticed(key: bytes):
    for number, group in enumerate(as_groups(key), start=1):
        assert not any(is_group(group, other) for other in range(1, GROUPS + 1) if other != number)


def test_each_wrong_group_is_named():
    groups = as_groups(KEY)
    groups[3], groups[10] = groups[3][:4] + "?", groups[10][:4]
    with pytest.raises(TypedWrong) as wrong:
        from_groups(groups)
    assert wrong.value.groups == [4, 11]


@pytest.mark.parametrize("groups", [[], as_groups(KEY)[:-1], [*as_groups(KEY), "00000"]])
def test_too_few_or_too_many_groups_are_no_key(groups: list[str]):
    with pytest.raises(TypedWrong):
        from_groups(groups)


def test_what_looks_like_a_digit_is_read_as_one():
    number, group = next((n, g) for n, g in enumerate(as_groups(KEY), start=1) if "0" in g)
    assert is_group(group.replace("0", "o"), number)
    assert is_group(f" {group[:2]}-{group[2:]} ", number)


def test_groups_of_two_sheets_are_no_key():
    """Each group is right by itself; of these two keys the four bits that check the whole differ."""
    one, other = as_groups(KEY), as_groups(bytes(32))
    with pytest.raises(TypedWrong):
        from_groups([*one[:5], *other[5:]])
