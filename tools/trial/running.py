"""Kring's own processes, as an installation runs them: started, killed, started again, and asked over HTTP.

    kring = Processes(folder, address="postgres://…")
    kring.make(); kring.start_web(); kring.start_worker()

Django need not be loaded. Nothing of the caller's own data or keys is touched.
"""

from __future__ import annotations

import base64
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path

from tools.trial.environment import bare, become

HOME = Path(__file__).parents[2]
PASSWORD = "een-zin-voor-de-test"  # noqa: S105 - of an installation that lives as long as a script
HEAD = ("--school", "De Wilg", "--region", "midden", "--name", "Hein Smit", "--email", "hein@dewilg.example")


class NeverCame(AssertionError):
    """Something that was waited for did not happen."""


def free_port() -> int:
    with closing(socket.socket()) as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


def until(it_is_so: Callable[[], bool], *, seconds: float = 60, what: str = "it") -> None:
    """Waits for other processes, which take the time that they take."""
    end = time.monotonic() + seconds
    while not it_is_so():
        if time.monotonic() > end:
            raise NeverCame(f"{what} never came")
        time.sleep(0.05)


def load(kring: Processes) -> None:
    """Loads Django in this process with the settings of that installation, to look into the same database."""
    become(kring.environment | {"DJANGO_SETTINGS_MODULE": "kring.config.settings"})
    import django

    django.setup()


def end_as_on_ctrl_c() -> None:
    """Who is told to stop ends what it started, as with Ctrl-C; by itself Python would leave it running."""
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))


class Processes:
    """The processes of one installation, by name, with what each wrote into its log."""

    def __init__(self, folder: Path, *, address: str = "", **more: str) -> None:
        self.folder, self.port = folder, free_port()
        self.home = HOME
        """The folder of the code; another, where that is another Kring than this one."""
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.environment = bare() | {
            "DATABASE_URL": address,
            "KRING_DATA": str(folder / "var"),
            "KRING_SECRET_KEY": secrets.token_urlsafe(64),
            "KRING_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
            "KRING_HTTPS": "0",
            "KRING_DISK_FLOOR": "0",
            "KRING_DISK_WARN": "0",
            "KRING_WEB_PROCESSES": "1",
            "KRING_BIND": f"127.0.0.1:{self.port}",
            "PYTHONUNBUFFERED": "1",
        }
        self.environment |= more

    def make(self) -> None:
        """Tables and files for the browser."""
        (self.folder / "var").mkdir(exist_ok=True)
        self.manage("migrate", "-v0")
        self.manage("collectstatic", "--noinput", "-v0")

    def manage(self, *command: str, said: str = "") -> str:
        """What a command of Django's said."""
        told = [sys.executable, "manage.py", *command]
        done = subprocess.run(
            told, cwd=self.home, env=self.environment, input=said, text=True, check=False, capture_output=True
        )
        if done.returncode:
            raise NeverCame(f"{command} failed: {done.stderr[-2000:]}")
        return done.stdout

    def start(self, name: str, *command: str) -> None:
        """Starts Python with this, in a group of its own."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, *command],
                cwd=self.home,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def start_web(self, *told: str) -> None:
        """The pages, by gunicorn, until they answer."""
        self.start("web", "-m", "gunicorn", "-c", "python:kring.config.server", *told, "kring.config.wsgi")
        until(self.answers, what="the web server")

    def start_worker(self) -> None:
        self.start("worker", "manage.py", "worker")

    def answers(self) -> bool:
        with suppress(OSError), closing(self.line()):
            return True
        return False

    def line(self) -> socket.socket:
        """A connection to the web server."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def ask(self, path: str, *, method: str = "GET", seconds: float = 20) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of a page."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=seconds)) as connection:
            connection.request(method, path)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()

    def children(self, name: str) -> list[int]:
        """The numbers of the processes that this one forked."""
        parent = self.running[name].pid
        told = Path(f"/proc/{parent}/task/{parent}/children")
        with suppress(OSError):
            return [int(pid) for pid in told.read_text(encoding="ascii").split()]
        return []

    def memory(self, name: str) -> int:
        """The kilobytes that this process and those it forked held at most."""
        states = [Path(f"/proc/{pid}/status") for pid in (self.running[name].pid, *self.children(name))]
        found = [re.search(r"VmHWM:\s*(\d+)", state.read_text(encoding="ascii")) for state in states]
        return sum(int(one[1]) for one in found if one)

    def kill(self, name: str) -> None:
        """SIGKILL to the process and all that it forked."""
        run = self.running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
        run.wait()

    def stop(self) -> None:
        """All of them, gently."""
        for run in self.running.values():
            run.terminate()
        for name, run in list(self.running.items()):
            try:
                run.wait(15)
            except subprocess.TimeoutExpired:
                self.kill(name)
        self.running.clear()
