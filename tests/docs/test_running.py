"""What README says of running Kring for real can be followed: no folder is missing, and the units say the same."""

import re
from pathlib import Path

HOME = Path(__file__).parents[2]
RUNNING = (HOME / "README.md").read_text(encoding="utf-8").split("## Running it for real")[1].split("### Settings")[0]
UNITS = sorted((HOME / "docs" / "systemd").glob("*.service"))


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
    assert sorted(started) == sorted([command] for command in [*commands()[-2:], "bin/kring backup along"])


def test_a_unit_runs_as_a_user_of_its_own_that_can_write_to_its_data_and_copies_only() -> None:
    for path in UNITS:
        text = path.read_text(encoding="utf-8")
        for line in ("User=kring", "EnvironmentFile=/etc/kring/environment", "ProtectSystem=strict", "Restart=always"):
            assert line in text.splitlines()
        copies = "" if path.stem == "kring-web" else " -/backup/kring"
        assert re.findall(r"^ReadWritePaths=(.*)$", text, re.M) == [f"/var/lib/kring{copies}"]
