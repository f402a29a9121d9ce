"""The mistakes that `./dev mutate` makes are the small ones of a hand, each alone, with every line where it was."""

import ast
from functools import partial

import pytest

from tools.mutants.changes import mistakes_in
from tools.mutate import BROKE_DOWN, HOME, NONE_MAY_SURVIVE, TESTS, differences, files_of, in_a_process_of_its_own


def made_of(source: str) -> list[str]:
    """What each mistake makes of this source."""
    return [ast.unparse(mistake.tree) for mistake in mistakes_in(source)]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("a == b", ["a != b"]),
        ("a < b", ["a <= b"]),
        ("a in b", ["a not in b"]),
        ("a and b", ["a or b", "not a and b", "a and (not b)"]),
        ("not a", ["a"]),
        ("a | b", ["a & b"]),
        ("'x' + a", []),
        ("n + 1", ["n - 1", "n + 2"]),
        ("True", ["False"]),
        ("{Need.READ, Need.WRITE}", ["{Need.WRITE}", "{Need.READ}"]),
        ("b if a else c", ["c if a else b", "b if not a else c"]),
        ("[x for x in y if x.z]", ["[x for x in y if True]"]),
        ("_('Je mag dit niet: %d' % 1)", []),
        ("f'{1}'", []),
        ("dict[Key, Value]", []),
    ],
)
def test_each_mistake_is_made_alone(right, wrong):
    assert made_of(f"value = {right}") == [f"value = {one}" for one in wrong]


def test_what_is_done_can_be_left_undone():
    source = "def f(a):\n    if a:\n        raise E\n    g()\n    return a"
    assert [mistake.name for mistake in mistakes_in(source)] == [
        "f: a → not a",
        "f: raise E → pass",
        "f: g() → pass",
        "f: return a → return None",
    ]


def test_that_no_becomes_nothing_is_no_mistake():
    assert made_of("def f():\n    return False") == ["def f():\n    return True"]


def test_the_same_mistake_twice_has_two_names():
    names = [mistake.name for mistake in mistakes_in("a = True\nb = True")]
    assert names == ["module: True → False", "module: True (number 2) → False"]


def test_a_target_whose_process_breaks_down_is_not_one_in_which_nothing_was_found(capfd):
    found = [in_a_process_of_its_own(partial(int, code)) for code in (0, 1)]
    assert found == [0, 1]
    assert in_a_process_of_its_own(lambda: int("lane")) == BROKE_DOWN
    assert "ValueError" in capfd.readouterr().err


def test_the_list_of_survivors_is_held_to_what_was_found():
    assert differences("kring/names/row.py", {"a", "b"}, {"b", "c"}) == [
        "kring/names/row.py: survived and stands in no list: a",
        "kring/names/row.py: stands in the list and is noticed by now: c",
    ]
    for path in NONE_MAY_SURVIVE:
        assert differences(path, {"a"}, {"a"}) == [f"{path}: nothing may survive here: a"]


@pytest.mark.parametrize("target", TESTS)
def test_what_is_looked_at_and_the_tests_of_it_are_there(target):
    assert all((HOME / one).exists() for one in (*files_of(target), *TESTS[target]))
