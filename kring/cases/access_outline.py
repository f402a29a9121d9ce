"""The tables of roles in docs/access.md, from what the code asks: RIGHTS and ALLOWED. Everything around them is prose.

./dev access
"""

import re
from collections.abc import Iterator
from pathlib import Path

from kring.cases.access import ALLOWED, Need
from kring.protocol.terms import total
from kring.school.models import Role
from kring.school.rights import RIGHTS, Right, Standing

PAGE = Path(__file__).parents[2] / "docs" / "access.md"
BLOCK = re.compile(r"(<!-- printed: (?P<table>\w+) -->\n).*?(\n<!-- end -->)", re.DOTALL)

STANDINGS = total(
    {
        Standing.EXCLUDED: "excluded",
        Standing.NOBODY: "nobody",
        Standing.TEAM: "team",
        Standing.TAKES_PART: "takes part",
        Standing.LEADS: "leads",
    },
    Standing,
)
"""Each standing in the words of the page."""

NEEDS = total(
    {
        Need.READ_PLAN: "read the plan in force, while the case runs; print it as PDF",
        Need.OBSERVE: "note an observation on a running plan; see one's own",
        Need.READ_FILE: "read the file: talks, facts, side column, earlier versions of the plan; see by name who read"
        " the plan; read the plan of a closed case; print a parents' copy",
        Need.WRITE: "record, decide, agree, inform, issue the plan, correct, withdraw; release a parents' copy; add"
        " children, change a role, add a colleague, name a stand-in",
        Need.CONFIDENTIAL: "read or write notes on home and health",
        Need.LEAD: "waive a duty, hand over, exclude, lift an exclusion",
        Need.READ_TRAIL: "read the trail of the case",
    },
    Need,
)
"""What falls under each need."""


def filled(page: str) -> str:
    """The page with every printed table as it is now."""
    return BLOCK.sub(lambda block: "\n".join([block[1], *TABLES[block["table"]](), block[3]]), page)


def print_again() -> None:
    """Write the tables into docs/access.md."""
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def _roles() -> Iterator[str]:
    """What each role is to a case."""
    yield from _head("role", "to every case", "as owner or stand-in, or listed")
    for role, rights in RIGHTS.items():
        yield _row(role.value, STANDINGS[rights.in_cases], STANDINGS[rights.with_a_part])


def _needs() -> Iterator[str]:
    """What each standing allows."""
    columns = [Standing.TEAM, Standing.TAKES_PART, Standing.LEADS, Standing.NOBODY, Standing.EXCLUDED]
    yield from _head("", *(STANDINGS[standing] for standing in columns), "in code")
    for need, said in NEEDS.items():
        yield _row(said, *(_tick(need in ALLOWED[standing]) for standing in columns), f"`{need.name}`")


def _rights() -> Iterator[str]:
    """What each role may do outside a given case."""
    yield from _head("", *(role.value for role in Role), "in code")
    for right in Right:
        yield _row(right.value, *(_tick(right in RIGHTS[role].may) for role in Role), f"`{right.name}`")


TABLES = {"roles": _roles, "needs": _needs, "rights": _rights}


def _head(*cells: str) -> Iterator[str]:
    yield _row(*cells)
    yield "|" + "---|" * len(cells)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |".replace("|  |", "| |").replace("|  |", "| |")


def _tick(allowed: bool) -> str:
    return "✓" if allowed else ""
