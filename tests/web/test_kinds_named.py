"""A kind of fact is known in its struct and in its file of web/kinds; what else names one says why, in a list.

That list may only shrink: ask `fact.traits`, `told(fact.kind)` or `as_duty(duty.kind)`: what is asked by name is
forgotten for the next kind. Reading facts by their struct (`file.of(bodies.Talk)`) is typed, and is not counted.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from kring.cases.bodies import KINDS

ROOT = Path(__file__).parents[2]
HOME = ("kring/cases/bodies.py", "kring/cases/migrations", "kring/protocol", "kring/web/kinds")
READERS = {"of_kind", "current_facts", "_standing", "Q", "filter", "exclude"}
"""Functions that are given kinds; as what `kind=` is given to."""

VERB = "a verb records its own kind, for a duty of its own kind"
POSITION = "the position follows from decisions, letting go, closing, looking back and reopening: facts of the protocol"
WATCH = "asking colleagues to watch and what they saw are one matter, counted in SQL"
PLANNED = "planned talks are a list of their own, counted in SQL"
TAKEN_BACK = "what was withdrawn counts no more, of whatever kind it was"
GUARDIANS = "guardians are told one by one, on a call list"
PLAN_PAGE = "the plan is issued on a page of its own"

NAMED: dict[str, tuple[int, str]] = {
    "kring/cases/actions/agreeing.py": (6, VERB),
    "kring/cases/actions/change.py": (3, f"{TAKEN_BACK}; how a case ended is copied into its column; who trails"),
    "kring/cases/actions/issuing.py": (1, "the plan asks to watch, where the step does"),
    "kring/cases/actions/planning.py": (4, "who belongs at a planned talk depends on what talk it is"),
    "kring/cases/actions/recording.py": (13, f"{VERB}; only a case with a plan is watched"),
    "kring/cases/actions/reminding.py": (1, WATCH),
    "kring/cases/agenda.py": (3, f"{PLANNED}; the coordinator is at a consultation"),
    "kring/cases/calling.py": (1, "whether new agreements are still to be made is said to a guardian"),
    "kring/cases/case_file.py": (
        13,
        f"{POSITION}; {TAKEN_BACK}; who will not be told; who left; what was reported since a step was finished",
    ),
    "kring/cases/company.py": (1, "a talk with a bullied child does not lapse"),
    "kring/cases/parents.py": (
        4,
        "who does not agree, and that it was seen, is counted in SQL; beside what nobody states",
    ),
    "kring/cases/not_told.py": (2, "whom the school does not tell, and that it was seen, is counted in SQL"),
    "kring/cases/plan_drawing.py": (1, "the plan is a document and says itself what is in it"),
    "kring/cases/plan_in_force.py": (1, "whether the step issues the plan itself"),
    "kring/cases/planned_talks.py": (1, PLANNED),
    "kring/cases/queries.py": (9, f"{WATCH}; incidents are counted by week; guardians come after the rest"),
    "kring/cases/recipients.py": (1, WATCH),
    "kring/cases/team.py": (7, WATCH),
    "kring/cases/told.py": (4, f"{GUARDIANS}, or that was let go"),
    "kring/demo/doing.py": (15, "how a duty of each kind is done in a story: a table that leaves out no kind"),
    "kring/demo/story.py": (1, "a story puts its next talk into the agenda"),
    "kring/web/case/dossier.py": (4, TAKEN_BACK),
    "kring/web/case/knowing.py": (2, f"{GUARDIANS}, or that was let go"),
    "kring/web/case/path.py": (1, "a state of a task, not a kind of fact"),
    "kring/web/case/side.py": (1, "incidents are counted by week"),
    "kring/web/case/tasks.py": (1, "the question of a step is a line of its own"),
    "kring/web/lists/observations.py": (2, WATCH),
    "kring/web/lists/plans.py": (3, WATCH),
    "kring/web/lists/today.py": (1, GUARDIANS),
    "kring/web/road/not_now.py": (1, PLAN_PAGE),
    "kring/web/road/planned_words.py": (1, "a consultation is with the coordinator, whom no fact names"),
}
"""How often a file names a kind, and why it must."""


def places(source: str) -> Iterator[tuple[int, str]]:
    """Where this source names a kind of duty (`Kind.TALK`), or a kind of fact to compare, to look up or to read by."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id="Kind"), attr=member):
                yield node.lineno, member
            case ast.Compare(left=left, comparators=others):
                yield from _tags(left, *others)
            case ast.Subscript(slice=key):
                yield from _tags(key)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=given, keywords=named):
                yield from _tags(*given if name in READERS else (), *(one.value for one in named if one.arg == "kind"))


def _tags(*nodes: ast.expr) -> Iterator[tuple[int, str]]:
    for node in nodes:
        match node:
            case ast.Constant(value=str(tag)) if tag in KINDS:
                yield node.lineno, tag
            case ast.Tuple(elts=inner) | ast.List(elts=inner) | ast.Set(elts=inner):
                yield from _tags(*inner)


def named() -> dict[str, list[tuple[int, str]]]:
    """Every file of Kring that names kinds outside their homes."""
    found = {}
    for file in sorted((ROOT / "kring").rglob("*.py")):
        path = file.relative_to(ROOT).as_posix()
        if not path.startswith(HOME) and (here := sorted(places(file.read_text()))):
            found[path] = here
    return found


def test_kinds_are_named_only_where_the_list_says_why() -> None:
    found = named()
    more = {path: here for path, here in found.items() if len(here) > NAMED.get(path, (0, ""))[0]}
    assert not more, f"ask told(), as_duty() or the traits instead, or say here why that cannot be: {more}"


def test_the_list_only_shrinks() -> None:
    found = named()
    fewer = {
        path: len(found.get(path, ())) for path, (number, _why) in NAMED.items() if len(found.get(path, ())) < number
    }
    assert not fewer, f"good: write down the smaller number, or take the line out: {fewer}"
    assert all(why for _number, why in NAMED.values())


def test_every_way_of_naming_a_kind_is_seen() -> None:
    for line in (
        'if fact.kind == "talk": pass',
        'x = fact.kind in ("waived", "talk")',
        'x = of["decision"]',
        'x = file.of_kind("incident")',
        'x = Fact.objects.filter(kind="observation")',
        'x = current_facts(ids, ("observation",))',
        "x = duty.kind is Kind.TALK",
        "x = {Kind.TALK: 1}",
    ):
        assert list(places(line)), line
    assert not list(places('x = reverse("incident", args=[1])'))


def asked_of_bodies(source: str) -> Iterator[int]:
    """Where this source asks a body what it is, by `isinstance`, `getattr`, `type` or `match`."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="isinstance" | "getattr" | "hasattr" | "type"), args=[body, *_others]):
                yield from [node.lineno] if _is_body(body) else []
            case ast.Match(subject=body) if _is_body(body):
                yield node.lineno


def _is_body(node: ast.expr) -> bool:
    match node:
        case ast.Name(id="body") | ast.Attribute(attr="body"):
            return True
    return False


def test_no_reader_asks_a_body_what_it_is() -> None:
    files = [file for file in (ROOT / "kring").rglob("*.py") if file.name != "bodies.py"]
    found = {file.name: lines for file in files if (lines := list(asked_of_bodies(file.read_text())))}
    assert not found, (
        f"name the kind and have its body typed: file.of(bodies.Talk), or FactOf(fact, bodies.Talk): {found}"
    )
    assert list(asked_of_bodies("x = isinstance(fact.body, bodies.Talk)"))
    assert list(asked_of_bodies("match body:\n    case bodies.Talk(): pass"))
