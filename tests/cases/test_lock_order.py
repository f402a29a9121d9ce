"""Every lock leaves the key of its row free, but for the few that say why (docs/architecture.md, Locks)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import kring
from kring.cases import actions
from kring.cases.actions import school_changes
from kring.school.actions import proposals

GIVES_IT = ("let_take_part(", "begin_with(", "Part.TAKES_PART", "give_to(", "runs_again(", "case.stand_in = staff")
HOLDS_THE_SCHOOL = ("with_school=True", "hold_school(", "School.objects.select_for_update(")
SHUTS_THE_KEY = {
    "cases/actions/school_changes.py": "change_colleague waits for everybody who is writing of this school",
    "school/actions/staff.py": "change_staff, which it calls, has the school by then",
}


def locks(tree: ast.AST) -> Iterator[bool]:
    """For each lock that is taken: whether it leaves the key free."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".select_for_update"):
            yield any(word.arg == "no_key" for word in node.keywords)


def test_every_lock_leaves_the_key_free_but_one_in_each_of_these() -> None:
    root = Path(kring.__file__).parent
    found = {
        str(path.relative_to(root)): list(locks(ast.parse(path.read_text()))) for path in sorted(root.rglob("*.py"))
    }
    assert sum(map(len, found.values())) > 20
    assert {name: free.count(False) for name, free in found.items() if False in free} == dict.fromkeys(SHUTS_THE_KEY, 1)


def verbs_that_give(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """Each verb of a module that gives somebody a case or a part in one, itself or by a helper: whether it holds the
    school. What is asked for a change that somebody makes already is no verb."""
    text = {one.name: ast.unparse(one) for one in tree.body if isinstance(one, ast.FunctionDef)}

    def gives(name: str) -> bool:
        helpers = [other for other in text if other.startswith("_") and other != name and f"{other}(" in text[name]]
        return any(sign in text[name] for sign in GIVES_IT) or any(map(gives, helpers))

    for name in text:
        if not name.startswith("_") and "change: Change" not in text[name].partition("->")[0] and gives(name):
            yield name, any(sign in text[name] for sign in HOLDS_THE_SCHOOL)


def test_every_verb_that_gives_a_case_or_a_part_in_it_locks_the_school_first() -> None:
    """So that nobody is given one while they leave. What the door of a page holds, `changing` asks for."""
    found: dict[str, bool] = {}
    for path in sorted(Path(next(iter(actions.__path__))).glob("*.py")):
        found |= dict(verbs_that_give(ast.parse(path.read_text())))
    assert {"open_case", "join_case", "add_child", "include_colleague", "hand_over", "set_stand_in"} <= set(found)
    assert {"reopen", "check_back"} <= set(found), "a case that runs again may get another owner"
    assert {"change_pupil", "move_pupils", "change_teachers"} <= set(found)
    assert [name for name, holds in found.items() if not holds] == []


def test_every_verb_that_locks_a_proposal_locks_the_school_first() -> None:
    """A yes changes who works here and so has the school with its key: a proposal that is locked before the school is,
    and then a letter of it, would wait for the yes that waits for it."""
    tree = ast.parse(Path(str(proposals.__file__)).read_text())
    text = {one.name: ast.unparse(one) for one in tree.body if isinstance(one, ast.FunctionDef)}
    lock = {name: said for name, said in text.items() if "select_for_update" in said and "Proposal" in said}
    assert set(lock) == {"let_proposals_lapse", "_locked"}
    for name, said in lock.items():
        assert 0 < said.find("_hold_school(") < said.find("select_for_update"), name


def test_who_has_the_school_with_its_key_has_locked_every_case_before() -> None:
    """Whoever holds a case needs a share of that key to be ready: a case locked after it waits for ever."""
    tree = ast.parse(Path(str(school_changes.__file__)).read_text())
    [verb] = [
        one for one in tree.body if isinstance(one, ast.FunctionDef) and ".select_for_update()" in ast.unparse(one)
    ]
    said = ast.unparse(verb)
    places = [said.find(part) for part in ("hold_school(", "_running_cases_of(", ".select_for_update()")]
    assert -1 not in places
    assert places == sorted(places)
