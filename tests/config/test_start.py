"""`./dev run` starts all of Kring at one address, keeps what is there, and ends as a whole."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from gunicorn.workers.base import Worker

from kring.config import server
from tools.trial.environment import bare

HOME = Path(__file__).parents[2]


@pytest.fixture
def installation(tmp_path):
    """The environment of an installation of its own."""
    return bare() | {
        "DATABASE_URL": "",
        "KRING_DATA": str(tmp_path / "var"),
        "KRING_KEY_FILE": str(tmp_path / "key" / "installation.key"),
        "KRING_SECRET_KEY_FILE": str(tmp_path / "key" / "secret.key"),
        "KRING_HTTPS": "0",
        "KRING_DEMO": "0",
        "KRING_WEB_PROCESSES": "1",
    }


@pytest.fixture
def port():
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]


def start(installation: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "kring.config.start", *arguments],
        cwd=HOME,
        env=installation,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def answer_of(installation: dict[str, str], *arguments: str) -> tuple[int, str]:
    with start(installation, *arguments) as kring:
        output = kring.communicate(timeout=60)[0]
    return kring.returncode, output


def address_told_by(kring: subprocess.Popen[str]) -> str:
    told: list[str] = []
    for line in kring.stdout or ():
        told.append(line)
        if found := re.search(r"http://\S+", line):
            return found[0]
    pytest.fail("Kring told no address, but: " + "".join(told))


def run_once(installation: dict[str, str], port: int, how: signal.Signals) -> tuple[int, str, int, str]:
    """Start, ask for the sign-in page, stop: the page's status, the address, the exit code, the last words."""
    with start(installation, "--port", str(port)) as kring:
        try:
            address = address_told_by(kring)
            connection = HTTPConnection("127.0.0.1", port, timeout=20)
            with closing(connection):
                connection.request("GET", "/aanmelden/")
                status = connection.getresponse().status
            os.killpg(kring.pid, how)
            last_words = kring.communicate(timeout=30)[0]
        finally:
            if kring.poll() is None:
                os.killpg(kring.pid, signal.SIGKILL)
    return status, address, kring.returncode, last_words


def test_the_first_start_makes_everything_and_the_second_keeps_it(installation, port):
    assert run_once(installation, port, signal.SIGINT) == (200, f"http://127.0.0.1:{port}", 0, "")
    keys = [Path(installation[name]) for name in ("KRING_KEY_FILE", "KRING_SECRET_KEY_FILE")]
    first = [key.read_bytes() for key in keys]
    assert [key.stat().st_mode & 0o777 for key in keys] == [0o600, 0o600]
    assert run_once(installation, port, signal.SIGTERM) == (200, f"http://127.0.0.1:{port}", 0, "")
    assert [key.read_bytes() for key in keys] == first


def test_a_command_of_djangos_needs_no_first_start(installation):
    assert answer_of(installation, "--only-place") == (0, "")
    made = Path(installation["KRING_SECRET_KEY_FILE"]).read_text()
    assert answer_of(installation, "--only-place") == (0, "")
    assert Path(installation["KRING_SECRET_KEY_FILE"]).read_text() == made
    command = [sys.executable, "manage.py", "makemigrations", "--check"]
    done = subprocess.run(command, cwd=HOME, env=installation, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "No changes detected\n", "")


def test_a_taken_port_is_one_sentence(installation):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, output = answer_of(installation, "--port", str(port))
    assert code == 1
    assert (
        output == f"Port {port} cannot be used (Address already in use); choose another: ./dev run --port {port + 1}\n"
    )


@pytest.mark.parametrize("word", ["0", "65536", "-1", "acht"])
def test_a_port_that_is_none_is_refused(installation, word):
    code, output = answer_of(installation, "--port", word)
    assert code == 2
    assert "a port is a number from 1 to 65535" in output


def make_school(installation: dict[str, str], *, is_demo: bool) -> Path:
    path = Path(installation["KRING_DATA"]) / "kring.sqlite3"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE school_school (is_demo bool)")
        connection.execute("INSERT INTO school_school VALUES (?)", [is_demo])
    return path


def test_starting_over_leaves_a_real_school_alone(installation, port):
    path = make_school(installation, is_demo=False)
    before = path.read_bytes()
    code, output = answer_of(installation, "--fresh", "--port", str(port))
    assert code == 1
    assert output == f"{path} holds a real school. Kring does not remove it; do so yourself if you are sure.\n"
    assert path.read_bytes() == before


def test_starting_over_does_not_touch_a_database_elsewhere(installation, port):
    installation["DATABASE_URL"] = "postgres://kring@/kring?host=/nowhere"
    code, output = answer_of(installation, "--fresh", "--port", str(port))
    assert code == 1
    assert output.startswith("--fresh only knows the database in the data folder")
    assert output.count("\n") == 1


def test_a_key_that_does_not_fit_the_data_is_one_sentence(installation, port, tmp_path):
    Path(installation["KRING_KEY_FILE"]).parent.mkdir()
    Path(installation["KRING_KEY_FILE"]).write_text("not a key")
    Path(installation["KRING_KEY_FILE"]).chmod(0o600)
    code, output = answer_of(installation, "--port", str(port))
    assert code == 1
    assert "Traceback" not in output
    assert output.count("\n") == 1


def test_a_secret_that_is_too_short_is_one_sentence(installation, port):
    installation["KRING_SECRET_KEY"] = "short"
    code, output = answer_of(installation, "--port", str(port))
    assert code == 1
    assert output.startswith("KRING_SECRET_KEY must be at least 50 characters")
    assert output.count("\n") == 1


def test_a_web_process_stops_gently_however_it_is_told(monkeypatch):
    told: dict[signal.Signals, object] = {}
    monkeypatch.setattr(signal, "signal", told.__setitem__)
    worker = Worker.__new__(Worker)
    server.post_worker_init(worker)
    assert told == {signal.SIGINT: signal.SIG_IGN, signal.SIGQUIT: worker.handle_exit}
