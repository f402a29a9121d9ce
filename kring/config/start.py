"""Starts all of Kring at one address: what `./dev run` does once the packages are installed.

Makes what is missing (data folder, keys, tables, the demo school, the files for the browser), then runs the web
server and the worker together until Ctrl-C. What is already there is left alone, which keeps a warm start short.
"""

import argparse
import fcntl
import hashlib
import multiprocessing
import os
import secrets
import signal
import socket
import sqlite3
import sys
from contextlib import closing
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn


def main() -> int:
    """Run until stopped; the exit code for the shell."""
    wishes = _wishes()
    os.umask(0o077)  # what is made here is for whoever runs Kring, and nobody else on this machine
    if not wishes.only_place:
        _refuse_taken_port(wishes.port)
        os.environ.setdefault("KRING_URL", f"http://127.0.0.1:{wishes.port}")
    data = Path(os.environ["KRING_DATA"])
    data.mkdir(parents=True, exist_ok=True)
    if wishes.only_place:
        _make_secret(Path(os.environ["KRING_SECRET_KEY_FILE"]))
        return 0
    with _only_one_at_work(data):
        if wishes.fresh:
            _remove_database(data)
        _make_secret(Path(os.environ["KRING_SECRET_KEY_FILE"]))
        _prepare()
        return _serve(port=wishes.port)


class CannotStart(Exception):
    """One sentence that says what to do."""


def _wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev run", description="Starts Kring with a demo school.")
    parser.add_argument("--port", type=_port, default=8000, help="the port to listen on (8000)")
    parser.add_argument("--fresh", action="store_true", help="throw the demo school away and make a new one")
    # For ./dev manage: a command of Django's needs the folder and the key that signs, and no school.
    parser.add_argument("--only-place", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return int(text)


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError as error:
            raise CannotStart(
                f"Port {port} cannot be used ({error.strerror}); choose another: ./dev run --port {port + 1}"
            ) from error


def _only_one_at_work(data: Path) -> IO[str]:
    """Holds the data folder for this run, and for the processes it starts, until the last of them has ended."""
    lock = (data / "run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CannotStart(
            f"Kring already runs on the data in {data}; stop it first, or set KRING_DATA to another folder."
        ) from error
    return lock


def _remove_database(data: Path) -> None:
    """Throw away the SQLite database, unless a real school lives in it."""
    if os.environ.get("DATABASE_URL"):
        raise CannotStart("--fresh only knows the database in the data folder; empty the one in DATABASE_URL yourself.")
    database = data / "kring.sqlite3"
    if database.exists() and _holds_real_school(database):
        raise CannotStart(f"{database} holds a real school. Kring does not remove it; do so yourself if you are sure.")
    for file in (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))):
        file.unlink(missing_ok=True)
    database.with_name("trail.noted").unlink(missing_ok=True)  # of the trail that goes with it


def _holds_real_school(database: Path) -> bool:
    with closing(sqlite3.connect(database)) as connection:
        tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'school_school'").fetchall()
        return bool(tables) and bool(connection.execute("SELECT 1 FROM school_school WHERE NOT is_demo").fetchone())


def _make_secret(path: Path) -> None:
    """Write the key that signs cookies and forms, unless there is one."""
    if os.environ.get("KRING_SECRET_KEY") or path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(64) + "\n")


def _prepare() -> None:
    """Bring database, demo school and browser files up to date."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise CannotStart(str(error)) from error

    from django.conf import settings
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    from kring.config.checks import NotFit, require_fit
    from kring.vault.installation import InstallationKeyUnusable

    try:
        _make_installation_key()
        require_fit()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            _tell("Making the tables ...")
            _command("migrate", interactive=False, verbosity=0)
        _make_demo_school()
    except (InstallationKeyUnusable, NotFit, DatabaseError) as error:
        raise CannotStart(str(error)) from error
    if not settings.DEBUG:
        _collect_files(Path(settings.STATIC_ROOT))


def _make_installation_key() -> None:
    """A new key for a new installation; data that are there already need the key they were sealed with."""
    from django.conf import settings
    from django.db import connection

    from kring.vault.installation import make_key_file
    from kring.vault.models import InstallationMark

    if settings.KRING_KEY:
        return
    table = InstallationMark._meta.db_table
    if table not in connection.introspection.table_names() or not InstallationMark.objects.exists():
        path = Path(settings.KRING_KEY_FILE)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        make_key_file(path)


def _make_demo_school() -> None:
    from django.conf import settings

    from kring.school.models import School

    if settings.KRING_DEMO and not School.objects.exists():
        _tell("Making the demo school ...")
        _command("demo_school")


def _collect_files(target: Path) -> None:
    """Copy, hash and compress the files for the browser, when one of them has changed."""
    from django.contrib.staticfiles.finders import get_finders

    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(None):
            state = Path(storage.path(path)).stat()
            seen.update(f"{path} {state.st_mtime_ns} {state.st_size}\n".encode())
    stamp = target / ".collected"
    if stamp.exists() and stamp.read_text() == seen.hexdigest():
        return
    _command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(seen.hexdigest())


def _command(name: str, **options: object) -> None:
    from django.core.management import call_command

    call_command(name, **options)


def _serve(*, port: int) -> int:
    """Run server and worker as two processes that live and die together."""
    from django.db import connections

    connections.close_all()  # a process of its own needs a connection of its own
    fork = multiprocessing.get_context("fork")  # takes along what is loaded: half a second each
    parts: list[BaseProcess] = [
        fork.Process(target=_run_server, args=(port,), name="server"),
        fork.Process(target=_run_worker, name="worker"),
    ]
    for part in parts:
        part.start()
    asked_to_stop = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal asked_to_stop
        asked_to_stop = True
        for part in parts:
            part.terminate()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    wait([part.sentinel for part in parts])
    for part in parts:
        part.terminate()
    for part in parts:
        part.join()
    if asked_to_stop:
        return 0
    first = next((part for part in parts if part.exitcode), parts[0])
    raise CannotStart(f"The {first.name} stopped by itself (code {first.exitcode}), so Kring stopped too.")


def _run_server(port: int) -> NoReturn:
    from gunicorn.app.base import BaseApplication

    from kring.config import server

    class Server(BaseApplication):
        def load_config(self) -> None:
            for name in self.cfg.settings:
                if hasattr(server, name):
                    self.cfg.set(name, getattr(server, name))
            self.cfg.set("bind", f"127.0.0.1:{port}")
            self.cfg.set("when_ready", lambda arbiter: _tell(f"Kring: http://127.0.0.1:{port}  (Ctrl-C stops it)"))

        def load(self) -> object:
            from kring.config.wsgi import application

            return application

    Server().run()
    sys.exit(0)


def _run_worker() -> None:
    _command("worker")


def _tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CannotStart as sentence:
        sys.exit(str(sentence))
    except KeyboardInterrupt:
        sys.exit(130)
