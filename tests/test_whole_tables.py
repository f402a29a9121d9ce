"""A table that says something of every member of an enum is `total`: Kring does not start when one is forgotten."""

import ast
import importlib
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

KRING = Path(__file__).parents[1] / "kring"


def tables_not_held(source: str) -> Iterator[tuple[int, str, set[str]]]:
    """Every table in this source over members of one class, outside `total(...)`: its line, the class, the members."""
    tree = ast.parse(source)
    held = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "total"
        for argument in node.args
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict) and id(node) not in held and node.keys:
            keys = [ast.unparse(key).rpartition(".") for key in node.keys if key]
            if len(keys) == len(node.keys) and len({of for of, _dot, _name in keys}) == 1 and keys[0][0].isidentifier():
                yield node.lineno, keys[0][0], {name for _of, _dot, name in keys}


def test_a_table_over_every_member_of_an_enum_is_held_to_it():
    found = set()
    for path in KRING.rglob("*.py"):
        name = ".".join(path.relative_to(KRING.parent).with_suffix("").parts)
        for _line, of, members in tables_not_held(path.read_text(encoding="utf-8")):
            enum = getattr(importlib.import_module(name), of, None)
            if isinstance(enum, type) and issubclass(enum, Enum) and members == set(enum.__members__):
                found.add(name)
    assert found == set(), "put the table in total(…, the enum)"


def test_such_a_table_is_found_wherever_it_stands():
    assert list(tables_not_held("def f(): return {Way.IN: 1, Way.OUT: 2}[way]")) == [(1, "Way", {"IN", "OUT"})]
    assert list(tables_not_held("T = total({Way.IN: 1, Way.OUT: 2}, Way)")) == []
    assert list(tables_not_held('{"in": 1}, {}, {**other}, {Way.IN: 1, Other.OUT: 2}')) == []
