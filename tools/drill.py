"""loses a Kring that is written to, puts it back from its copies, and counts what was lost: ./dev drill [ROUNDS] [SEED]

./dev drill 10 1

A real installation: `kring backup along` beside it, and a process that notes by Kring's own verbs and says of each fact
when it was committed. All of it is killed at a moment of chance, the database and what lies beside it are thrown away,
`kring restore` puts back what was copied, and each fact that was said to be committed is looked for.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tools.trial.environment import bare
from tools.trial.writing import write

HOME = Path(__file__).parents[1]
LONGEST = 5
"""Seconds. Litestream copies every second, and takes longer where much else is to be done."""


def main(rounds: int, seed: int) -> int:
    """Each round is an installation of its own; gives 1 when more than the last seconds were lost in one."""
    chance = random.Random(seed)
    said, lost, worst = 0, 0, 0.0
    for number in range(1, rounds + 1):
        with tempfile.TemporaryDirectory(prefix="kring-drill.") as folder:
            told, gone, seconds = lose(Path(folder), chance)
        said, lost, worst = said + told, lost + gone, max(worst, seconds)
        print(f"round {number}: {told} committed, {gone} lost, of the last {seconds:.2f} s", flush=True)
    print(f"{said} committed, {lost} lost; the oldest of them {worst:.2f} s before the end")
    return int(worst > LONGEST)


def lose(folder: Path, chance: random.Random) -> tuple[int, int, float]:
    """One installation, lost and put back: how many facts were said to be there, how many are not, and how long before
    the end the first of those was committed."""
    env = environment(folder)
    kring(env, "migrate", "-v0")
    kring(env, "demo_school")
    kring(env, "backup")
    along = start(env, "-m", "kring", "backup", "along")
    time.sleep(2)
    writer = start(env, "-m", "tools.trial.writing", str(folder / "said"))
    wait_for(folder / "said")
    time.sleep(chance.uniform(3, 12))
    ended = time.monotonic()
    for process in (along, writer):
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for path in (folder / "data").iterdir():
        path.unlink() if path.is_file() else subprocess.run(["rm", "-rf", str(path)], check=True)
    kring(env, "restore")
    with closing(sqlite3.connect(folder / "data" / "kring.sqlite3")) as there:
        kept = {row[0] for row in there.execute("SELECT id FROM cases_fact")}
    lines = [line.split() for line in (folder / "said").read_text().splitlines() if line.endswith(".")]
    gone = [float(at) for id, at, _end in lines if id not in kept]
    return len(lines), len(gone), ended - min(gone, default=ended)


def environment(folder: Path) -> dict[str, str]:
    """A demo of its own, with its keys beside its data and its copies apart."""
    (folder / "data").mkdir(mode=0o700)
    write(folder / "key", "a" * 43 + "=")
    return bare() | {
        "DATABASE_URL": "",
        "KRING_BACKUP": str(folder / "copies"),
        "KRING_DATA": str(folder / "data"),
        "KRING_DEMO": "1",
        "KRING_HTTPS": "0",
        "KRING_KEY_FILE": str(folder / "key"),
        "KRING_SECRET_KEY": "only-for-a-drill-" * 5,
    }


def kring(env: dict[str, str], *arguments: str) -> None:
    """One of Kring's commands, to its end."""
    done = subprocess.run(
        [sys.executable, "-m", "kring", *arguments], env=env, cwd=HOME, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"kring {' '.join(arguments)}: {done.stdout}{done.stderr}")


def start(env: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    """A process that goes on, in a group of its own."""
    return subprocess.Popen([sys.executable, *arguments], env=env, cwd=HOME, start_new_session=True)


def wait_for(path: Path) -> None:
    """Until the first fact was said."""
    for _turn in range(600):
        if path.exists() and path.stat().st_size:
            return
        time.sleep(0.1)
    raise SystemExit("nothing was written")


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:]]
    sys.exit(main(*(numbers + [10, 1][len(numbers) :])))
