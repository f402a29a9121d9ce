"""How a measurement is printed: tables that go into docs/performance.md as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tools.measure.rounds import Compared, Measured, part


def table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """In Markdown, with columns that stand under each other."""
    rows = [list(head), *(list(line) for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(head))]
    told = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([told[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *told[1:]])


SHORT = 400
DEAREST = 10_000
"""An estimate above this is too dear, as in `tests/web/flat`."""
HEAD = (
    *("page or form", "SQL", "CPU ms (web + db)", "× its size", "× its kind", "budget", ""),
    *("p50 / p95 alone", "p50 / p95 of 8", "kB", "dearest plan", "read whole"),
)


def pages(compared: Sequence[Compared], floors: dict[str, Measured]) -> str:
    """Each row with its cost, beside what a bare page of the same size and one of its kind cost."""
    return table(HEAD, (_line(one, floors[one.row.floor]) for one in compared))


def dear_plans(compared: Sequence[Compared]) -> str:
    """The SQL of what is dear in a country: the dearest question of each page that PostgreSQL thinks too dear."""
    dear = [one for one in compared if one.kring.cost > DEAREST]
    return "\n".join(f"{one.row.title}: {one.kring.cost:,.0f}: {_short(one.kring.dearest)}" for one in dear)


def _short(sql: str) -> str:
    """Without the columns that are read of each row, and its beginning alone."""
    return re.sub(r'("\w+"\."\w+", )+', "…, ", sql)[:SHORT]


def ratio_of(one: Compared, floors: dict[str, Measured]) -> float:
    """What its budget is about: beside a bare page as large, or for a form a bare write."""
    return one.kring.both / (one.sized or floors[one.row.floor]).both


def _line(one: Compared, floor: Measured) -> list[str]:
    kring = one.kring
    ratio = kring.both / (one.sized or floor).both
    budget = [f"{one.row.ratio:g} ×"] if one.row.ratio else []
    budget += [f"{one.row.sql} SQL"] if one.row.sql else []
    over = [what for what, is_so in (("×", one.row.ratio and ratio > one.row.ratio), ("SQL", _asks_more(one))) if is_so]
    return [
        one.row.title,
        str(kring.sql),
        _cpu(kring),
        f"{ratio:.1f}" if one.sized else "",
        f"{kring.both / floor.both:.1f}",
        ", ".join(budget),
        f"over: {', '.join(over)}" if over else "met",
        _times(kring.seconds),
        _times(kring.at_once),
        f"{kring.bytes / 1000:.0f}",
        f"{kring.cost:,.0f}",
        kring.whole or "nothing",
    ]


def _asks_more(one: Compared) -> bool:
    return one.row.sql is not None and one.kring.sql > one.row.sql


def bare_ones(floors: dict[str, Measured]) -> str:
    """What the bare project itself costs in this run."""
    return table(
        ("bare", "CPU ms (web + db)", "p50 / p95 alone", "kB"),
        (
            [
                name,
                _cpu(one),
                _times(one.seconds),
                f"{one.bytes / 1000:.0f}",
            ]
            for name, one in floors.items()
        ),
    )


def _cpu(one: Measured) -> str:
    return f"{one.both:.1f} ({one.web:.1f} + {one.database:.1f})"


def _times(seconds: Sequence[float]) -> str:
    return f"{part(seconds, 0.5):.0f} / {part(seconds, 0.95):.0f}" if seconds else ""
