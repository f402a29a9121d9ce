"""No key of a protocol stands as a word in Kring's code outside `kring/protocol`, but for what is explained here."""

import ast
from collections.abc import Iterator
from pathlib import Path

from kring.cases.bodies import KINDS
from kring.protocol.editions import PROTOCOLS
from tests.protocol.other_edition import OTHER
from tests.protocol.renaming import keys_of

KRING = Path(__file__).parents[2] / "kring"

TAG = "the tag of a kind of fact"
ADDRESS = "the name of an address"
FIELD = "a field of a form"
PLAN = "a field of the plan, or of what changed in it"
CUSTODY = "yes, no or unknown: of custody, a table of holidays or a setting"
ANSWER = "yes or no, of a form"
CALLED = "an option, or what another package calls it"
FROZEN = "a migration, written when there was one edition"

AT_HOME = ("protocol/",)
"""Where keys are words of their own."""

EXPLAINED = {
    "cases/actions/releasing.py": (FIELD, {"agreements", "approach", "problem"}),
    "cases/bodies.py": (
        TAG,
        {"analysis", "class_attention", "new_approach", "phase_out", "problem", "review", "severity", "talk"},
    ),
    "cases/letter_kinds.py": (ADDRESS, {"issue_plan"}),
    "cases/migrations/0006_stage.py": (FROZEN, {"after_care", "close"}),
    "cases/plan.py": (PLAN, {"approach", "problem"}),
    "cases/recipients.py": (ADDRESS, {"issue_plan"}),
    "cases/plan_changes.py": (PLAN, {"agreements", "problem"}),
    "config/environment.py": (CUSTODY, {"no", "yes"}),
    "config/management/commands/trail.py": (CALLED, {"noted"}),
    "config/urls.py": (ADDRESS, {"close", "issue_plan"}),
    "config/whole_requests.py": (CALLED, {"close"}),
    "reports/told.py": (ANSWER, {"no", "yes"}),
    "school/calendars.py": (CUSTODY, {"yes"}),
    "school/migrations/0001_initial.py": (CUSTODY, {"no", "yes"}),
    "school/models.py": (CUSTODY, {"no", "yes"}),
    "web/case/handing_on.py": (FIELD, {"agreements"}),
    "web/case/overview.py": (ADDRESS, {"close", "issue_plan"}),
    "web/case/stale_plan.py": (ADDRESS, {"issue_plan"}),
    "web/door/coming_back.py": (FIELD, {"talk"}),
    "web/door/screens.py": (f"{FIELD}, and {ANSWER}", {"no", "talk", "yes"}),
    "web/door/wording.py": (ANSWER, {"no", "yes"}),
    "web/parent_door/answers.py": (ANSWER, {"yes"}),
    "web/parent_door/board.py": (FIELD, {"talk"}),
    "web/parent_door/wording.py": (ANSWER, {"no", "yes"}),
    "web/kinds/agreement.py": (FIELD, {"agreements"}),
    "web/kinds/incident.py": (FIELD, {"incidents"}),
    "web/kinds/plan_issued.py": (ADDRESS, {"issue_plan"}),
    "web/kinds/review.py": (FIELD, {"agreements"}),
    "web/lists/today.py": (ADDRESS, {"close"}),
    "web/lists/today_on_top.py": (ADDRESS, {"issue_plan"}),
    "web/papers/parent_copies.py": (FIELD, {"agreements", "approach", "problem"}),
    "web/report/views.py": (FIELD, {"agreements"}),
    "web/road/onward.py": (ADDRESS, {"issue_plan"}),
    "web/school/proposals.py": (ANSWER, {"no", "yes"}),
    "web/school/trail.py": (CALLED, {"wish"}),
    "web/school/variation_form.py": (FIELD, {"after_care"}),
}
"""Where a word that is also a key may stand, and why. It may only become shorter."""


def keys() -> set[str]:
    """The key of every step, answer and duty of every edition, the invented one included."""
    editions = [edition for several in PROTOCOLS.values() for edition in several]
    return set().union(*map(keys_of, (*editions, OTHER)))


def literals() -> Iterator[tuple[str, str]]:
    """Every string literal outside `kring/protocol` that equals a key, with its file.

    But for the tags of facts in a migration: each new kind has Django write them all down again.
    """
    known, tags = keys(), set(KINDS)
    for path in sorted(KRING.rglob("*.py")):
        file = path.relative_to(KRING).as_posix()
        if file.startswith(AT_HOME):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in known:
                if "/migrations/" in file and node.value in tags:
                    continue
                yield file, node.value


def test_a_key_stands_nowhere_but_where_it_is_explained() -> None:
    found: dict[str, set[str]] = {}
    for file, key in literals():
        found.setdefault(file, set()).add(key)
    unexplained = {
        file: sorted(words - EXPLAINED.get(file, ("", set()))[1])
        for file, words in found.items()
        if words - EXPLAINED.get(file, ("", set()))[1]
    }
    assert unexplained == {}, "a key means nothing by itself: put what it means in the protocol's data (decision 024)"


def test_what_is_explained_still_stands_there() -> None:
    found = set(literals())
    gone = [(file, word) for file, (_why, words) in EXPLAINED.items() for word in words if (file, word) not in found]
    assert gone == [], "take it out of the list: it may only become shorter"


def test_a_key_in_code_would_be_found() -> None:
    assert {"approach", "analyse", "terugblik", "hear_doer"} <= keys()
