"""The small school of a trial, made and signed in by the Kring of another folder: an older one, before its upgrade.

Its tables lack what this Kring's verbs write. What is asked there is in `tools.trial.small_school` of either Kring.
"""

from __future__ import annotations

import json
import subprocess
import sys
from threading import Lock
from typing import Any

from tools.trial.running import NeverCame, Processes

NAMES = ("anouk", "mo", "carla", "hein")

THERE = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "kring.config.settings"
import django
django.setup()
from tools.trial.small_school import cookies_of, make
school = make(cases=int(sys.argv[1]))
print(json.dumps(school.cases), flush=True)
for name in sys.stdin:
    print(json.dumps(cookies_of(getattr(school, name.strip()))), flush=True)
"""


class Elsewhere:
    """A process of the other Kring, which makes the school and from then on signs its people in."""

    def __init__(self, kring: Processes, *, cases: int) -> None:
        self._one_by_one = Lock()
        self._log = (kring.folder / "elsewhere.log").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-c", THERE, str(cases)],
            cwd=kring.home,
            env=kring.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        self.cases: tuple[str, ...] = tuple(self._said())
        """The ids of the cases of the school."""

    def cookies_of(self, name: str) -> dict[str, str]:
        """A session of this one of `NAMES`, both steps taken."""
        with self._one_by_one:
            print(name, file=self._process.stdin, flush=True)
            cookies: dict[str, str] = self._said()
            return cookies

    def stop(self) -> None:
        """It has nothing left to do."""
        self._process.terminate()
        self._process.wait(30)
        self._log.close()

    def _said(self) -> Any:
        line = next(iter(self._process.stdout or ()), "")
        if not line:
            raise NeverCame(f"the other Kring ended; see {self._log.name}")
        return json.loads(line)
