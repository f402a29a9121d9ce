"""Where the CPU of a page goes: the functions of Kring and its libraries that take the largest share of it."""

from __future__ import annotations

import pstats
import re
from collections.abc import Sequence
from pathlib import Path

from tools.measure.rounds import Compared, Side, asked
from tools.measure.rows import Request
from tools.measure.saying import PROFILE
from tools.measure.tables import table

TIMES = 10
MOST = 25
LEAST = 0.04
"""The share of the whole under which a function is not told."""
FRAME = (
    *("wsgi", "handlers", "deprecation", "middleware", "contextlib", "decorators", "/tools/", "cProfile", "way_in"),
)
"""What stands around every page."""


def dearest(compared: Sequence[Compared], number: int) -> list[Compared]:
    """The pages that cost most."""
    return sorted(compared, key=lambda one: -one.kring.web)[:number]


def profile(one: Compared, kring: Side, folder: Path) -> str:
    """A table of this page: of each function the share of CPU in it with what it calls, and in it alone."""
    files = []
    for number in range(TIMES):
        person = kring.by(one.row.who)
        request = one.row.prepares(person)
        files.append(str(folder / f"profile-{number}"))
        headers = request.headers | {PROFILE.replace("-", "_"): files[-1]}
        asked(person, Request(request.path, request.fields, request.expect, headers, request.least))
    stats = pstats.Stats(*files)
    for file in files:
        Path(file).unlink()
    whole = stats.total_tt  # type: ignore[attr-defined]
    lines = []
    for (file, _at, function), (_primitive, calls, alone, with_all, _by) in stats.stats.items():  # type: ignore[attr-defined]
        if with_all / whole >= LEAST and not any(word in file for word in FRAME):
            place = re.sub(r".*/(site-packages|kring|python3[.0-9]*)/", "", file)
            each = f"{calls / TIMES:.0f}"
            lines.append((with_all, [f"`{place}` {function}", each, share(with_all, whole), share(alone, whole)]))
    lines.sort(key=lambda line: -line[0])
    head = (f"{one.row.title}: function", "calls", "with what it calls", "alone")
    return table(head, (line for _cpu, line in lines[:MOST]))


def share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.0f} %"
