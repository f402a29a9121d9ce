"""A kind of fact is known in its struct and in its file of web/kinds; what else names one says why, in a list.

That list may only shrink: ask `fact.traits`, `told(fact.kind)` or `as_duty(duty.kind)`: what is asked by name is
forgotten for the next kind. Reading facts by their struct (`file.of(bodies.Talk)`) is typed, and is not counted.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.web.kinds_named import Place, places, places_in_template

ROOT = Path(__file__).parents[2]
HOME = ("kring/cases/bodies.py", "kring/cases/migrations", "kring/protocol", "kring/web/kinds")
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
    "kring/cases/to_say.py": (1, WATCH),
    "kring/cases/agenda.py": (3, f"{PLANNED}; the coordinator is at a consultation"),
    "kring/cases/asked_together.py": (12, "what belongs together is of these kinds, whatever the protocol calls it"),
    "kring/cases/foresight.py": (1, "a step that will be finished has the fact that says so"),
    "kring/cases/calling.py": (1, "whether new agreements are still to be made is said to a guardian"),
    "kring/cases/case_file.py": (
        13,
        f"{POSITION}; {TAKEN_BACK}; who will not be told; who left; what was reported since a step was finished",
    ),
    "kring/cases/company.py": (1, "a talk with a bullied child does not lapse"),
    "kring/cases/consulting.py": (2, "whether a consultation waits for the coordinator is counted in SQL"),
    "kring/cases/parents.py": (
        4,
        "who does not agree, and that it was seen, is counted in SQL; beside what nobody states",
    ),
    "kring/cases/handing_on.py": (1, "whether a case was handed over since the new groups began is asked in SQL"),
    "kring/cases/not_told.py": (2, "whom the school does not tell, and that it was seen, is counted in SQL"),
    "kring/cases/own_reports.py": (1, "when a child was first talked with since is asked in SQL"),
    "kring/cases/plan_changes.py": (2, "parts of the plan that have the word of a kind"),
    "kring/cases/plan_drawing.py": (1, "the plan is a document and says itself what is in it"),
    "kring/cases/plan_in_force.py": (1, "whether the step issues the plan itself"),
    "kring/cases/planned_talks.py": (1, PLANNED),
    "kring/cases/queries.py": (9, f"{WATCH}; incidents are counted by week; guardians come after the rest"),
    "kring/cases/recipients.py": (4, f"{WATCH}; names of pages that have the word of a kind"),
    "kring/cases/team.py": (10, WATCH),
    "kring/cases/together.py": (
        3,
        "what was answered and held of one table: read by the column, so that nothing is unsealed",
    ),
    "kring/cases/told.py": (4, f"{GUARDIANS}, or that was let go"),
    "kring/demo/doing.py": (15, "how a duty of each kind is done in a story: a table that leaves out no kind"),
    "kring/demo/story.py": (1, "a story puts its next talk into the agenda"),
    "kring/web/duties/at_once.py": (10, "the words of what stands together, and where its reasons stand already"),
    "kring/web/lists/unsaved.py": (1, "the name of the page on which something seen is noted"),
    "kring/web/case/dossier.py": (4, TAKEN_BACK),
    "kring/web/case/knowing.py": (2, f"{GUARDIANS}, or that was let go"),
    "kring/web/case/path.py": (1, "a state of a task, not a kind of fact"),
    "kring/web/case/six_weeks.py": (1, "incidents are counted by week"),
    "kring/web/case/tasks.py": (1, "the question of a step is a line of its own"),
    "kring/web/lists/observations.py": (2, WATCH),
    "kring/web/lists/plans.py": (1, WATCH),
    "kring/web/lists/today.py": (1, GUARDIANS),
    "kring/web/road/onward.py": (1, PLAN_PAGE),
    "kring/web/road/planned_words.py": (1, "a consultation is with the coordinator, whom no fact names"),
}
"""How often a file names a kind, and why it must."""


def named() -> dict[str, list[Place]]:
    """Every file of Kring that names kinds outside their homes."""
    found = {}
    for look, files in ((places, "*.py"), (places_in_template, "*.html"), (places_in_template, "*.txt")):
        for file in sorted((ROOT / "kring").rglob(files)):
            path = file.relative_to(ROOT).as_posix()
            if not path.startswith(HOME) and (here := sorted(look(file.read_text()))):
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
        'x = fact.kind in frozenset({"waived"})',
        'x = of["decision"]',
        'x = {"talk": 1}[kind]',
        'x = {"talk": 1}.get(kind)',
        'x = file.of_kind("incident")',
        'x = Fact.objects.filter(kind="observation")',
        'x = Fact.objects.filter(kind__in=["observation"])',
        'x = current_facts(ids, ("observation",))',
        'match fact.kind:\n    case "talk" | "decision": pass',
        'TALK = "talk"',
        'SPOKEN_OF = frozenset(("problem", "agreement"))',
        'TITLES: dict[str, str] = {"talk": "Gesprek"}',
        "x = duty.kind is Kind.TALK",
        "x = duty.kind is terms.Kind.TALK",
        "x = {Kind.TALK: 1}",
        'x = Kind["TALK"]',
        'x = Kind("talk")',
        "from kring.protocol.terms import Kind as Sort\nx = duty.kind is Sort.TALK",
        "x = tag_of(bodies.Talk)",
        "x = tag_of(Talk)",
        "x = isinstance(one.body, bodies.Talk)",
        "x = isinstance(what, bodies.Talk | bodies.Wish)",
        "x = isinstance(what, (Talk, Wish))",
    ):
        assert list(places(line)), line
    assert not list(places('x = reverse("incident", args=[1])\ny = tag_of(kind)'))
    for line in (
        '{% if fact.kind == "talk_planned" %}',
        "{% if one.kind in 'talk decision' or task.duty.kind == 'agree' %}",
        '{% include "kring/case/fact.html" with kind="talk" %}',
    ):
        assert list(places_in_template(line)), line
    assert not list(places_in_template('{% if option.value == "informed" %}{{ group.kind.title }}'))


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
