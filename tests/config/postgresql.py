"""A PostgreSQL of a test's own, that can be stopped and started again."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[4]))


class Cluster:
    """A database server in a folder of its own, reached through a socket there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = PROGRAMS[-1].parent
        self.as_owner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []

    @property
    def address(self) -> str:
        return f"postgres://kring@/postgres?host={self.folder}"

    def make(self) -> None:
        if self.as_owner:  # PostgreSQL refuses to run as root
            shutil.chown(self.folder, "postgres")
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", "kring", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")

    def start(self) -> None:
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off"
        self._run(
            "pg_ctl", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), "-w", "-o", options, "start"
        )

    def stop(self) -> None:
        """As when the machine under it fails."""
        self._stop("immediate")

    def stop_cleanly(self) -> None:
        """As somebody does who means to."""
        self._stop("fast")

    def _stop(self, how: str) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", how, "-w", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self.as_owner, str(self.programs / program), *arguments]
        # Nothing is piped: the server that it starts would keep the pipe open.
        subprocess.run(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A cluster that runs, and is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="kring-pg."))
    folder.chmod(0o755)
    one = Cluster(folder)
    try:
        one.make()
        one.start()
        yield one
    finally:
        with suppress(subprocess.CalledProcessError):  # it was stopped already
            one.stop()
        shutil.rmtree(folder, ignore_errors=True)
