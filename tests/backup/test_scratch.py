"""Where a copy is put back to be looked through, and what is left of one that was killed there."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kring.backup.copies import scratch
from kring.backup.pgbackrest import PgBackRest
from kring.backup.refusals import NotBelieved, Why


@contextmanager
def left_behind(beside: Path, working_in: Path | None) -> Iterator["subprocess.Popen[bytes]"]:
    """What a killed restore leaves: a folder that names a process, which works in its data or elsewhere."""
    data = beside / ".scratch-left" / "data"
    data.mkdir(parents=True)
    (data.parent / "in-use").touch()
    # In the background of a shell that is no terminal's, what is started ignores this signal; a database never does.
    with subprocess.Popen(["env", "--default-signal=QUIT", "sleep", "60"], cwd=working_in or data) as process:
        while Path(f"/proc/{process.pid}/comm").read_text() != "sleep\n":
            time.sleep(0.01)  # until then it may ignore the signal still
        (data / "postmaster.pid").write_text(f"{process.pid}\n")
        yield process
        process.kill()


def test_a_server_that_was_left_in_it_is_stopped_and_all_of_it_goes(tmp_path):
    with left_behind(tmp_path, None) as server:
        with scratch(tmp_path):
            assert not (tmp_path / ".scratch-left").exists()
        assert server.wait(10) < 0


def test_a_process_that_has_its_number_since_goes_on(tmp_path):
    with left_behind(tmp_path, tmp_path) as somebody:
        with scratch(tmp_path):
            assert not (tmp_path / ".scratch-left").exists()
        assert somebody.poll() is None


def test_postgresql_is_not_copied_into_a_folder_with_the_name_of_a_bucket():
    with pytest.raises(NotBelieved) as refused:
        PgBackRest({}, "s3://school/kring")
    assert refused.value.why is Why.NOWHERE
