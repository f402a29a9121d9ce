"""Kring's own source, read once in a process, for tests that ask what it never does."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

KRING = Path(__file__).parent.parent / "kring"
KINDS = (ast.Attribute, ast.Call, ast.Compare, ast.Import, ast.ImportFrom, ast.keyword)

Found = tuple[str, Any]
"""A module, as its path below `kring/`, and a node in it."""


@cache
def _read() -> dict[type[ast.AST], list[Found]]:
    found: dict[type[ast.AST], list[Found]] = defaultdict(list)
    for file in sorted(KRING.rglob("*.py")):
        name = str(file.relative_to(KRING))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, KINDS):
                found[type(node)].append((name, node))
    return found


def nodes(kind: type[Any], below: str = "") -> Iterator[Found]:
    """Every node of this kind, of the modules whose path begins so."""
    return (one for one in _read()[kind] if one[0].startswith(below))


def called(node: ast.Call) -> str:
    """The last word of what is called: `open` of `Path(…).open()`."""
    return str(getattr(node.func, "attr", getattr(node.func, "id", "")))


def calls(*functions: str, below: str = "") -> Iterator[Found]:
    """Each call of one of these."""
    return (one for one in nodes(ast.Call, below) if called(one[1]) in functions)


def imported() -> Iterator[tuple[str, str, str]]:
    """Module of Kring, what it imports from, and what of it: "" for the whole."""
    for name, node in nodes(ast.Import):
        yield from ((name, one.name, "") for one in node.names)
    for name, node in nodes(ast.ImportFrom):
        yield from ((name, node.module or "", one.name) for one in node.names)
