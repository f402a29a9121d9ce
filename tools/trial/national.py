"""What a national host runs beside Kring, as docs/national says, on this machine: etcd, PostgreSQL under Patroni,
HAProxy, PgBouncer. Each in a folder of its own, on free ports; etcd, Patroni and PgBouncer as the user `postgres`."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tools.trial.proxies import put
from tools.trial.running import HOME, NeverCame, free_port, until

EXAMPLES = HOME / "docs/national"
NAMES = ("db1", "db2", "db3")
PROGRAMS = {
    "patroni": "patroni",
    "etcd": "etcd-server",
    "haproxy": "haproxy",
    "pgbouncer": "pgbouncer",
    "psql": "postgresql",
}
"""What is run, and Debian's package that has it."""
SUPERUSERS = ("POSTGRES", "REPLICATOR", "REWINDER", "KRING")


def missing() -> list[str]:
    """The packages without which this cannot run here."""
    path = os.environ.get("PATH", "") + ":/usr/sbin"
    return [package for program, package in PROGRAMS.items() if not shutil.which(program, path=path)]


@dataclass(frozen=True)
class Ports:
    """Of one of the three machines with a database."""

    etcd: int
    peer: int
    rest: int
    database: int


class National:
    """All of it. `start_databases`, then `start_front` once the web servers have their ports."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.chmod(0o755)
        self.ports = {name: Ports(*(free_port() for _ in range(4))) for name in NAMES}
        self.front, self.plain, self.first, self.pooler = (free_port() for _ in range(4))
        self.passwords = {one: secrets.token_urlsafe(24) for one in SUPERUSERS}
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def address(self, *, pooled: str = "") -> str:
        """Of the database, for Kring: all three, of which it takes the first; or this one of PgBouncer's."""
        password = self.passwords["KRING"]
        if pooled:
            return f"postgres://kring:{password}@127.0.0.1:{self.pooler}/{pooled}?pooler=transaction"
        ports = ",".join(str(self.ports[name].database) for name in NAMES)
        hosts = ",".join("127.0.0.1" for _ in NAMES)
        return (
            f"postgres://kring:{password}@/kring?host={hosts}&port={ports}&target_session_attrs=read-write"
            "&connect_timeout=3&keepalives_idle=10&keepalives_interval=5&keepalives_count=3&tcp_user_timeout=10000"
        )

    def start_databases(self) -> None:
        """etcd and Patroni, until there are a first and one that has all it has; then Kring's own database."""
        for number, name in enumerate(NAMES, 1):
            self._start_etcd(number, name)
        for name in NAMES:
            self._write(self._place(name) / "patroni.yml", self._patroni(name))
            self.start_database(name)
        until(lambda: bool(self.first_one() and self.second_one()), seconds=180, what="a first and a second PostgreSQL")
        self._say(f"CREATE ROLE kring LOGIN PASSWORD '{self.passwords['KRING']}'", "CREATE DATABASE kring OWNER kring")

    def start_database(self, name: str) -> None:
        """One PostgreSQL with its Patroni."""
        self._start(f"patroni-{name}", "patroni", str(self._place(name) / "patroni.yml"), owner="postgres")

    def start_front(self, webs: Iterable[int], *, pooled: bool) -> None:
        """HAProxy before the web servers on these ports; with `pooled` PgBouncer too."""
        place = self._place("haproxy")
        shutil.copy(EXAMPLES / "kring-away.http", place)
        self._write(place / "haproxy.cfg", self._haproxy(place, list(webs)))
        self._start("haproxy", "/usr/sbin/haproxy", "-db", "-f", str(place / "haproxy.cfg"))
        if pooled:
            self.start_pooler()

    def start_pooler(self) -> None:
        """PgBouncer, and HAProxy's door to the first PostgreSQL behind it."""
        place = self._place("pgbouncer")
        self._write(place / "pgbouncer.ini", self._pgbouncer(place))
        users = put(_example("userlist.txt"), ("CHANGE-KRING", self.passwords["KRING"]))
        self._write(place / "userlist.txt", users)
        self._start("pgbouncer", "/usr/sbin/pgbouncer", str(place / "pgbouncer.ini"), owner="postgres")

    def lead(self, web: int, state: str) -> None:
        """Tells HAProxy of a web host: `drain`, nobody new comes there; `ready`, they do."""
        with closing(socket.socket(socket.AF_UNIX)) as line:
            line.connect(str(self._place("haproxy") / "admin.sock"))
            line.sendall(f"set server web/web{web} state {state}\n".encode())
            if said := line.recv(4096).strip():
                raise NeverCame(said.decode())

    def members(self) -> dict[str, str]:
        """What each is, as any Patroni that answers says: `leader`, `sync_standby`, `replica`; of those that run."""
        for ports in self.ports.values():
            with suppress(OSError, ValueError), closing(_line(ports.rest)) as line:
                line.request("GET", "/cluster")
                told = json.loads(line.getresponse().read())["members"]
                return {one["name"]: one["role"] for one in told if one["state"] in ("running", "streaming")}
        return {}

    def first_one(self) -> str:
        """The name of the one that is written to; "" while there is none."""
        for name, ports in self.ports.items():
            with suppress(OSError), closing(_line(ports.rest)) as line:
                line.request("GET", "/primary")
                if line.getresponse().status == 200:
                    return name
        return ""

    def second_one(self) -> str:
        """The one that has everything that was acknowledged."""
        return next((name for name, role in self.members().items() if role == "sync_standby"), "")

    def kill_database(self, name: str) -> None:
        """As when the power of its machine fails: Patroni and every process of PostgreSQL, without a goodbye."""
        run = self.running.pop(f"patroni-{name}")
        first = int((self._place(name) / "data/postmaster.pid").read_text(encoding="ascii").split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text(encoding="ascii").split()
        for pid in (run.pid, first, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        run.wait()

    def stop(self) -> None:
        """All of it: what is in front first."""
        for _name, run in sorted(self.running.items(), key=lambda one: ORDER.index(one[0].partition("-")[0])):
            run.terminate()
            try:
                run.wait(30)
            except subprocess.TimeoutExpired:
                run.kill()
                run.wait()
        self.running.clear()

    def log_of(self, name: str) -> str:
        """The end of what it wrote."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")[-3000:]

    def _start(self, name: str, *command: str, owner: str | None = None, **told: str) -> None:
        as_owner = owner if os.getuid() == 0 else None
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                user=as_owner,
                group=as_owner,
                extra_groups=[] if as_owner else None,
                start_new_session=True,
                env=os.environ | {"HOME": str(self.folder), "LC_ALL": "C.UTF-8", "ETCD_UNSUPPORTED_ARCH": ""} | told,
            )

    def _start_etcd(self, number: int, name: str) -> None:
        """With the lines of the example as a service of Debian's reads them."""
        ports = self.ports[name]
        text = put(
            _example("etcd"),
            ("ETCD_NAME=etcd1", f"ETCD_NAME=etcd{number}"),
            ("0.0.0.0:2379", f"127.0.0.1:{ports.etcd}"),
            ("0.0.0.0:2380", f"127.0.0.1:{ports.peer}"),
            ("CLIENT_URLS=http://etcd1.example:2379", f"CLIENT_URLS=http://127.0.0.1:{ports.etcd}"),
            ("PEER_URLS=http://etcd1.example:2380", f"PEER_URLS=http://127.0.0.1:{ports.peer}"),
            *((f"etcd{one}.example:2380", f"127.0.0.1:{its.peer}") for one, its in self._numbered()),
        )
        told = dict(line.split("=", 1) for line in text.splitlines() if line.startswith("ETCD_"))
        told["ETCD_DATA_DIR"] = str(self._place(name) / "etcd")
        self._start(f"etcd-{name}", "etcd", "--logger=zap", "--log-level=error", owner="postgres", **told)

    def _patroni(self, name: str) -> str:
        place, ports = self._place(name), self.ports[name]
        return put(
            _example("patroni.yml"),
            ("name: db1", f"name: {name}"),
            ("db1.example:8008", f"127.0.0.1:{ports.rest}"),
            ("db1.example:5432", f"127.0.0.1:{ports.database}"),
            *((f"etcd{number}.example:2379", f"127.0.0.1:{one.etcd}") for number, one in self._numbered()),
            ("/var/lib/postgresql/15/kring", str(place / "data")),
            ("/var/lib/postgresql/pgpass-of-patroni", str(place / "pgpass")),
            ("/usr/lib/postgresql/15/bin", str(_programs())),
            ("/var/run/postgresql", str(place)),
            # A copy knows the folder of one cluster, the same on each machine: here the three have each their own.
            (PUSH, "archive_command: /bin/true"),
            *((f"CHANGE-{one}", password) for one, password in self.passwords.items() if one != "KRING"),
        )

    def _haproxy(self, place: Path, webs: list[int]) -> str:
        return put(
            _example("haproxy.cfg"),
            ("/run/haproxy/admin.sock", str(place / "admin.sock")),
            ("bind :80", f"bind 127.0.0.1:{self.plain}"),
            # The trial speaks to it without TLS: `haproxy -c` looks at the line with the certificate, in a test.
            ("X-Forwarded-Proto https", "X-Forwarded-Proto http"),
            ("bind :443 ssl crt /etc/haproxy/kring.pem alpn h2,http/1.1", f"bind 127.0.0.1:{self.front}"),
            ("hdr Host kring.example", "hdr Host 127.0.0.1"),
            ("/etc/haproxy/kring-away.http", str(place / "kring-away.http")),
            *((f"web{number}.example:8000", f"127.0.0.1:{port}") for number, port in enumerate(webs, 1)),
            ("127.0.0.1:5000", f"127.0.0.1:{self.first}"),
            ("check port 8008 ", "check "),
            *(
                (f"db{number}.example:5432", f"127.0.0.1:{one.database} port {one.rest}")
                for number, one in self._numbered()
            ),
        )

    def _pgbouncer(self, place: Path) -> str:
        return put(
            _example("pgbouncer.ini"),
            ("port=5000", f"port={self.first}"),
            ("listen_port = 6432", f"listen_port = {self.pooler}"),
            ("/etc/pgbouncer/userlist.txt", str(place / "userlist.txt")),
        )

    def _numbered(self) -> list[tuple[int, Ports]]:
        return list(enumerate(self.ports.values(), 1))

    def _place(self, name: str) -> Path:
        place = self.folder / name
        if not place.exists():
            place.mkdir(mode=0o700)
            self._give(place)
        return place

    def _write(self, path: Path, text: str) -> None:
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        self._give(path)

    def _give(self, path: Path) -> None:
        if os.getuid() == 0 and path.name != "haproxy":
            shutil.chown(path, "postgres", "postgres")

    def _say(self, *statements: str) -> None:
        port = self.ports[self.first_one()].database
        address = f"host=127.0.0.1 port={port} user=postgres dbname=postgres"
        command = [str(_programs() / "psql"), "-qX", "-v", "ON_ERROR_STOP=1", address]
        said = subprocess.run(
            command,
            input=";\n".join(statements) + ";\n",
            env=os.environ | {"PGPASSWORD": self.passwords["POSTGRES"]},
            text=True,
            capture_output=True,
            check=False,
        )
        if said.returncode:
            raise NeverCame(said.stderr)


PUSH = "archive_command: pgbackrest --config=/backup/kring/pgbackrest.conf --stanza=kring archive-push %p"
ORDER = ("haproxy", "pgbouncer", "patroni", "etcd")


def _line(port: int) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", port, timeout=3)


def _example(name: str) -> str:
    return (EXAMPLES / name).read_text(encoding="utf-8")


def _programs() -> Path:
    return max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[4])).parent
