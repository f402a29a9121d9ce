"""Where a source names a kind of fact or of duty, in whatever way that is written."""

import ast
import re
from collections.abc import Iterator

from kring.cases.bodies import BODIES, KINDS
from kring.protocol.terms import Kind

Place = tuple[int, str]

READERS = {"of_kind", "current_facts", "_standing", "Q", "filter", "exclude"}
"""Functions that are given kinds; as what `kind=` or `kind__in=` is given to."""

ASKED_WHAT_IT_IS = {"isinstance", "issubclass", "tag_of"}
STRUCTS = {struct.__name__ for struct in BODIES}
TAGS = {*KINDS, *(kind.value for kind in Kind)}


def places(source: str) -> Iterator[Place]:
    """Where this Python names a kind of duty, or a kind of fact to compare, to look up, to keep or to read by."""
    tree = ast.parse(source)
    kinds = {"Kind"} | {
        one.asname
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for one in node.names
        if one.name == "Kind" and one.asname
    }
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=name) | ast.Attribute(attr=name), attr=member) if name in kinds:
                yield node.lineno, member
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(member))) if name in kinds:
                yield node.lineno, member
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(tag))]) if name in kinds:
                yield node.lineno, tag
            case ast.Compare(left=left, comparators=others):
                yield from _tags(left, *others)
            case ast.Subscript(value=table, slice=key):
                yield from _tags(table, key)
            case ast.MatchValue(value=value):
                yield from _tags(value)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=given, keywords=named):
                if name in ASKED_WHAT_IT_IS:
                    yield from _structs(*given)
                if name == "get" and isinstance(node.func, ast.Attribute):
                    yield from _tags(node.func.value)
                yield from _tags(*given if name in READERS else ())
                yield from _tags(*(one.value for one in named if one.arg and one.arg.split("__")[0] == "kind"))
    yield from _constants(tree)


def _constants(tree: ast.Module) -> Iterator[Place]:
    """What a module keeps under a name of its own: one tag, several, or a table by tag."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name.isupper():
                yield from _tags(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if name.isupper():
                yield from _tags(value)


def _tags(*nodes: ast.expr) -> Iterator[Place]:
    for node in nodes:
        match node:
            case ast.Constant(value=str(tag)) if tag in TAGS:
                yield node.lineno, tag
            case ast.Tuple(elts=inner) | ast.List(elts=inner) | ast.Set(elts=inner):
                yield from _tags(*inner)
            case ast.Call(func=ast.Name(id="frozenset" | "set" | "tuple" | "list"), args=inner):
                yield from _tags(*inner)
            case ast.Dict(keys=keys):
                yield from _tags(*(key for key in keys if key))


def _structs(*nodes: ast.expr) -> Iterator[Place]:
    for node in nodes:
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in STRUCTS:
                yield node.lineno, name
            case ast.Tuple(elts=inner):
                yield from _structs(*inner)
            case ast.BinOp(left=left, right=right):
                yield from _structs(left, right)


TAG_OF_A_TEMPLATE = re.compile(r"{[%{][^}]*\bkind\b[^}]*[%}]}")


def places_in_template(source: str) -> Iterator[Place]:
    """Where this template asks what kind something is, by name."""
    for number, line in enumerate(source.splitlines(), 1):
        for tag in TAG_OF_A_TEMPLATE.findall(line):
            yield from ((number, word) for word in re.findall(r"[\"'](\w+)[\"']", tag) if word in TAGS)
