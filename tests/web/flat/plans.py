"""How PostgreSQL would carry out each question that is asked, and what in that is too much."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from psycopg.sql import SQL, Literal

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
    touched: int
    """How many rows of tables were looked at for the answer, also those that are not in it."""


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
        """The worse of both ways: with these very values, and as a line keeps it for any (decision 194)."""
        # Only what reads is carried out to see it: it is asked once more all the same.
        how = "ANALYZE, TIMING OFF, FORMAT JSON" if sql.lstrip("( ").startswith("SELECT") else "FORMAT JSON"
        with connection.connection.cursor() as cursor:  # beside Django, which would have this explained too
            cursor.execute(f"EXPLAIN ({how}) {sql}", params)
            ways = [cursor.fetchone()[0]]
            if params:
                ways.append(_kept(cursor, how, sql, params))
        both = [self._plan(sql, said) for said in ways]
        return Plan(
            sql,
            self.asked_by,
            max(one.cost for one in both),
            tuple(sorted({table for one in both for table in one.read_whole})),
            max(one.touched for one in both),
        )

    def _plan(self, sql: str, said: Any) -> Plan:
        (top,) = json.loads(said) if isinstance(said, str) else said
        whole = sorted(
            {
                node["Relation Name"]
                for node in _nodes(top["Plan"])
                if node.get("Relation Name", "").startswith(OURS)
                and _goes_through_all(node)
                and self.rows.get(node["Relation Name"], 0) > FEW
            }
        )
        touched = round(sum(_touched(node) for node in _nodes(top["Plan"])))
        return Plan(sql, self.asked_by, top["Plan"]["Total Cost"], tuple(whole), touched)


@contextmanager
def plans() -> Iterator[Plans]:
    """Looks on at everything that is asked of the database."""
    seen = Plans(rows_of_tables())
    with connection.execute_wrapper(seen.looks_on):
        yield seen


CUSTOM = 5
"""So often PostgreSQL thinks of a kept question with its values; then it judges whether one way does for all."""


def _kept(cursor: Any, how: str, sql: str, params: Any) -> Any:
    """How a line that keeps this question carries it out in the end."""
    parts = sql.split("%s")
    stated = "".join(f"{part}${number}" for number, part in enumerate(parts[:-1], 1)) + parts[-1]
    values = SQL(", ").join(Literal(one) for one in params).as_string(cursor)
    cursor.execute(f"PREPARE kept AS {stated.replace('%%', '%')}", prepare=False)
    for _time in range(CUSTOM):
        cursor.execute(f"EXPLAIN EXECUTE kept ({values})", prepare=False)
    cursor.execute(f"EXPLAIN ({how}) EXECUTE kept ({values})", prepare=False)
    (said,) = cursor.fetchone()
    cursor.execute("DEALLOCATE kept", prepare=False)
    return said


def _goes_through_all(node: dict[str, Any]) -> bool:
    """Whether a table is read from one end to the other, also in the order of an index; not where a few rows are the
    first of it, and the rest is left."""
    by_an_index = node["Node Type"] in ("Index Scan", "Index Only Scan") and "Index Cond" not in node
    return node["Node Type"] == "Seq Scan" or (by_an_index and _touched(node) > FEW)


def _touched(node: dict[str, Any]) -> float:
    """The rows that this node looked at itself, in all its turns; an index is counted with its table."""
    if not node.get("Relation Name", "").startswith(OURS):
        return 0
    left = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
    each = node.get("Actual Rows", 0) + sum(node.get(name, 0) for name in left)
    return float(each * node.get("Actual Loops", 0))


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for under in plan.get("Plans", ()):
        yield from _nodes(under)
