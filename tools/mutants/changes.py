"""What can go wrong in a source: every small mistake that a hand could make in it, as a source of its own."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
SAYINGS = frozenset({"_", "gettext_noop", "ngettext", "pgettext"})
"""What stands in these is a sentence for a reader; printed documents and the pages' tests hold those."""

TYPES = frozenset({"dict", "tuple", "list", "set", "frozenset", "type", "Callable", "Iterator", "Iterable"})
"""What stands in the brackets behind these says which types there are: mypy holds that."""


@dataclass(frozen=True)
class Mistake:
    """One mistake: the function (or "" for the module) and line it is in, what stood there, and what stands there now.

    `lines` are those from the start of its statement on: whoever comes to the mistake comes to one of them. `tree` is
    the whole source with the mistake in it, every line where it was.
    """

    within: str
    line: int
    lines: range
    was: str
    now: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """How a list names it, whatever its line has become."""
        return f"{self.within or 'module'}: {self.was} → {self.now}"


def mistakes_in(source: str) -> Iterator[Mistake]:
    """Every mistake that can be made in this source, in the order of its lines."""
    tree = ast.parse(source)
    found = _Finder()
    found.visit(tree)
    seen: dict[tuple[str, str, str], int] = {}
    for number, (within, statement, node, other) in enumerate(found.places):
        changed = _with(tree, number)
        now = ast.unparse(other) if isinstance(other, ast.AST) else "(left out)"
        was = ast.unparse(node)
        key = (within, was, now)
        seen[key] = seen.get(key, 0) + 1
        times = f" (number {seen[key]})" if seen[key] > 1 else ""
        line = getattr(node, "lineno", statement)
        lines = range(statement, getattr(node, "end_lineno", line) + 1)
        yield Mistake(within, line, lines, _short(was) + times, _short(now), changed)


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) < 90 else one_line[:87] + "..."


def _with(tree: ast.Module, number: int) -> ast.Module:
    """The tree with its mistake of this number made."""
    changed = copy.deepcopy(tree)
    finder = _Finder(make=number)
    finder.visit(changed)
    return ast.fix_missing_locations(changed)


class _Finder(ast.NodeVisitor):
    """Walks through a tree, always in the same order, and notes each mistake; the one numbered `make` it makes."""

    def __init__(self, make: int | None = None) -> None:
        self.make = make
        self.places: list[tuple[str, int, ast.AST, ast.AST | None]] = []
        self.within: list[str] = []
        self.statement = 0

    def note(self, parent: ast.AST, field: str, index: int | None, node: ast.AST, other: ast.AST | None) -> None:
        number = len(self.places)
        self.places.append((".".join(self.within), self.statement, node, other))
        if number != self.make:
            return
        if index is None:
            setattr(parent, field, other)
        elif other is None:
            del getattr(parent, field)[index]
        else:
            getattr(parent, field)[index] = other

    def generic_visit(self, node: ast.AST) -> None:
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns", "decorator_list", "type_comment"):
                continue
            if isinstance(value, list):
                for index, child in enumerate(list(value)):
                    if isinstance(child, ast.AST):
                        self.changes_of(node, field, index, child)
                        self.visit(child)
            elif isinstance(value, ast.AST):
                self.changes_of(node, field, None, value)
                self.visit(value)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._inside(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._inside(node)

    def _inside(self, node: ast.ClassDef | ast.FunctionDef) -> None:
        self.within.append(node.name)
        self.generic_visit(node)
        self.within.pop()

    def visit_Call(self, node: ast.Call) -> None:
        if not (isinstance(node.func, ast.Name) and node.func.id in SAYINGS):
            self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if not (isinstance(node.value, ast.Name) and node.value.id in TYPES):
            self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        if not (isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """What stands in a sentence is for its reader."""

    def visit_Import(self, node: ast.Import) -> None:
        """Nothing to get wrong that mypy does not see."""

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Idem."""

    def changes_of(self, parent: ast.AST, field: str, index: int | None, node: ast.AST) -> None:
        """Every mistake that can be made at this node itself."""
        if isinstance(node, ast.stmt):
            self.statement = node.lineno
        for other in alternatives(parent, field, node):
            self.note(parent, field, index, node, other)


def alternatives(parent: ast.AST, field: str, node: ast.AST) -> Iterator[ast.AST | None]:
    """What could stand in the place of this node by mistake; None: nothing."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARED:
            yield ast.Compare(node.left, [COMPARED[type(op)]()], node.comparators)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.BinOp(op=op) if type(op) in RECKONED and not _text(node):
            yield ast.BinOp(node.left, RECKONED[type(op)](), node.right)
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield ast.Constant(value + 1)
        case ast.Raise():
            yield ast.Pass()
        case ast.Continue():
            yield ast.Break()
        case ast.Return(value=value) if value is not None and not _nothing(value):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case ast.IfExp(body=body, orelse=orelse):
            yield ast.IfExp(node.test, orelse, body)
    if field == "elts" and isinstance(parent, ast.Set | ast.Tuple | ast.List) and _left_out(parent):
        yield None
    plain = isinstance(node, ast.Name | ast.Call | ast.Attribute)
    if plain and isinstance(node, ast.expr) and _asked(parent, field):
        yield ast.UnaryOp(ast.Not(), node)
    if field == "ifs":
        yield ast.Constant(True)


def _asked(parent: ast.AST, field: str) -> bool:
    """Whether an answer yes or no is wanted here."""
    if field == "test":
        return isinstance(parent, ast.If | ast.IfExp | ast.While)
    return field == "values" and isinstance(parent, ast.BoolOp)


def _left_out(parent: ast.Set | ast.Tuple | ast.List) -> bool:
    """Whether something could be missing from this row, without it being another sort of thing."""
    loads = isinstance(parent, ast.Set) or isinstance(parent.ctx, ast.Load)
    return loads and len(parent.elts) > 1 and all(isinstance(e, ast.Attribute | ast.Name) for e in parent.elts)


def _text(node: ast.BinOp) -> bool:
    return any(isinstance(side, ast.Constant | ast.JoinedStr) and not _number(side) for side in (node.left, node.right))


def _number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def _nothing(node: ast.expr) -> bool:
    """None, or no: that this becomes yes is a mistake of its own."""
    return isinstance(node, ast.Constant) and (node.value is None or node.value is False)
