"""A page notes that it was read, and nothing else: what is changed, the one verb that it calls notes and mails itself.

Changes stand in verbs of `kring/school/actions` and `kring/cases/actions`, so that whoever calls one forgets nothing.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from kring.trail.verbs import Verb

WEB = Path(__file__).parents[2] / "kring" / "web"
READ = {verb.name for verb in Verb if verb.value.endswith(("_read", ".read", "_printed", ".printed"))}
"""What a page writes in the trail itself."""

WRITERS = ("kring.trail.record.record", "kring.mail.outbox", "kring.cases.account_letters", "kring.cases.letters")
"""What writes in the trail or the outbox."""

READS_OF_THEM = {
    "kring.cases.letters.LANGUAGE": "in which language letters are",
    "kring.mail.outbox.AlreadySent": "that a letter went out meanwhile",
    "kring.mail.outbox.sender_address": "the address that mail comes from",
    "kring.trail.record.record_reads": "that several things were read",
}

WRITES_ITSELF = {
    "request/noting.py kring.trail.record.record": "with it a page notes that something was read",
    "way_in/sign_in.py kring.trail.record.record": "who came in and went, which allauth does",
    "way_in/demo.py kring.trail.record.record": "the same of a demo, without allauth",
    "way_in/forgotten.py kring.cases.account_letters.send_link": "somebody at the door who forgot the password",
}
"""What in web writes all the same, with the reason. This list may only shrink."""

IN_ONE_TRANSACTION = {
    "forms/keeping.py": "a draft of a form that did not do its work in the meantime",
    "forms/drafts.py": "a draft in its turn, with the one that it takes the place of",
    "forms/page.py": "the one road of a form: its verb with what names its submit",
    "road/case_form.py": "the same of a form about a case, locked before it is judged",
    "lists/plans.py": "opening a plan is reading it",
    "way_in/sign_in.py": "who came in, with the line that says so",
    "way_in/forgotten.py": "a letter that was asked for, with the row that asks",
    "way_in/store.py": "a key that is taken already undoes nothing around it",
}
"""What in web opens a transaction, with the reason: a page calls one verb, and that has its own."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(WEB.rglob("*.py")):
        if "migrations" not in file.parts:
            yield file.relative_to(WEB).as_posix(), ast.parse(file.read_text())


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{one.name}" for one in node.names)
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)


def noted(tree: ast.Module) -> Iterator[str]:
    """The verbs of the trail that this source writes with `note(request, Verb.…)`; "?" when it does not name one."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="note"), args=[ast.Name(id="request"), verb, *_rest]):
                named = [one.attr for one in ast.walk(verb) if isinstance(one, ast.Attribute) and _is_verb(one.value)]
                yield from named or ["?"]


def _is_verb(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "Verb"


def test_a_page_notes_only_that_it_was_read() -> None:
    found = {path: verbs for path, tree in sources() if (verbs := set(noted(tree)) - READ)}
    assert not found, f"a verb of actions notes what it changes: {found}"
    assert set(noted(ast.parse("note(request, Verb.STAFF_CHANGED, subject_id=person.id)"))) == {"STAFF_CHANGED"}


def test_no_page_writes_in_the_trail_or_the_outbox_by_itself() -> None:
    found = {
        f"{path} {name}"
        for path, tree in sources()
        for name in imported(tree)
        if name.startswith(WRITERS) and name not in READS_OF_THEM
    }
    assert found == set(WRITES_ITSELF)


def test_no_page_makes_a_transaction_of_its_own_around_what_it_calls() -> None:
    found = {
        path
        for path, tree in sources()
        if {"django.db.transaction", "django.db.transaction.atomic"} & set(imported(tree))
    }
    assert found == set(IN_ONE_TRANSACTION)
