"""What README says of running Kring for real can be followed: no folder is missing, and the units say the same."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
RUNNING = (HOME / "README.md").read_text(encoding="utf-8").split("## Running it for real")[1].split("### Settings")[0]
SYSTEMD = HOME / "docs" / "systemd"
BY_TIMER = SYSTEMD / "kring-backup-postgresql.service"
"""A unit that runs to its end and is started by a timer of the same name."""
UNITS = sorted({*SYSTEMD.glob("*.service")} - {BY_TIMER})


def commands() -> list[str]:
    """The commands of the block, without what is said beside them."""
    [block] = re.findall(r"```sh\n(.*?)```", RUNNING, re.S)
    return [line.split("  #")[0].strip() for line in block.splitlines() if line and not line.startswith("#")]


def test_every_folder_that_is_written_to_is_made_before() -> None:
    made: list[str] = []
    written = 0
    for command in commands():
        if command.startswith(("mkdir -p", "install -d")):
            made.append(command.split()[-1].strip('"'))
        if found := re.search(r"> (/\S+)/[^/]+$", command):
            written += 1
            assert found[1] in made, command
    assert written == 2


def test_each_process_has_a_unit_that_starts_it_as_the_readme_does() -> None:
    started = [re.findall(r"^ExecStart=/opt/kring/(.*)$", path.read_text(encoding="utf-8"), re.M) for path in UNITS]
    besides = ["bin/kring backup along", "bin/kring metrics"]
    assert sorted(started) == sorted([command] for command in [*commands()[-2:], *besides])


def test_a_unit_runs_as_a_user_of_its_own_that_can_write_to_its_data_and_copies_only() -> None:
    for path in UNITS:
        text = path.read_text(encoding="utf-8")
        for line in ("User=kring", "EnvironmentFile=/etc/kring/environment", "ProtectSystem=strict", "Restart=always"):
            assert line in text.splitlines()
        copies = "" if path.stem in ("kring-web", "kring-metrics") else " -/backup/kring"
        assert re.findall(r"^ReadWritePaths=(.*)$", text, re.M) == [f"/var/lib/kring{copies}"]


def test_each_night_a_timer_makes_a_copy_on_postgresql_as_root_that_may_write_where_it_must_only() -> None:
    lines = BY_TIMER.read_text(encoding="utf-8").splitlines()
    for line in ("Type=oneshot", "EnvironmentFile=/etc/kring/environment", "ProtectSystem=strict"):
        assert line in lines
    assert "ExecStart=/opt/kring/bin/kring backup" in lines
    assert [line for line in lines if line.startswith(("User=", "Restart=", "WantedBy="))] == []
    assert "ReadWritePaths=/var/lib/kring /backup/kring /var/lib/postgresql" in lines
    timer = BY_TIMER.with_suffix(".timer").read_text(encoding="utf-8").splitlines()
    assert {"OnCalendar=*-*-* 02:30", "Persistent=true", "WantedBy=timers.target"} <= set(timer)
    readme = (HOME / "README.md").read_text(encoding="utf-8")
    assert "systemctl enable --now kring-backup-postgresql.timer" in readme


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is missing")
def test_systemd_finds_nothing_wrong_with_a_unit(tmp_path: Path) -> None:
    programs = set()
    for unit in SYSTEMD.iterdir():
        text = unit.read_text(encoding="utf-8")
        programs |= set(re.findall(r"^ExecStart=/opt/kring/(\S+)", text, re.M))
        (tmp_path / unit.name).write_text(text.replace("/opt/kring", str(tmp_path)), encoding="utf-8")
    for program in programs:  # it looks whether they are there
        (tmp_path / program).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / program).write_text("#!/bin/sh\n")
        (tmp_path / program).chmod(0o700)
    units = sorted(str(tmp_path / unit.name) for unit in SYSTEMD.iterdir())
    told = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    # What it says of other units of this machine is none of ours.
    assert [line for line in told.stderr.splitlines() if "kring" in line] == []
    assert len(units) == 6


MOST_EXPOSED = {"kring-backup-postgresql": 2.7}
"""Where systemd's own figure may be higher: what makes a copy of PostgreSQL is root, and becomes its owner."""


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is missing")
@pytest.mark.parametrize("unit", sorted(SYSTEMD.glob("*.service")), ids=lambda unit: unit.stem)
def test_a_unit_may_do_little_by_the_figure_of_systemd_itself(unit: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    [figure] = re.findall(r"Overall exposure level for \S+: ([0-9.]+)", told)
    assert float(figure) <= MOST_EXPOSED.get(unit.stem, 1.2)
