"""A real PostgreSQL that stops and starts again under a real web server and a real worker."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from django.conf import settings

from tests.app import code_for
from tests.config.postgresql import PROGRAMS, Cluster, cluster
from tests.web.browsing import fields_of
from tools.trial.environment import bare

HOME = Path(__file__).parents[2]
PASSWORD = "een-zin-voor-de-test"
HEAD = ("--school", "De Wilg", "--region", "midden", "--name", "Hein Smit", "--email", "hein@dewilg.example")

pytestmark = pytest.mark.skipif(not PROGRAMS, reason="PostgreSQL is missing: sudo apt install postgresql")


class Browser:
    """Asks one server for pages, with the cookies that it gave."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def ask(self, path: str, fields: dict[str, list[str]] | None = None) -> tuple[int, str]:
        """The status and the page; with fields a form is sent."""
        data = urlencode(fields, doseq=True).encode() if fields is not None else None
        try:
            with self.opener.open(self.address + path, data=data, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()

    def sign_in(self, email: str) -> None:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', self.ask("/aanmelden/")[1])
        assert found
        fields = {"csrfmiddlewaretoken": [found[1]], "login": [email], "password": [PASSWORD]}
        status, page = self.ask("/aanmelden/", fields)
        _status, page = self.ask("/aanmelden/stap/app/")
        fields["code"] = [code_for(page, datetime.now(UTC))]  # noqa: TID251 - the server has the real clock
        status, page = self.ask("/aanmelden/stap/app/", fields)
        assert "Jouw reservecodes" in page, status

    def form(self, path: str, **typed: str) -> dict[str, list[str]]:
        """The form of this page with something typed."""
        status, page = self.ask(path)
        assert status == 200, page
        return fields_of(page) | {name: [value] for name, value in typed.items()}


class Kring:
    """The processes of an installation on this database, with what each wrote into its log."""

    def __init__(self, folder: Path, database: Cluster) -> None:
        self.folder = folder
        self.started: list[subprocess.Popen[bytes]] = []
        self.environment = bare() | {
            "DATABASE_URL": database.address,
            "KRING_DATA": str(folder / "var"),
            "KRING_SECRET_KEY": settings.SECRET_KEY,
            "KRING_KEY": settings.KRING_KEY,
            "KRING_HTTPS": "0",
            "KRING_DISK_FLOOR": "0",
            "KRING_DISK_WARN": "0",
            "KRING_WEB_PROCESSES": "1",
            "PYTHONUNBUFFERED": "1",
        }

    def manage(self, *command: str, said: str = "") -> None:
        told = [sys.executable, "manage.py", *command]
        subprocess.run(told, cwd=HOME, env=self.environment, input=said, text=True, check=True, capture_output=True)

    def start(self, name: str, *command: str, **more: str) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            run = subprocess.Popen(
                [sys.executable, *command], cwd=HOME, env=self.environment | more, stdout=log, stderr=log
            )
        self.started.append(run)

    def said_by(self, name: str) -> list[str]:
        return (self.folder / f"{name}.log").read_text(encoding="utf-8").splitlines()

    def stop(self) -> None:
        for run in self.started:
            run.terminate()
        for run in self.started:
            run.wait(30)


@pytest.fixture
def port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


@pytest.fixture
def database() -> Iterator[Cluster]:
    with cluster() as one:
        yield one


@pytest.fixture
def kring(tmp_path: Path, database: Cluster, port: int) -> Iterator[Kring]:
    one = Kring(tmp_path, database)
    one.manage("migrate", "-v0")
    one.manage("collectstatic", "--noinput", "-v0")
    one.manage("setup", *HEAD, "--password-stdin", said=PASSWORD)
    try:
        yield one
    finally:
        one.stop()


def until(it_is_so: Callable[[], bool], *, seconds: int = 60) -> None:
    """Waits for it; this is about other processes, which take the time that they take."""
    end = time.monotonic() + seconds
    while not it_is_so():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.3)


def answers(browser: Browser, path: str, status: int) -> bool:
    try:
        return browser.ask(path)[0] == status
    except URLError:  # it does not listen yet
        return False


def warnings(lines: list[str]) -> list[str]:
    return [line for line in lines if "WARNING" in line or "ERROR" in line]


def test_while_the_database_is_away_no_text_is_lost_and_all_goes_on_by_itself_when_it_is_back(kring, database, port):
    web = ("-m", "gunicorn", "-c", "python:kring.config.server", "kring.config.wsgi")
    kring.start("web", *web, KRING_BIND=f"127.0.0.1:{port}")
    kring.start("worker", "manage.py", "worker")
    head = Browser(port)
    until(lambda: answers(head, "/gezond/", 200) and head.ask("/gezond/")[1] == "goed\n")
    head.sign_in("hein@dewilg.example")
    form = head.form("/school/groepen/nieuw/", name="Groep van de gang", year_group="6")

    database.stop()
    kring.start("late", "manage.py", "worker")
    until(lambda: any("does not answer" in line for line in kring.said_by("late")))
    assert Browser(port).ask("/gezond/") == (503, "niet goed\nDe database antwoordt niet.\n")
    status, page = head.ask("/school/groepen/nieuw/", form)
    assert status == 503, page
    assert "Groep van de gang" in unescape(page)
    assert [head.ask("/school/")[0] for _ in range(50)] == [503] * 50
    time.sleep(7)  # the worker tries again and again
    for name, most in (("web", 2), ("worker", 2), ("late", 2)):
        lines = kring.said_by(name)
        assert len(warnings(lines)) <= most, lines
        assert not any("Traceback" in line or "File " in line for line in lines), lines
    assert all(run.poll() is None for run in kring.started)

    database.start()
    until(lambda: answers(head, "/school/", 200))
    status, page = head.ask("/school/groepen/nieuw/", fields_of(page))
    assert status == 200
    assert len(re.findall("Groep van de gang", head.ask("/school/")[1])) == 1
    until(lambda: all(any("answers again" in line for line in kring.said_by(name)) for name in ("worker", "late")))
    until(lambda: Browser(port).ask("/gezond/") == (200, "goed\n"))


def test_a_web_server_that_starts_while_the_database_is_away_waits_for_it(kring, database, port):
    database.stop()
    web = ("-m", "gunicorn", "-c", "python:kring.config.server", "kring.config.wsgi")
    kring.start("web", *web, KRING_BIND=f"127.0.0.1:{port}")
    until(lambda: any("does not answer" in line for line in kring.said_by("web")))
    database.start()
    until(lambda: answers(Browser(port), "/aanmelden/", 200))
    assert not any("Traceback" in line for line in kring.said_by("web"))


SHOWS = """
from django.db import connection
with connection.cursor() as cursor:
    for what in ("jit", "max_parallel_workers_per_gather", "random_page_cost", "statement_timeout"):
        cursor.execute(f"SHOW {what}")
        print(what, *cursor.fetchone(), flush=True)
"""


def test_a_page_gives_a_question_up_that_does_not_end_and_the_worker_goes_on(kring, database):
    for name, door in (("web", "import kring.config.wsgi"), ("worker", "import django; django.setup()")):
        kring.start(name, "-c", door + SHOWS, DJANGO_SETTINGS_MODULE="kring.config.settings")
    until(lambda: all(any("statement_timeout" in line for line in kring.said_by(name)) for name in ("web", "worker")))
    alone = [["jit", "off"], ["max_parallel_workers_per_gather", "0"], ["random_page_cost", "1.1"]]
    assert [line.split() for line in kring.said_by("web")] == [*alone, ["statement_timeout", "30s"]]
    assert [line.split() for line in kring.said_by("worker")] == [*alone, ["statement_timeout", "0"]]
