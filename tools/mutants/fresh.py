"""Processes that load Kring anew with one mistake in it, forked from one that has loaded all that is not Kring.

For what a module says when it is loaded: a table, a class, a function that is called only then.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import importlib.machinery
import os
import pickle  # noqa: TID251 - between processes of this one run
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import CodeType
from typing import Any, BinaryIO

import hypothesis
import pytest

SAME_EXAMPLES = "mutants"
"""The profile of Hypothesis: the same examples each time, and none made smaller, since nobody reads them."""
QUIET: tuple[str, ...] = (
    *("-q", "-s", "--no-header", "--tb=no", "--reuse-db"),
    *("-p", "no:randomly", "-p", "no:xdist", "-p", "no:cacheprovider"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
    *("--hypothesis-profile", SAME_EXAMPLES),
)
TO_LOAD = 60
"""Seconds of CPU until the first test."""

MOST_MEMORY = 3 * 2**30
"""Bytes of address space: an endless loop that gathers things ends there."""


hypothesis.settings.register_profile(
    SAME_EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
)


class Database:
    """The database of one process: the file at this path."""

    def __init__(self, path: str) -> None:
        self.path = path

    @pytest.hookimpl(trylast=True)
    def pytest_sessionstart(self) -> None:
        from django.db import connections

        connections["default"].settings_dict["TEST"]["NAME"] = self.path
        connections["default"].settings_dict["NAME"] = self.path


class Quick:
    """Leaves out the tests that are marked slow, but for those of a file that is named itself."""

    def __init__(self, tests: list[str]) -> None:
        self.named = {Path(one).resolve() for one in tests}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """After the tests' own conftest.py, which marks whole files as slow."""
        items[:] = [one for one in items if one.path in self.named or not one.get_closest_marker("slow")]


class InOrder:
    """Runs the tests in this order, each with ten times the CPU that it needs."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self.seconds = seconds
        self.place = {nodeid: place for place, nodeid in enumerate(seconds)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: self.place.get(item.nodeid, len(self.place)))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        most_cpu(2 + 10 * self.seconds.get(item.nodeid, 1))


def most_cpu(seconds: float) -> None:
    """This process ends when it takes more CPU than this from now on: what takes so long runs for ever."""
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + seconds), resource.RLIM_INFINITY))


def forked(work: Callable[[], int], *, with_limits: bool = True) -> int:
    """What a fork of this process comes to when it does this: 0 is well."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        code = 3
        try:
            if with_limits:
                most_cpu(TO_LOAD)
                resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            if with_limits:  # what is said without a mistake may be read
                os.dup2(nowhere, 2)
            code = work()
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1]


class Fresh:
    """Asked for such processes from another one. To be made before anything of Kring is loaded."""

    def __init__(self) -> None:
        asked, asks = os.pipe()
        answers, answered = os.pipe()
        self.server = os.fork()
        if self.server == 0:
            os.close(asks)
            os.close(answers)
            with contextlib.suppress(EOFError, KeyboardInterrupt):
                _serve(os.fdopen(asked, "rb"), os.fdopen(answered, "wb"))
            os._exit(0)
        os.close(asked)
        os.close(answered)
        self.asks, self.answers = os.fdopen(asks, "wb"), os.fdopen(answers, "rb")

    def prepare(self) -> None:
        """Let it load what this process has loaded and is not Kring."""
        ours = ("kring", "tests", "tools", "conftest", "__main__")
        self._ask("prepare", [name for name in list(sys.modules) if name.partition(".")[0] not in ours])

    def notices(self, source: Path, tree: ast.Module, tests: list[str], seconds: dict[str, float], made: Path) -> bool:
        """Whether a test fails, or Kring does not start, when this source is loaded so.

        The tests run in the order of `seconds`, on a copy of the database `made`, if there is one.
        """
        return bool(self._ask("notices", (source, tree, tests, seconds, made)))

    def loaded_lines(self, sources: list[Path], tests: list[str], answer: Path) -> None:
        """Write into this file which lines are come to before any test begins."""
        self._ask("loaded_lines", (sources, tests, answer))

    def close(self) -> None:
        self.asks.close()
        self.answers.close()
        os.waitpid(self.server, 0)

    def _ask(self, what: str, given: Any) -> int:
        pickle.dump((what, given), self.asks)
        self.asks.flush()
        status: int = pickle.load(self.answers)  # noqa: S301 - what the other half of this process wrote
        return status


def _serve(asked: BinaryIO, answered: BinaryIO) -> None:
    while True:
        what, given = pickle.load(asked)  # noqa: S301 - idem
        status = 0
        if what == "prepare":
            _prepare(given)
        elif what == "notices":
            status = forked(lambda: _loaded_with(*given))  # noqa: B023 - at once
        else:
            status = forked(lambda: _loaded_lines(*given), with_limits=False)  # noqa: B023 - idem
        pickle.dump(status, answered)
        answered.flush()


def _prepare(names: list[str]) -> None:
    for name in names:
        with contextlib.suppress(BaseException):  # what needs Django's settings is left to each process
            importlib.import_module(name)


def load_with(source: Path, tree: ast.Module) -> None:
    """From now on this source is loaded with the mistake in it."""
    loads = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: importlib.machinery.SourceFileLoader, fullname: str) -> CodeType | None:
        if Path(self.path) == source:
            return compile(tree, str(source), "exec", dont_inherit=True)
        return loads(self, fullname)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]  # in this process only


def _loaded_with(source: Path, tree: ast.Module, tests: list[str], seconds: dict[str, float], made: Path) -> int:
    load_with(source, tree)
    with tempfile.TemporaryDirectory(prefix="kring-mutants-") as scratch:
        own = Path(scratch) / "own.sqlite3"
        if made.exists():
            shutil.copy(made, own)
        return int(pytest.main([*QUIET, "-x", *tests], plugins=[Database(str(own)), Quick(tests), InOrder(seconds)]))


def _loaded_lines(sources: list[Path], tests: list[str], answer: Path) -> int:
    import json

    import coverage

    measured = coverage.Coverage(data_file=None, include=[str(one) for one in sources], config_file=False)
    measured.start()
    code = int(pytest.main([*QUIET, "--collect-only", *tests], plugins=[Quick(tests)]))
    measured.stop()
    data = measured.get_data()
    answer.write_text(json.dumps({str(source): data.lines(str(source)) or [] for source in sources}))
    return code
