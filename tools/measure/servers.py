"""Kring and the bare project, each by a real gunicorn; and what their processes and the database's use."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from resource import getpagesize

from django.db import connections

from kring.trail.models import TrailLine
from tools.measure.morning import begin, behind
from tools.measure.place import Place
from tools.trial.running import HOME, free_port, until

GUNICORN = ("-m", "gunicorn", "-c", "python:kring.config.server")
LAST = 100
TICKS = 100
"""Of a second, in which the system counts what processes used that are gone."""
OURS = re.compile(rb"postgres: (?:[^:]*: )?(?:kring (?:kring|floor)|parallel worker)")


@dataclass(frozen=True)
class Used:
    """Milliseconds of CPU, of web processes and of the database."""

    web: float
    database: float

    def __sub__(self, before: Used) -> Used:
        return Used(self.web - before.web, self.database - before.database)

    @property
    def both(self) -> float:
        return self.web + self.database


@dataclass
class Server:
    """One of the two, at its port."""

    at: Place
    name: str
    port: int

    @property
    def processes(self) -> list[int]:
        return self.at.kring.children(self.name)

    def used(self) -> Used:
        """What it used since it began, with all of the database: only one server is asked at a time."""
        return Used(sum(map(cpu_of, self.processes)), database_used(self.at))

    def memory(self) -> float:
        """Megabytes of its largest process: its own pages, and its share of those that several have (PSS)."""
        return max(map(pss_of, self.processes), default=0)


def start_both(at: Place, floor_cases: int) -> tuple[Server, Server]:
    """Kring and the bare project; this process lives in the same morning from now on."""
    late, port = behind(last_written()), free_port()
    connections.close_all()
    begin(late)
    kring = at.kring
    kring.environment |= {"MEASURE_BEHIND": str(late), "MEASURE_FLOOR": at.floor_address}
    make = [sys.executable, "-m", "tools.measure.floor.make", str(floor_cases)]
    subprocess.run(make, cwd=HOME, env=kring.environment, check=True)
    kring.start("web", *GUNICORN, "tools.measure.served")
    kring.start("floor", *GUNICORN, "--bind", f"127.0.0.1:{port}", "tools.measure.floor.wsgi")
    until(kring.answers, what="the web server")
    servers = Server(at, "web", kring.port), Server(at, "floor", port)
    until(lambda: all(len(one.processes) == 2 for one in servers), what="their processes")
    return servers


def last_written() -> list[datetime]:
    """The moments of the last lines that stand in the trail, of whichever schools."""
    return list(TrailLine.objects.order_by("-id").values_list("at", flat=True)[:LAST])


def cpu_of(process: int) -> float:
    """Milliseconds that all threads of this process used, to the nanosecond."""
    return sum(_spent(thread / "schedstat") for thread in _threads(process)) / 1e6


def database_used(at: Place) -> float:
    """Milliseconds of all backends and parallel workers; those that are gone by what the first process reaped."""
    if at.cluster is None:
        return 0.0
    first = at.cluster.postmaster
    living = 0.0
    for process in _children(first):
        with suppress(OSError):
            if OURS.match(Path(f"/proc/{process}/cmdline").read_bytes()):
                living += _spent(Path(f"/proc/{process}/schedstat")) / 1e6
    told = Path(f"/proc/{first}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return living + (int(told[13]) + int(told[14])) * 1000 / TICKS


def pss_of(process: int) -> float:
    """Megabytes."""
    with suppress(OSError):
        found = re.search(r"^Pss:\s*(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE)
        if found:
            return int(found[1]) / 1024
    return 0.0


def machine() -> str:
    """Cores and memory, without any name."""
    told = Path("/proc/meminfo").read_text(encoding="ascii")
    memory = re.search(r"MemTotal:\s*(\d+)", told)
    cores = Path("/proc/cpuinfo").read_text(encoding="utf-8").count("processor\t:")
    load = Path("/proc/loadavg").read_text(encoding="ascii").split()[0]
    size = int(memory[1]) / 1024**2 if memory else 0
    return f"{cores} cores, {size:.1f} GiB, pages of {getpagesize()} bytes, load {load} as it began"


def _threads(process: int) -> Iterable[Path]:
    with suppress(OSError):
        return list(Path(f"/proc/{process}/task").iterdir())
    return ()


def _children(process: int) -> list[int]:
    told = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(one) for one in told.split()]


def _spent(schedstat: Path) -> int:
    with suppress(OSError):
        return int(schedstat.read_text(encoding="ascii").split()[0])
    return 0
