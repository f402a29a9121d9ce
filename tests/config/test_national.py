"""docs/national can be used as it stands: `./dev failover` runs it, and here it is read (decision 170)."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kring.config.environment import FEW_ROWS, LONGEST_QUESTION
from tests.mail.server import certificate
from tools.trial.national import EXAMPLES, NAMES, National
from tools.trial.proxies import put

HAPROXY = Path("/usr/sbin/haproxy")


@pytest.fixture
def national(tmp_path):
    return National(tmp_path)


@pytest.mark.skipif(not HAPROXY.exists(), reason="HAProxy is missing: sudo apt install haproxy")
def test_haproxy_finds_nothing_wrong_with_the_example(tmp_path):
    pem = certificate(tmp_path, name="kring.example")
    away = EXAMPLES / "kring-away.http"
    text = put(
        (EXAMPLES / "haproxy.cfg").read_text(encoding="utf-8"),
        ("/etc/haproxy/kring.pem", str(pem)),
        ("/etc/haproxy/kring-away.http", str(away)),
        *((f"{name}.example", "127.0.0.1") for name in (*NAMES, "web1", "web2")),
    )
    (tmp_path / "haproxy.cfg").write_text(text, encoding="utf-8")
    told = subprocess.run([HAPROXY, "-c", "-f", tmp_path / "haproxy.cfg"], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert "WARNING" not in told.stderr


def test_a_form_is_never_sent_to_a_second_host_once_the_first_has_begun_to_read_it():
    text = (EXAMPLES / "haproxy.cfg").read_text(encoding="utf-8")
    assert re.findall(r"^\s*retry-on (.*)$", text, re.M) == ["conn-failure"]


def test_a_host_that_says_what_is_the_matter_stays_and_no_address_is_written_down():
    """`/gezond/` says 503 on both hosts while the database is away: their own page is kinder than that of HAProxy."""
    text = (EXAMPLES / "haproxy.cfg").read_text(encoding="utf-8")
    assert "http-check expect rstatus ^(200|503)$" in text
    assert re.findall(r"^\s*(?:log|option httplog).*$", text, re.M) == []


def test_what_is_said_while_no_host_answers_is_whole_and_true_of_a_form_without_a_draft():
    """A form that is sent twice is carried out once; Back would lead to a door's page without what was typed."""
    head, _, body = (EXAMPLES / "kring-away.http").read_bytes().partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head.split(b"\r\n")
    assert "Vernieuw dan deze pagina: wat je schreef, gaat opnieuw mee." in body.decode()


def test_behind_the_pooler_lines_begin_with_what_kring_asks_of_a_line_itself(national, tmp_path):
    text = (EXAMPLES / "pgbouncer.ini").read_text(encoding="utf-8")
    asked = dict(re.findall(r"^(\w+)\s*=.*connect_query='(.*)'$", text, re.M))
    alone, limit = (
        "SET jit = off; SET max_parallel_workers_per_gather = 0; SET random_page_cost = 1.1",
        "SET statement_timeout = 30000",
    )
    assert asked == {"kring": alone, "kring_pages": f"{alone}; {limit}"}
    assert FEW_ROWS == "-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1"
    assert LONGEST_QUESTION == "-c statement_timeout=30s"
    for name in asked:
        assert national.address(pooled=name).endswith(f"/{name}?pooler=transaction")
    assert national._pgbouncer(tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_acknowledged_that_is_on_one_disk_only(national, name, monkeypatch):
    monkeypatch.setattr("tools.trial.national._programs", lambda: Path("/usr/lib/postgresql/15/bin"))
    monkeypatch.setattr(shutil, "chown", lambda *_: None)
    text = national._patroni(name)  # each word that is changed for the trial stands in the example
    for line in ("synchronous_mode: true", "synchronous_mode_strict: true", 'synchronous_commit: "on"'):
        assert line in text
    assert "CHANGE-" not in text
    assert ".example" not in text
