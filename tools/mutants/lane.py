"""Runs the tests that reach a line, over a source with one mistake in it, in a process of its own.

A mistake within a function is put into a fork of a process that has loaded and collected everything; one in what a
module says when it is loaded needs a process that loads it so (`fresh.py`).
"""

from __future__ import annotations

import ast
import contextlib
import gc
import io
import json
import os
import shutil
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

from tools.mutants.changes import Mistake
from tools.mutants.fresh import QUIET, Database, Fresh, InOrder, Quick, forked, load_with, most_cpu


class Lane:
    """The tests of some sources, loaded once. `run` does its work within pytest's own loop."""

    def __init__(self, sources: list[Path], tests: list[str], scratch: Path, fresh: Fresh) -> None:
        self.sources = sources
        self.tests = tests
        self.scratch = scratch
        self.fresh = fresh
        self.failed: str | None = None
        self.seconds: dict[str, float] = {}
        self.noticed_by: Counter[str] = Counter()

    def run(self, work: Callable[[], None]) -> None:
        """Collect the tests, see that they pass, and do the work."""
        self._work, self._out = work, sys.stdout
        os.environ["TOLD_AFRESH"] = "1"  # each case by the verbs, with the mistake in them
        with contextlib.redirect_stdout(io.StringIO()):
            code = pytest.main([*QUIET, *self.tests], plugins=[Database(str(self._database)), Quick(self.tests), self])
        if code:
            sys.exit(f"the tests cannot be run ({code!r})")

    @property
    def _database(self) -> Path:
        return self.scratch / "made.sqlite3"

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = {item.nodeid: item for item in session.items}
        with contextlib.redirect_stdout(self._out):
            self._make_database()
            self.fresh.prepare()
            self._see_where_tests_come()
            self._functions = _functions_in(self.sources)
            self._find_plain_tests()
            self._work()
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = self.failed or report.nodeid

    def _make_database(self) -> None:
        """By the first test that asks for one: each process then has a copy."""
        asking = [item for item in self.items.values() if _asks_database(item)]
        if not asking:
            return
        first = asking[0]
        other = min(self.items.values(), key=lambda item: len(set(item.listchain()) & set(first.listchain())))
        first.config.hook.pytest_runtest_protocol(item=first, nextitem=other)
        from django.db import connections

        connections.close_all()

    def _in_own_database(self, work: Callable[[], int]) -> int:
        if not self._database.exists():
            return work()
        from django.db import connections

        own = self.scratch / f"{os.getpid()}.sqlite3"
        shutil.copy(self._database, own)
        connections["default"].settings_dict["NAME"] = str(own)
        return work()

    def _see_where_tests_come(self) -> None:
        found = self.scratch / "reached.json"
        if forked(lambda: self._in_own_database(lambda: self._reach(found)), with_limits=False):
            print(f"a test fails before there is any mistake: {found.read_text()}", flush=True)
            pytest.exit("unsound", 1)
        reached, self.seconds = json.loads(found.read_text())
        self.reached: dict[str, dict[int, list[str]]] = {
            source: {int(line): tests for line, tests in lines.items()} for source, lines in reached.items()
        }
        self.fresh.loaded_lines(self.sources, self.tests, found)
        self.loaded: dict[str, set[int]] = {
            source: set(lines) for source, lines in json.loads(found.read_text()).items()
        }

    def _reach(self, answer: Path) -> int:
        import coverage

        measured = coverage.Coverage(data_file=None, include=[str(one) for one in self.sources], config_file=False)
        measured.start()
        seconds: dict[str, float] = {}
        for nodeid, following in pairwise([*self.items, None]):
            measured.switch_context(str(nodeid))
            began = time.process_time()
            self._run_test(str(nodeid), following)
            seconds[str(nodeid)] = time.process_time() - began
        measured.stop()
        data = measured.get_data()
        reached = {
            str(source): {
                line: [one for one in contexts if one]
                for line, contexts in data.contexts_by_lineno(str(source)).items()
            }
            for source in self.sources
        }
        answer.write_text(self.failed or json.dumps([reached, seconds]))
        return int(bool(self.failed))

    def _find_plain_tests(self) -> None:
        """The folders of tests without a database, if those also pass when they are loaded anew."""
        asking = {str(item.path.parent) for item in self.items.values() if _asks_database(item)}
        folders = {str(item.path.parent) for item in self.items.values()}
        self.plain, self.all_plain = sorted(folders - asking), not asking
        if self.plain and self._noticed_when_reloaded(self.sources[0], None):
            print("(the tests without a database cannot be loaded anew by themselves)", flush=True)
            self.plain, self.all_plain = [], False

    def notices(self, source: Path, mistake: Mistake) -> bool:
        """Whether a test fails with this mistake in it, or it runs for ever, or does not start."""
        right = compile(ast.parse(source.read_text()), str(source), "exec", dont_inherit=True)
        wrong = compile(mistake.tree, str(source), "exec", dont_inherit=True)
        swaps = list(swapped(right, wrong))
        within = all(old in self._functions for old, _ in swaps)  # else a class, a module, or made while loading
        reaching = {one for line in mistake.lines for one in self.reached[str(source)].get(line, ())}
        if within and reaching and self._noticed_in_a_fork(swaps, self.in_order(reaching)):
            return True
        if within and not self.loaded[str(source)].intersection(mistake.lines):
            return False
        if self._noticed_when_reloaded(source, mistake.tree):
            return True
        if self.all_plain:
            return False
        return self.fresh.notices(source, mistake.tree, self.tests, self._by_order(), self._database)

    def in_order(self, tests: set[str]) -> list[str]:
        """First those that noticed most until now, then those that take least; what commits in its database last."""

        def place(nodeid: str) -> tuple[bool, int, float]:
            marker = self.items[nodeid].get_closest_marker("django_db")
            return bool(marker and marker.kwargs.get("transaction")), -self.noticed_by[nodeid], self.seconds[nodeid]

        return sorted(tests, key=place)

    def _by_order(self) -> dict[str, float]:
        return {one: self.seconds[one] for one in self.in_order(set(self.items))}

    def _noticed_in_a_fork(self, swaps: list[tuple[CodeType, CodeType]], tests: list[str]) -> bool:
        said = self.scratch / "noticed.txt"
        said.write_text("")
        noticed = bool(forked(lambda: self._in_own_database(lambda: self._with(swaps, tests, said))))
        if noticed and (by := said.read_text()):
            self.noticed_by[by] += 1
        for own in self.scratch.glob("[0-9]*.sqlite3*"):
            own.unlink()
        return noticed

    def _with(self, swaps: list[tuple[CodeType, CodeType]], tests: list[str], said: Path) -> int:
        for old, new in swaps:
            for function in self._functions[old]:
                function.__code__ = new
        for one, following in pairwise([*tests, None]):
            said.write_text(str(one))
            most_cpu(2 + 10 * self.seconds[str(one)])
            self._run_test(str(one), following)
            if self.failed:
                return 1
        return 0

    def _noticed_when_reloaded(self, source: Path, tree: ast.Module | None) -> bool:
        """Whether a test without a database notices it, when only its package and these tests are loaded anew.

        That is quick, and says nothing about what stands above: what is not noticed so is asked of a fresh process.
        """
        if not self.plain:
            return False
        return bool(forked(lambda: self._reload(source, tree)))

    def _reload(self, source: Path, tree: ast.Module | None) -> int:
        anew = [f"{one.parent}/" for one in self.sources]
        for name, module in list(sys.modules.items()):
            file = str(getattr(module, "__file__", None))
            if file.startswith(tuple(anew)) or (file.startswith(tuple(self.plain)) and "conftest" not in file):
                del sys.modules[name]
        if tree:
            load_with(source, tree)
        return int(pytest.main([*QUIET, "-x", *self.plain], plugins=[Quick(self.tests), InOrder(self._by_order())]))

    def _run_test(self, nodeid: str, following: str | None) -> None:
        item = self.items[nodeid]
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=self.items[following] if following else None)

    def is_sound(self) -> bool:
        """Whether the tests that noticed something pass, in the order in which they ran, without any mistake."""
        noticed = self.in_order(set(self.noticed_by))
        said = self.scratch / "sound.txt"
        return not forked(lambda: self._in_own_database(lambda: self._with([], noticed, said)))


def _asks_database(item: pytest.Item) -> bool:
    named = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(named or item.get_closest_marker("django_db"))


def _functions_in(sources: list[Path]) -> dict[CodeType, list[FunctionType]]:
    """Every function of these sources that there is, by its code."""
    names = {str(one) for one in sources}
    found: dict[CodeType, list[FunctionType]] = defaultdict(list)
    gc.unfreeze()  # the tests freeze what was loaded, and what is frozen is not listed
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__code__.co_filename in names:
            found[one.__code__].append(one)
    gc.freeze()
    return dict(found)


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
