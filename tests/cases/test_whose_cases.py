"""A list or a count of cases begins at what its reader may see, and never at the whole table.

What a page shows of cases comes from `cases_visible_to` or `plans_visible_to`, and a single case from `case_or_404`.
Facts, plans and reports are asked for by the case that they belong to. Everything else stands here with its reason.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

KRING = Path(__file__).parents[2] / "kring"

FREE = ("kring.school.models", "kring.web.models")
"""Tables that say nothing about a case. What is in any other is somebody's, and not everybody's."""

BY_CASE = {"case", "case__in", "version", "version__in", "version__case", "replaces"}
"""A question with one of these is about cases, plans or facts that were found already."""

OF_ALL = "cases_with_standing"

HOMES = {
    "web/door/doorway.py page": "the door of a school by its address, for who stands before it; no case, no report",
    "cases/access.py cases_with_standing": "the list itself, for those who then ask `may`",
    "cases/access.py _cases_for": "where every list of cases begins",
    "cases/access.py running_shown_to_team": "where every list of what the team is shown begins",
    "cases/counts.py running_cases_of": "the cases of which one person is owner or stand-in, before they can leave",
    "cases/held.py locked": "the one case of a verb, which asks access again",
    "cases/cannot_wait.py _not_opened_by": "asked of each case that this person may see",
    "cases/cannot_wait.py _asked_again": "lines of the own school, asked of cases that this person may see",
    "cases/cannot_wait.py _by_what_is_in_it": "the latest of those that this person may see, by id",
    "cases/queries.py _page": "one page of these, by id",
    "cases/queries.py _on_today": "idem",
    "cases/queries.py _plans": "one page of the plans that this person may read, by id",
    "cases/last_year.py due_after_they_left": "what is reminded of by letter, to owner and stand-in",
    "cases/to_say.py _written_about": "which letters went about cases that the daily sweep has found and holds",
    "cases/around.py _reports_around": "of this case, and of those that this person may see",
    "cases/queries.py _with_one_of": "a report must find the case it belongs to; of another, that it runs",
    "cases/access.py concerns_visible_to": "reports about staff, for those who may read them, but the accused",
    "cases/absences.py open_absences": "who is away and who stands in, of the own school; no case is told by it",
    "web/school/absences.py absence_end": "one of these, for those who lead, to end it",
    "cases/unlisted.py _takes_part": "in which cases a typed child takes part, never told to those who say who it is",
    "cases/unlisted.py _excluded": "the cases that this person is kept out of, so that no child of them is shown",
    "web/school/unlisted.py _settled": "that a child of this school was typed once, by its id; of no case",
    "cases/teachers.py _join": "who takes part from now on in a case that a verb holds; nothing is read",
    "cases/kept_out.py keeps_out_with": "who is kept out of other cases, for verbs; no page shows it",
    "cases/own_reports.py own_reports": "what this person reported: its day and who owns its case",
    "cases/promises.py _running": "promises of running cases; those who ask put the cases to it",
    "cases/team.py _standing": "one kind of fact; those who ask put the cases to it",
    "cases/team.py _with_what_is_asked": "plans that were found already",
    "web/way_in/doors.py _with_standing": "of the one door to a case, which asks `may`",
    "web/way_in/health.py _worker": "since when the oldest letter waits, for a monitor; not which one it is",
    "web/school/restored.py restored_notice": "that the school was put back from a copy, and how many letters wait",
    "web/school/trail.py _of_school": "the school's own trail, for a head: its lines are of no case",
    "web/way_in/health.py _trail": "one row: whether the trail was right",
    "web/school/how_it_goes.py _trail": "idem, in words, for who keeps the clock of the server",
    "web/school/how_it_goes.py _mails": "how many letters of the own school wait, and since when; not which",
    "web/school/server.py what_is_known": "one row: which line of the trail was not right; of when the sheet is",
    "web/report/concern.py concern_page": "one report about staff, which `may_read_concern` opens",
    "web/report/views.py report_done": "the report that this person made",
    "cases/newly_told.py _chosen": "whether this same submit was taken down before, by its token",
    "web/parent_door/link.py link_page": "the door of what a link opens, which its digest found",
    "web/door/answers.py in_the_middle": "the door by its address, open or shut, for what its sender sealed",
    "web/door/portrait.py portrait": "the open door of this address, to show the face of who reads there",
    "web/way_in/demo.py open_doors": "the doors of the invented school",
    "web/school/seldom.py _asked": "whether the own school was put back from a copy",
    "web/incoming/listing.py told": "whether anything that came in is not settled yet; no word of it",
    "web/incoming/listing.py _in_order": "asked of each that this person may read",
    "web/school/doors.py doors": "the school's own door, locked to be changed",
    "web/school/saved.py _line": "the trail of what a form of the school saved; it knows no cases",
    "web/school/restored.py decide_letter": "one letter that was held, for those who see to it; without its text",
    "web/school/restored.py restored": "the letters that were held, for those who see to them; without their texts",
    "web/school/undelivered.py settle": "one letter that did not arrive, for those who see to it; without its text",
}
"""What begins at a whole table, with the reason why nothing of a case comes of it that the reader may not see."""


def whole_tables_in(source: str) -> Iterator[str]:
    """The names of the functions that begin at a whole table about cases."""
    tree = ast.parse(source)
    free = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in FREE
        for alias in node.names
    }
    bound = {id(manager) for node in ast.walk(tree) if (manager := manager_of_a_bound_question(node)) is not None}
    yield from sorted({name for name, node in with_function(tree) if is_whole(node, free) and id(node) not in bound})


def with_function(tree: ast.AST, name: str = "module") -> Iterator[tuple[str, ast.AST]]:
    """Every node, with the outermost function it stands in."""
    for child in ast.iter_child_nodes(tree):
        inside = child.name if isinstance(child, ast.FunctionDef) and name == "module" else name
        yield inside, child
        yield from with_function(child, inside)


def is_whole(node: ast.AST, free: set[str]) -> bool:
    """Whether this is all rows of a table that is not free, or all cases of a school."""
    match node:
        case ast.Attribute(value=value, attr="objects" | "_default_manager" | "_base_manager"):
            return not (isinstance(value, ast.Name) and value.id in free)
        case ast.Name(id=name):
            return name == OF_ALL
        case ast.FunctionDef(name=name):
            return name == OF_ALL
    return False


def manager_of_a_bound_question(node: ast.AST) -> ast.AST | None:
    """The `X.objects` of `X.objects.filter(case=…)`, also when something stands between the two."""
    match node:
        case ast.Call(
            func=ast.Attribute(value=asked, attr="filter" | "get" | "get_or_create" | "of_case" as how), keywords=words
        ):
            if how == "of_case" or any(word.arg in BY_CASE for word in words):
                while isinstance(asked, ast.Call) and isinstance(asked.func, ast.Attribute):
                    asked = asked.func.value
                return asked
    return None


def readers() -> Iterator[Path]:
    """Every module of the pages and of what they read. A verb works on the case that it holds."""
    for package in ("web", "cases"):
        for path in (KRING / package).rglob("*.py"):
            if not {"actions", "migrations"} & set(path.parts):
                yield path


def test_every_list_begins_at_what_its_reader_may_see():
    found = {
        f"{path.relative_to(KRING).as_posix()} {name}"
        for path in readers()
        for name in whole_tables_in(path.read_text(encoding="utf-8"))
    }
    assert found == set(HOMES), "begin at cases_visible_to(staff), or say in HOMES why nothing comes of it"


@pytest.mark.parametrize(
    "line",
    [
        "Case.objects.count()",
        "Case.objects.filter(school=staff.school)",
        "Case._default_manager.all()",
        "Fact.objects.filter(kind='incident')",
        "Report.objects.filter(case__school=staff.school)",
        "Report.objects.select_related('case').order_by('at')",
        "models.Case.objects.all()",
        "TrailLine.objects.of_school(staff.school_id)",
        "Case.objects.filter(Exists(Fact.objects.filter(case=OuterRef('pk'))))",
        "cases_with_standing(staff).count()",
        "list(map(cases_with_standing, everybody))",
    ],
)
def test_a_whole_table_is_seen(line):
    source = (
        f"from kring.cases.models import Case\nfrom kring.school.models import Pupil\n\ndef page(staff):\n    {line}\n"
    )
    assert list(whole_tables_in(source)) == ["page"]


@pytest.mark.parametrize(
    "line",
    [
        "cases_visible_to(staff).count()",
        "Pupil.objects.filter(school=staff.school)",
        "Fact.objects.filter(case__in=cases_visible_to(staff))",
        "PlanVersion.objects.select_related('issued_by').filter(case=case).first()",
        "PlanRead.objects.filter(version__in=versions, staff=staff)",
    ],
)
def test_what_belongs_to_a_case_or_to_the_school_is_let_through(line):
    source = (
        f"from kring.cases.models import Case\nfrom kring.school.models import Pupil\n\ndef page(staff):\n    {line}\n"
    )
    assert list(whole_tables_in(source)) == []
