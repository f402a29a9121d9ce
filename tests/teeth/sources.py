"""The tests as Python reads them, and what in them cannot fail."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parents[1]
Function = ast.FunctionDef | ast.AsyncFunctionDef
TELLS = frozenset({"raises", "warns", "fail", "django_assert_num_queries", "django_assert_max_num_queries"})
"""What pytest and pytest-django have beside `assert`."""


@dataclass(frozen=True)
class Idle:
    """Something in a test that cannot fail: where, and why."""

    where: str
    why: str


def idle_in(source: str, name: str = "", asserting: frozenset[str] = frozenset()) -> list[Idle]:
    """Everything in this source that cannot fail. `asserting` are the names of functions elsewhere that can."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
    idle = [
        Idle(f"{name}:{node.lineno}", f"cannot be untrue: {ast.unparse(node.test)}")
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert) and always_true(node.test)
    ]
    idle += [
        Idle(f"{name}:{node.lineno}", f"holds of what is not there: {ast.unparse(node.test)}")
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert) and holds_of_nothing(node.test)
    ]
    can_fail = asserting | asserting_among([tree])
    for function in functions:
        if not function.name.startswith("test_"):
            continue
        asserts = [node.test for node in ast.walk(function) if isinstance(node, ast.Assert)]
        elsewhere = called_by(function) & (can_fail | TELLS)
        if not asserts and not elsewhere:
            idle.append(Idle(f"{name}:{function.lineno}", f"{function.name} asserts nothing"))
        elif asserts and not elsewhere and all(only_types(test) for test in asserts):
            idle.append(Idle(f"{name}:{function.lineno}", f"{function.name} does the type checker's work only"))
        last = function.body[-1]
        if len(asserts) > 1 and isinstance(last, ast.Assert) and only_types(last.test):
            idle.append(
                Idle(
                    f"{name}:{last.lineno}",
                    f"is the type checker's work, and nothing uses it: {ast.unparse(last.test)}",
                )
            )
    return idle


def always_true(test: ast.expr) -> bool:
    """Whether this holds whatever happens: a constant, something `or` one, a filled tuple, a thing beside itself."""
    match test:
        case ast.Constant(value=value):
            return bool(value)
        case ast.Tuple(elts=elts) | ast.List(elts=elts) | ast.Set(elts=elts):
            return bool(elts)
        case ast.Dict(keys=keys):
            return bool(keys)
        case ast.Lambda() | ast.GeneratorExp():
            return True
        case ast.JoinedStr(values=values):
            return any(isinstance(value, ast.Constant) for value in values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return always_false(operand)
        case ast.BoolOp(op=ast.Or(), values=values):
            return any(always_true(value) for value in values)
        case ast.BoolOp(op=ast.And(), values=values):
            return all(always_true(value) for value in values)
        case ast.IfExp(body=body, orelse=orelse):
            return always_true(body) and always_true(orelse)
        case ast.NamedExpr(value=value):
            return always_true(value)
        case ast.Compare(left=left, ops=[ast.Eq() | ast.Is() | ast.GtE() | ast.LtE()], comparators=[right]):
            return ast.dump(left) == ast.dump(right) and not any(isinstance(n, ast.Call) for n in ast.walk(left))
    return False


def always_false(test: ast.expr) -> bool:
    """Whether this never holds: an empty or false constant."""
    match test:
        case ast.Constant(value=value):
            return not value
        case ast.Tuple(elts=[]) | ast.List(elts=[]) | ast.Set(elts=[]) | ast.Dict(keys=[]):
            return True
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return always_true(operand)
    return False


def holds_of_nothing(test: ast.expr) -> bool:
    """Whether this is also true when what it looks in is not there: `x not in (text or "")`, or of all of none."""
    for part in ast.walk(test):
        match part:
            case ast.Compare(ops=[ast.NotIn()], comparators=[looked_in]) if any(map(_or_empty, ast.walk(looked_in))):
                return True
            case ast.Call(func=ast.Name(id="all" | "any"), args=[each]) if always_false(each) or _over_nothing(each):
                return True
    return False


def _or_empty(part: ast.AST) -> bool:
    return isinstance(part, ast.BoolOp) and isinstance(part.op, ast.Or) and always_false(part.values[-1])


def _over_nothing(each: ast.expr) -> bool:
    """Whether it goes through an empty list, or through one that may be empty in place of what is not there."""
    generators = each.generators if isinstance(each, ast.GeneratorExp | ast.ListComp) else []
    return any(always_false(one.iter) or _or_empty(one.iter) for one in generators)


def only_types(test: ast.expr) -> bool:
    """Whether this only asks what type something has, which mypy knows before."""
    match test:
        case ast.Call(func=ast.Name(id="isinstance" | "issubclass" | "callable")):
            return True
        case ast.BoolOp(values=values):
            return all(only_types(value) for value in values)
        case ast.Call(func=ast.Name(id="all" | "any"), args=[ast.GeneratorExp(elt=each) | ast.ListComp(elt=each)]):
            return only_types(each)
    return False


def called_by(function: ast.AST) -> set[str]:
    """The names that are called in it."""
    return {
        node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
    }


def asserting_among(trees: Iterable[ast.Module]) -> frozenset[str]:
    """The functions that can fail: they assert, or call one that does. By name, as a reader would look."""
    calls: dict[str, set[str]] = defaultdict(set)
    can_fail: set[str] = set()
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, Function) and not node.name.startswith("test_"):
                calls[node.name] |= called_by(node)
                if any(isinstance(inner, ast.Assert) for inner in ast.walk(node)):
                    can_fail.add(node.name)
    while True:
        more = {name for name, called in calls.items() if called & (can_fail | TELLS)} - can_fail
        if not more:
            return frozenset(can_fail)
        can_fail |= more


def every_source() -> Iterator[tuple[str, str]]:
    """Every file of the tests: its name from the top of the tests, and what stands in it."""
    for path in sorted(TESTS.rglob("*.py")):
        yield path.relative_to(TESTS).as_posix(), path.read_text(encoding="utf-8")
