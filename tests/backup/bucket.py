"""A bucket on this machine: rclone's own S3 server, which asks for signed requests, over HTTP."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.trial.running import free_port, until

PROGRAM = Path(sys.executable).with_name("rclone")
KEY, SECRET = "of-a-test", "only-for-a-test"


class Bucket:
    """The files of a bucket that is served, and what an installation is told of it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    @property
    def place(self) -> str:
        return f"s3://school/kring?endpoint=http://127.0.0.1:{self.port}"

    def settings(self, secret: str = SECRET) -> dict[str, str]:
        return {"KRING_BACKUP": self.place, "LITESTREAM_ACCESS_KEY_ID": KEY, "LITESTREAM_SECRET_ACCESS_KEY": secret}

    def files(self) -> list[Path]:
        return [path for path in (self.folder / "school").rglob("*") if path.is_file()]


@contextmanager
def bucket(folder: Path) -> Iterator[Bucket]:
    """Serves it until the end."""
    (folder / "school").mkdir(parents=True)
    one = Bucket(folder, free_port())
    told = ["serve", "s3", "--config", str(folder / "none"), "--auth-key", f"{KEY},{SECRET}"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [str(PROGRAM), *told, "--addr", f"127.0.0.1:{one.port}", str(folder)], stdout=log, stderr=log
        )
    try:
        until(lambda: b"Starting s3 server" in (folder / "log").read_bytes(), what="the bucket")
        yield one
    finally:
        server.kill()
        server.wait()
