"""What measures pages measures them: tables of real answers by real people (the long run is `./dev bench`)."""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings

from kring.trail.changes import last_changes
from tests.cast import Cast, act_of
from tests.config.postgresql import PROGRAMS
from tests.school import plain as actions
from tools.measure import morning
from tools.measure.asking import NotAsExpected, Person
from tools.measure.rounds import Compared, Measured, asked, part
from tools.measure.rows import FLOORS, Request, Row
from tools.measure.servers import Used, last_written
from tools.measure.tables import pages

HOME = Path(__file__).parents[2]
ON_POSTGRESQL = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


@pytest.mark.slow
@pytest.mark.skipif(ON_POSTGRESQL and not PROGRAMS, reason="PostgreSQL is missing: sudo apt install postgresql")
def test_pages_forms_and_doors_of_small_schools_are_measured_beside_the_bare_project():
    told = [
        sys.executable,
        "-m",
        "tools.bench",
        "--small",
        *("--rate", "4", "--day", "3"),
        *(["--postgresql", "--schools", "7"] if ON_POSTGRESQL else []),
    ]
    done = subprocess.run(told, cwd=HOME, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    assert f"\n{7 if ON_POSTGRESQL else 2} schools, " in done.stdout
    row = re.compile(r"^\| ([^|]+?) +\| (\d+) +\| [\d.]+ \([\d.]+ \+ ([\d.]+)\) ", re.MULTILINE)
    found = {title: (int(sql), float(database)) for title, sql, database in row.findall(done.stdout)}
    assert len(found) == 20
    as_it_comes = done.stdout.partition("as it comes")[2].splitlines()[3]
    assert re.match(r"\| 8 +\| \d+ +\| \d\.\d +\| .* 0 +\|$", as_it_comes), as_it_comes
    for title in ("Vandaag, leerkracht", "Een melding bewaren", "Deur, versturen", "Plan op papier (PDF)"):
        sql, database = found[title]
        assert sql > 1
        assert (database > 0) == ON_POSTGRESQL
    assert re.findall(r"^\| (\w+) +\| [\d.]+ \(", done.stdout, re.MULTILINE) == list(FLOORS)


@pytest.fixture
def port():
    """A server that answers every page with 404 but for one, which is short."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/short/" else 404)
            self.send_header("Content-Length", "5")
            self.end_headers()
            self.wfile.write(b"short")

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (Request("/gone/"), "404"),
        (Request("/short/", least=100), "5 bytes"),
        (Request("/short/", expect=(303,)), "200"),
    ],
    ids=["refused", "short", "another answer"],
)
def test_what_is_no_answer_of_the_kind_that_was_asked_for_is_not_measured(port, request_, says):
    with pytest.raises(NotAsExpected, match=says):
        asked(Person(port), request_)


def measured(*, both: float, sql: int = 1) -> Measured:
    return Measured(used=[Used(both, 0)], seconds=[0.1], asked=[sql], bytes=1000)


@pytest.mark.parametrize(
    ("both", "sql", "says"),
    [(20, 10, "met"), (40, 10, "over: ×"), (20, 11, "over: SQL"), (40, 11, "over: ×, SQL")],
)
def test_a_budget_is_of_the_page_beside_a_bare_one_as_large_and_of_its_sql(both, sql, says):
    row = Row("Zaken", "teacher", lambda _person: Request("/zaken/"), "list", ratio=3, sql=10)
    one = Compared(row, measured(both=both, sql=sql), sized=measured(both=10))
    line = pages([one], {"list": measured(both=1)}).splitlines()[-1]
    assert f"| {says} " in line


def test_the_middle_and_the_slowest_of_twenty_are_told_in_thousandths_of_a_second():
    times = [number / 1000 for number in range(1, 101)]
    assert (part(times, 0.5), part(times, 0.95), part([], 0.5)) == (51, 96, 0)


def test_who_measures_where_somebody_measured_before_goes_on_after_them(cast: Cast, monkeypatch) -> None:
    """Nothing that they wrote lies ahead, for then an agenda in which nothing changes would change as it passes."""
    at_last = datetime(2026, 12, 1, 8, tzinfo=UTC)
    monkeypatch.setattr(morning, "_real", lambda: at_last)
    actions.add_group(act=act_of(cast.hein), school=cast.school, school_year="2026-2027", name="7", year_group=7)
    assert begins(last_written()) == morning.BEGINS, "what was told of the school was told before"
    for minutes in (3, 20, 12):
        later = act_of(cast.hein, morning.BEGINS + timedelta(minutes=minutes))
        name = f"8-{minutes}"
        actions.add_group(act=later, school=cast.school, school_year="2026-2027", name=name, year_group=8)
    now = begins(last_written())
    assert now == morning.BEGINS + timedelta(minutes=20) + morning.PAUSE
    known = last_changes(cast.school.pk, now)
    assert last_changes(cast.school.pk, now + timedelta(hours=2)) == known
    once_more = morning.BEGINS  # as it was: the day began anew, and its lines passed one by one
    assert last_changes(cast.school.pk, once_more) != last_changes(cast.school.pk, once_more + timedelta(minutes=5))


def begins(written: list[datetime]) -> datetime:
    """What the clock of a measurement says at first."""
    return morning._real() - timedelta(seconds=morning.behind(written))
