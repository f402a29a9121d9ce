"""How PostgreSQL would carry out each question that is asked, and what in that is too much."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from tests.web.flat.country import rows_of_tables

OURS = ("cases_", "mail_", "trail_", "school_", "reports_", "web_", "backup_", "vault_")
FEW = 5_000
"""A table of fewer rows is best read whole, by whichever condition."""


@dataclass(frozen=True)
class Plan:
    """A question as it was asked, where it was asked first, and how it would be carried out."""

    sql: str
    asked_by: str
    cost: float
    read_whole: tuple[str, ...]
    """The large tables that are read from one end to the other."""


@dataclass
class Plans:
    """All questions that were asked while it looked on, each once."""

    rows: dict[str, int]
    found: dict[str, Plan] = field(default_factory=dict)
    asked_by: str = ""

    def looks_on(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """For `connection.execute_wrapper`: has each question explained once, with the values it came with."""
        if sql not in self.found and sql.lstrip("( ").startswith(("SELECT", "UPDATE", "DELETE")) and not many:
            self.found[sql] = self._explained(sql, params)
        return execute(sql, params, many, context)

    def _explained(self, sql: str, params: Any) -> Plan:
        with connection.connection.cursor() as cursor:  # beside Django, which would have this explained too
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            (said,) = cursor.fetchone()
        (top,) = json.loads(said) if isinstance(said, str) else said
        whole = sorted(
            {
                node["Relation Name"]
                for node in _nodes(top["Plan"])
                if node["Node Type"] == "Seq Scan"
                and node["Relation Name"].startswith(OURS)
                and self.rows.get(node["Relation Name"], 0) > FEW
            }
        )
        return Plan(sql, self.asked_by, top["Plan"]["Total Cost"], tuple(whole))


@contextmanager
def plans() -> Iterator[Plans]:
    """Looks on at everything that is asked of the database."""
    seen = Plans(rows_of_tables())
    with connection.execute_wrapper(seen.looks_on):
        yield seen


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for under in plan.get("Plans", ()):
        yield from _nodes(under)
