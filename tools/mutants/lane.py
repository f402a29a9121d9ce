"""Runs the tests that reach a line, over a source with one mistake in it, in a process of its own.

A mistake within a function is put into a fork of a process that has loaded everything; one in what a module says when
it is loaded needs a process that loads it so.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import importlib.machinery
import io
import json
import os
import pickle  # noqa: TID251 - a tree for a process that this one starts
import resource
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

from tools.mutants.changes import Mistake

HOME = Path(__file__).parents[2]
QUIET: tuple[str, ...] = (
    *("-q", "-x", "-m", "not slow", "--no-header", "--tb=no", "--reuse-db"),
    *("-p", "no:randomly", "-p", "no:xdist", "-p", "no:cacheprovider"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
)
MOST_SECONDS = 90
"""Of CPU, for the tests of one mistake: what takes longer runs for ever, and was noticed."""


class Database:
    """One database for all the runs, made by the first."""

    def __init__(self, path: str) -> None:
        self.path = path

    @pytest.hookimpl(trylast=True)
    def pytest_sessionstart(self) -> None:
        from django.db import connections

        connections["default"].settings_dict["TEST"]["NAME"] = self.path
        connections["default"].settings_dict["NAME"] = self.path


class Reached:
    """Notes which test reaches which line of the sources."""

    def __init__(self, sources: list[Path]) -> None:
        import coverage

        self.sources = sources
        self.coverage = coverage.Coverage(data_file=None, include=[str(one) for one in sources], config_file=False)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.coverage.switch_context(item.nodeid)
        yield

    def by_line(self) -> dict[str, dict[str, list[str]]]:
        self.coverage.stop()
        data = self.coverage.get_data()
        found: dict[str, dict[str, list[str]]] = {}
        for source in self.sources:
            lines = data.contexts_by_lineno(str(source))
            found[str(source)] = {str(line): [one for one in contexts if one] for line, contexts in lines.items()}
        return found


class Lane:
    """The tests of some sources, loaded once."""

    def __init__(self, sources: list[Path], tests: list[str], scratch: Path) -> None:
        self.tests = tests
        self.database = Database(str(scratch / "mutants.sqlite3"))
        self.reached_file = scratch / "reached.json"
        with contextlib.redirect_stdout(io.StringIO()):
            loaded = pytest.main([*QUIET, "--collect-only", *tests], plugins=[self.database])
        if loaded:
            sys.exit(f"the tests cannot be collected: {loaded}")
        if self._forked(lambda: self._sound(sources)):
            sys.exit("the tests fail before there is any mistake")
        self.reached: dict[str, dict[str, list[str]]] = json.loads(self.reached_file.read_text())

    def _sound(self, sources: list[Path]) -> int:
        reached = Reached(sources)
        reached.coverage.start()
        code = pytest.main([*QUIET, *self.tests], plugins=[self.database, reached])
        self.reached_file.write_text(json.dumps(reached.by_line()))
        return int(code)

    def notices(self, source: Path, mistake: Mistake) -> bool:
        """Whether a test fails with this mistake in it."""
        right = compile(ast.parse(source.read_text()), str(source), "exec", dont_inherit=True)
        wrong = compile(mistake.tree, str(source), "exec", dont_inherit=True)
        swaps = list(swapped(right, wrong))
        lines = self.reached[str(source)]
        if any(old.co_name == "<module>" or not old.co_flags & 2 for old, _ in swaps):  # no function: a class, a module
            return self._fresh(source, mistake)
        reaching = lines.get(str(mistake.line), [])
        if not reaching:
            return False
        return bool(self._forked(lambda: self._with(swaps, reaching), MOST_SECONDS))

    def _with(self, swaps: list[tuple[CodeType, CodeType]], tests: list[str]) -> int:
        by_code = dict(swaps)
        gc.unfreeze()  # the tests freeze what was loaded, and what is frozen is not listed
        for function in gc.get_objects():
            if isinstance(function, FunctionType) and function.__code__ in by_code:
                function.__code__ = by_code[function.__code__]
        return int(pytest.main([*QUIET, *nearest(tests)], plugins=[self.database]))

    def _forked(self, work: Callable[[], int], most_seconds: int = 0) -> int:
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            code = 3
            try:
                if most_seconds:
                    resource.setrlimit(resource.RLIMIT_CPU, (most_seconds, most_seconds))
                os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
                code = work()
            finally:
                os._exit(code)
        return os.waitpid(child, 0)[1]

    def _fresh(self, source: Path, mistake: Mistake) -> bool:
        with tempfile.NamedTemporaryFile(suffix=".mistake") as file:
            pickle.dump((source, mistake.tree, self.database.path, self.tests), file)
            file.flush()
            command = [sys.executable, "-m", "tools.mutants.lane", file.name]
            return bool(subprocess.run(command, cwd=HOME, capture_output=True, check=False).returncode)


def swapped(right: CodeType, wrong: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """The smallest code that the mistake changes, right beside wrong."""
    if right == wrong:
        return
    inner = [[one for one in code.co_consts if isinstance(one, CodeType)] for code in (right, wrong)]
    found = [pair for old, new in zip(*inner, strict=False) for pair in swapped(old, new)]
    same = len(inner[0]) == len(inner[1])
    if found and same and _without_inner(right) == _without_inner(wrong):
        yield from found if not right.co_flags & 2 else [(right, wrong)]
    else:
        yield right, wrong


def _without_inner(code: CodeType) -> Any:
    """The code, but for the functions that it makes."""
    return code.replace(co_consts=tuple(one if not isinstance(one, CodeType) else None for one in code.co_consts))


def nearest(tests: list[str]) -> list[str]:
    """The tests in the order in which they are likely to notice: files that reach it with few tests come first."""
    by_file: dict[str, list[str]] = defaultdict(list)
    for test in tests:
        by_file[test.partition("::")[0]].append(test)
    return [test for file in sorted(by_file, key=lambda file: len(by_file[file])) for test in by_file[file]]


def _load_with(source: Path, tree: ast.Module) -> None:
    """From now on this source is loaded with the mistake in it."""
    loads = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: importlib.machinery.SourceFileLoader, fullname: str) -> CodeType | None:
        if Path(self.path) == source:
            return compile(tree, str(source), "exec", dont_inherit=True)
        return loads(self, fullname)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]


def main(file: str) -> int:
    with open(file, "rb") as given:
        source, tree, database, tests = pickle.load(given)  # noqa: S301 - what this script itself wrote
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    _load_with(source, tree)
    return int(pytest.main([*QUIET, *tests], plugins=[Database(database)]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
