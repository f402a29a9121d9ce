"""Every lock leaves the key of its row free, but for the few that say why (docs/architecture.md, Locks)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import kring

SHUTS_THE_KEY = {
    "cases/actions/school_changes.py": "change_colleague waits for everybody who is writing of this school",
    "school/actions/staff.py": "change_staff, which it calls, has the school by then",
    "mail/sending.py": "nothing points to a letter, and what is locked is passed by",
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
