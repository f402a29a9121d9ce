"""lets the scanner Wapiti attack a running demo school, once for each role; what it finds is printed

    ./dev wapiti                      each role, 20 seconds for each kind of attack
    ./dev wapiti 60 head teacher      the head and a teacher, 60 seconds for each
    ./dev wapiti 60 nobody            who is not signed in

Wapiti is no dependency: it is installed in a folder of its own (`.wapiti/`) the first time, or `KRING_WAPITI` names the
program. For each role a new demo school is made and served as `./dev run` serves it, by gunicorn, with its worker. The
doors that would end the scan are left out: signing out, coming in as somebody else, and another language. A form of
Kring is carried out once, so a scanner that sends one again gets the same answer: what is kept and shown again is held
by tests/web/test_hostile.py. What was found stands in docs/security.md.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from tools.trial.environment import bare

if TYPE_CHECKING:
    from collections.abc import Iterator

HOME = Path(__file__).parent.parent
VERSION = "3.2.3"
ROLES = ("teacher", "coordinator", "head", "member", "administrator", "nobody")
CRAWL = 60
"""Seconds for finding pages."""
MODULES = (
    *("backup", "brute_login_form", "buster", "cookieflags", "crlf", "csp", "csrf", "exec", "file", "htaccess"),
    *("http_headers", "ldap", "methods", "permanentxss", "redirect", "shellshock", "spring4shell", "sql", "ssrf"),
    *("timesql", "upload", "xss", "xxe"),
)
"""All that apply. Left out: what looks for other software (cms, wapp, htp, nikto, wp_enum, network_device, log4shell),
for names in DNS (takeover), and at HTTPS, which the proxy does (ssl, https_redirect)."""
DEAD_ENDS = (
    "/afmelden/",
    "/aanmelden/?next=",
    "/demo/",
    "/taal/",
    "/static/",
    "/school-kiezen/",
    "*/voor-jou/",
    "*/jouw-woorden/",
)
OPEN_TO_ALL = ("/vertel/de-wilg/", "/vertel/de-wilg/code/", "/vertel/de-wilg/ouder/", "/vertel/de-wilg/ouder/code/")
OPEN_TO_ALL += ("/vertel/de-wilg/ouder/link/", "/link/niet-van-ons/", "/weetjes/", "/wachtwoord/vergeten/")
"""Where who is not signed in begins: no page leads there but a poster, a card or a mail."""


@dataclass
class Found:
    """What one scan found: how many addresses it knew, and each finding with its kind and its page."""

    role: str
    seconds: float
    pages: int
    findings: list[tuple[str, str, str]]
    still_in: bool


def program() -> str:
    """Wapiti, installed in a folder of its own when it is not there."""
    if named := os.environ.get("KRING_WAPITI"):
        return named
    folder = HOME / ".wapiti"
    if not (folder / "bin/wapiti").is_file():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [str(folder / "bin/pip"), "install", "-qq", "--disable-pip-version-check", f"wapiti3=={VERSION}"]
        subprocess.run(pip, check=True)
    return str(folder / "bin/wapiti")


@contextmanager
def demo_school(data: Path, *, by: str = "kring.config.start") -> Iterator[str]:
    """A demo school of its own at a free port; gives its address. `by` is the module that starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place = {
        "KRING_DATA": str(data / "data"),
        "KRING_KEY_FILE": str(data / "key/installation.key"),
        "KRING_SECRET_KEY_FILE": str(data / "key/secret.key"),
        "KRING_HTTPS": "0",
        "KRING_DEMO": "1",
    }
    server = subprocess.Popen(
        [sys.executable, "-m", by, "--port", str(port)],
        cwd=HOME,
        env=bare() | place,
        stdout=subprocess.DEVNULL,
        stderr=(data / "log").open("w"),
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _try in range(1200):  # a demo school takes minutes to make on a machine that is full
            with suppress(URLError, ConnectionError), build_opener().open(f"{address}/robots.txt"):
                break
            time.sleep(0.5)
        else:
            raise SystemExit(f"The server did not start: {(data / 'log').read_text()}")
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def signed_in(address: str, data: Path, role: str) -> tuple[OpenerDirector, Path]:
    """Somebody of the demo with this role, who came in by its own door; and the file of their cookies for Wapiti."""
    jar = CookieJar()
    browser = build_opener(HTTPCookieProcessor(jar))
    page = browser.open(f"{address}/aanmelden/").read().decode()
    if role != "nobody":
        with closing(sqlite3.connect(data / "data/kring.sqlite3")) as store:
            rows = store.execute("SELECT id FROM school_staffmember WHERE role = ? AND is_active", (role,)).fetchall()
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
        forms = re.findall(r'action="(/demo/[^"]+/)"', page)
        [door, *_rest] = [one for one in forms for (key,) in rows if key in one.replace("-", "")]
        sent = urlencode({"csrfmiddlewaretoken": token}).encode()
        browser.addheaders.append(("Referer", address))
        browser.open(f"{address}{door}", sent).read()
    plain: dict[str, object] = {"expires": None, "secure": False, "port": None, "version": 0}
    kept = {cookie.name: plain | {"value": cookie.value} for cookie in jar if cookie.name != "messages"}
    file = data / "cookies.json"
    file.write_text(json.dumps({"127.0.0.1": {"/": kept}}))
    return browser, file


def scanned(role: str, seconds: int) -> Found:
    """One scan, against a school that nobody attacked before."""
    with tempfile.TemporaryDirectory(prefix="kring-wapiti-") as folder:
        data = Path(folder)
        with demo_school(data) as address:
            browser, cookies = signed_in(address, data, role)
            report = data / "report.json"
            asked = [program(), "--url", f"{address}/", "--scope", "folder", "--module", ",".join(MODULES)]
            asked += [part for end in DEAD_ENDS for part in ("--exclude", f"{address}{end}*")]
            asked += ["--max-scan-time", str(CRAWL), "--max-attack-time", str(seconds), "--timeout", "20"]
            asked += ["--store-session", str(data / "session"), "--store-config", str(data / "config")]
            asked += ["--format", "json", "--output", str(report), "--no-bugreport", "--verbose", "0"]
            asked += ["--endpoint", "http://127.0.0.1:9/"]  # nothing outside this machine is asked
            asked += [part for name in ("csrfmiddlewaretoken", "token") for part in ("--skip", name)]
            asked += ["--cookie", str(cookies)]
            if role == "nobody":
                asked += [part for path in OPEN_TO_ALL for part in ("--start", address + path)]
            began = time.monotonic()
            subprocess.run(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
            took = time.monotonic() - began
            said = json.loads(report.read_text(encoding="utf-8"))
            where = browser.open(f"{address}/").geturl()
            log = (data / "log").read_text(encoding="utf-8")
    findings = [
        (
            kind,
            one["method"] + " " + one["path"] + (f" ({one['parameter']})" if one.get("parameter") else ""),
            one["info"],
        )
        for part in ("vulnerabilities", "anomalies")
        for kind, ones in said[part].items()
        for one in ones
    ]
    findings += [("Log", "", line) for line in log.splitlines() if "ERROR" in line or "Traceback" in line]
    in_still = ("/aanmelden/" in where) == (role == "nobody")
    return Found(role, took, said["infos"].get("crawled_pages_nbr", 0), findings, in_still)


def main() -> int:
    """Scan, print a table and every finding; 1 when there is one."""
    asked: list[Any] = sys.argv[1:]
    seconds = int(asked.pop(0)) if asked and asked[0].isdigit() else 20
    if unknown := set(asked) - set(ROLES):
        raise SystemExit(f"No role: {', '.join(unknown)}. There are {', '.join(ROLES)}.")
    found = 0
    print(f"{'role':15}{'seconds':>9}{'pages':>7}{'findings':>10}", flush=True)
    for role in asked or ROLES:
        one = scanned(role, seconds)
        found += len(one.findings)
        print(f"{one.role:15}{one.seconds:>9.0f}{one.pages:>7}{len(one.findings):>10}", flush=True)
        for kind, page, said in one.findings:
            print(f"    {kind}: {page}: {said[:300]}", flush=True)
        if not one.still_in:
            print("    signed out on the way: this scan says less than it seems", flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
