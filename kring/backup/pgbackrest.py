"""PostgreSQL's copies, made by pgBackRest on the machine of the database, as its owner or as root.

The server hands each piece of its log to pgBackRest by itself (`archive_command`, README.md). A copy is put back into a
folder of its own, on a server of its own that only a socket in that folder leads to.
"""

import json
import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection

from kring import words
from kring.backup.cluster import StoodStill, stood_still
from kring.backup.refusals import NotBelieved, Why

STANZA = "kring"
PRIVATE = 0o077
LONGEST = 4 * 3600
HEADER = "# Written by `kring backup`."
ENDED_BEFORE = "recovery ended before configured recovery target was reached"
"""What a server says and ends with, when its log holds nothing of after the moment at which it should stop."""


SOCKETS = ("/var/run/postgresql", "/tmp")  # noqa: S108 - where PostgreSQL itself puts them: Debian's, and its own
SINCE = "extract(epoch FROM pg_postmaster_start_time())::text"
"""By which two sessions see that they ask the same server."""


@dataclass(frozen=True, slots=True)
class Server:
    """A cluster on this machine: where its data are, and by whom and where it is reached as one that may copy it."""

    data: str
    port: str
    superuser: str
    sockets: str


class PgBackRest:
    """Copies of the cluster that one database is in."""

    def __init__(self, database: dict[str, Any], place: str) -> None:
        if not place:
            raise NotBelieved(Why.NOWHERE)
        if "://" in place:  # a bucket: as a path it would be a folder of that name, wherever this was started
            raise NotBelieved(Why.NOWHERE, "(PostgreSQL: /backup/kring)")
        self.database = database
        self.place = Path(place)
        self.is_folder = True

    # ── Copying ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def take(self, era: int) -> None:
        """Copies everything that was committed: what changed since the last copy, and the log up to now. `era` is of
        Litestream: pgBackRest knows by itself that another history began."""
        self.write_configuration()
        self._run("stanza-create")
        self._run("backup", "--type=incr", "--start-fast")

    def clean(self, era: int) -> None:
        """pgBackRest takes away by itself what is older than a month."""

    def next_era(self) -> int:
        """There is but one."""
        return 0

    @property
    def configuration(self) -> Path:
        """What the server's `archive_command` names."""
        return self.place / "pgbackrest.conf"

    def write_configuration(self) -> None:
        """Where the cluster is, asked of the server itself, and where its copies stand."""
        self.place.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.place.chmod(0o700)
        server = self._server()
        lines = [
            HEADER,
            "[global]",
            f"repo1-path={self.place}/pgbackrest",
            "repo1-retention-full=30",
            "repo1-retention-full-type=time",
            "neutral-umask=n",
            f"log-path={self.place}",
            "log-level-file=off",
            "log-level-console=warn",
            f"lock-path={self.place}/lock",
            f"[{STANZA}]",
            f"pg1-path={server.data}",
            f"pg1-port={server.port}",
            f"pg1-user={server.superuser}",
            f"pg1-database={self.database['NAME']}",
        ]
        if server.sockets:
            lines.append(f"pg1-socket-path={server.sockets}")
        new = self.configuration.with_suffix(".new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write("\n".join(lines) + "\n")
        os.replace(new, self.configuration)
        for path in (self.place, self.configuration):
            self._give(path)

    def _server(self) -> Server:
        """The cluster that Kring's database is in. Kring's own role owns that database and no more: where the data are
        is then asked by the owner of the cluster, through its socket, as Debian lets that owner in."""
        here = self.database["HOST"] if self.database["HOST"].startswith("/") else ""
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            if cursor.fetchone()[0]:
                cursor.execute("SELECT current_setting('data_directory'), current_setting('port')")
                data, port = cursor.fetchone()
                return Server(data, port, self.database["USER"] or "postgres", here)
            cursor.execute(f"SELECT current_setting('port'), {SINCE}")
            port, since = cursor.fetchone()
        for sockets in [here] if here else SOCKETS:
            socket = Path(sockets) / f".s.PGSQL.{port}"
            if socket.exists():
                owner = socket.owner()
                if os.getuid() == 0:
                    shutil.chown(self.place, owner)
                asked = ["-XAtq", "-F", "\n", "-h", sockets, "-p", port, "-d", "postgres", "-c"]
                said = self._program("psql", *asked, f"SELECT current_setting('data_directory'), {SINCE}", owner=owner)
                data, of = said.splitlines()[-2:]
                if of == since:
                    return Server(data, port, owner, sockets)
        raise NotBelieved(Why.FAILED, f"(PostgreSQL: niet op deze machine, .s.PGSQL.{port})")

    def data(self) -> Path:
        """Where the cluster is, or was, as it stands in the configuration."""
        return Path(self._configured("pg1-path"))

    def _configured(self, name: str) -> str:
        try:
            lines = self.configuration.read_text().splitlines()
        except OSError as error:
            raise NotBelieved(Why.EMPTY) from error
        return next(line.partition("=")[2] for line in lines if line.startswith(f"{name}="))

    def stood_still(self, data: Path) -> StoodStill:
        """Where the cluster with these data, which stands still, ended."""
        return stood_still(self._program("pg_controldata", "-D", str(data)))

    def _give(self, path: Path) -> None:
        """To the owner of the cluster, when root does this."""
        if os.getuid() == 0:
            shutil.chown(path, self._owner())

    def _owner(self) -> str:
        """On a new machine the folder of Debian's version is not there, and the one above it is of the same owner."""
        data = self.data()
        return next(one for one in (data, *data.parents) if one.exists()).owner()

    # ── Putting back ────────────────────────────────────────────────────────────────────────────────────────────────

    def put_back(self, into: Path, at: datetime | None = None) -> Path:
        """Writes the cluster as it was at a moment, or as it was last, into a folder; gives where its data stand."""
        if not (self.place / "pgbackrest" / "backup" / STANZA).is_dir() or not self.configuration.exists():
            raise NotBelieved(Why.EMPTY)
        moment = self._until(at) if at else []
        data = into / "data"
        data.mkdir(mode=0o700)
        self._give(into)
        self._give(data)
        self._run("restore", f"--pg1-path={data}", *moment, failing=Why.HALF)
        return data

    def _until(self, at: datetime) -> list[str]:
        """How pgBackRest is told to stop at a moment, in the history that ran at that moment."""
        said = self._run("info", "--output=json", "--log-level-console=off")
        [stanza] = json.loads(said)
        first = min(datetime.fromtimestamp(one["timestamp"]["stop"], UTC) for one in stanza["backup"])
        if at <= first:
            raise NotBelieved(Why.BEFORE_FIRST, f"({words.moment(first)})")
        target = ["--type=time", f"--target={at.isoformat(sep=' ')}", "--target-action=promote"]
        return [*target, f"--target-timeline={self._history_of(at)}"]

    def _history_of(self, at: datetime) -> int:
        """Each time that Kring was put back and started, another history began: the last that had begun by then."""
        begun = (self.place / "pgbackrest" / "archive" / STANZA).glob("*/*.history")
        return max((int(one.stem, 16) for one in begun if one.stat().st_mtime <= at.timestamp()), default=1)

    def hand_on_history(self, data: Path) -> None:
        """Has the server on these data, which were put back, hand on where their history left the former one. It was
        begun by a server that hands on nothing; without this a second time would end where the first one left. The
        notes of before were handed on, and keep their time."""
        for history in sorted((data / "pg_wal").glob("*.history"))[-1:]:
            ready = data / "pg_wal" / "archive_status" / f"{history.name}.ready"
            ready.touch(mode=0o600)
            self._give(ready)

    @contextmanager
    def opened(self, into: Path, at: datetime | None = None) -> Iterator[str]:
        """A copy that was put back and can be asked; its address."""
        with self.served(self.put_back(into, at), checked=True) as address:
            yield address

    def scratch_in(self) -> Path:
        """Where there is room to put a copy back: beside the cluster, or where it is to come on a new machine."""
        place = self.data().parent
        if not place.exists():
            owner = self._owner()
            place.mkdir()
            if os.getuid() == 0:
                shutil.chown(place, owner)
        return place

    @contextmanager
    def served(self, data: Path, *, checked: bool) -> Iterator[str]:
        """A server on these data, until the end; the address of the database in it. `checked`: and every page of it is
        read, each index held against its table (pg_amcheck)."""
        folder = data.parent
        (folder / "hba.conf").write_text("local all all trust\n")
        (folder / "server.conf").touch()  # what the former one is told in its files is not for this one
        for name in ("hba.conf", "server.conf"):
            self._give(folder / name)
        own = {
            "config_file": folder / "server.conf",
            "data_directory": data,
            "hba_file": folder / "hba.conf",
            "listen_addresses": "",
            "unix_socket_directories": folder,
            "unix_socket_permissions": "0700",
            "port": 5432,
            "archive_mode": "off",
            "hot_standby": "off",
            "autovacuum": "off",
        }
        # On its command line, for `ALTER SYSTEM` wrote into a file that stands above every other.
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in own.items())
        try:
            self._start(data, options)
        except NotBelieved:
            if ENDED_BEFORE not in (folder / "log").read_text(errors="replace"):
                raise
            # Nothing was written after the moment that was asked for: as it was then is as it was last.
            self._start(data, f"{options} -c recovery_target_time=''")
        try:
            user, name = self.database["USER"] or "postgres", self.database["NAME"]
            if checked:
                reach = ["-h", str(folder), "-U", self._configured("pg1-user"), "-d", name]
                self._program("pg_amcheck", "--install-missing", "--heapallindexed", *reach)
                self._program("pg_dump", "-f", "/dev/null", *reach)
            yield f"postgres://{user}@/{name}?host={folder}"
        finally:
            self._program("pg_ctl", "-D", str(data), "-m", "fast", "-w", "stop")

    def _start(self, data: Path, options: str) -> None:
        """It counts as started while it still goes through the log; only then does it let anybody in, or ends."""
        folder, log = data.parent, str(data.parent / "log")
        self._program("pg_ctl", "-D", str(data), "-l", log, "-w", "-t", "600", "-o", options, "start")
        end = time.monotonic() + LONGEST
        while time.monotonic() < end:
            try:
                self._program("pg_isready", "-h", str(folder))
                return
            except NotBelieved:
                if not (data / "postmaster.pid").exists():
                    raise
                time.sleep(0.2)
        raise NotBelieved(Why.HALF, "(pg_isready)")

    def _run(self, command: str, *arguments: str, failing: Why = Why.FAILED) -> str:
        program = shutil.which("pgbackrest")
        if program is None:
            raise NotBelieved(Why.FAILED, "(pgbackrest)")
        return self._call(failing, program, f"--config={self.configuration}", f"--stanza={STANZA}", *arguments, command)

    def _program(self, name: str, *arguments: str, owner: str = "") -> str:
        found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda one: int(one.parts[4]))
        program = str(found[-1]) if found else shutil.which(name)
        if program is None:
            raise NotBelieved(Why.FAILED, f"({name})")
        return self._call(Why.HALF, program, *arguments, owner=owner)

    def _call(self, failing: Why, program: str, *arguments: str, owner: str = "") -> str:
        as_owner = ["runuser", "-u", owner or self._owner(), "--"] if os.getuid() == 0 else []
        # Into a file of its own: a server that is started keeps a pipe open.
        with open(self.place / "said", "w+", opener=_private) as said:
            done = subprocess.run(  # noqa: S603 - the program and all of its arguments are ours
                [*as_owner, program, *arguments],
                stdout=said,
                stderr=said,
                umask=PRIVATE,
                timeout=LONGEST,
                cwd=self.place,
                env=os.environ | {"LC_ALL": "C"},
            )
            said.seek(0)
            text = said.read()
        lines = text.strip().splitlines()
        if done.returncode:
            raise NotBelieved(failing, f"({Path(program).name}: {lines[-1] if lines else '?'})")
        return text


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
