"""An installation of its own in one folder: its data, its keys, and the environment that names them."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tools.trial.environment import bare

HOME = Path(__file__).parents[2]
DATABASE, INSTALLATION_KEY, SECRET_KEY = "kring.sqlite3", "installation.key", "secret.key"


def environment(folder: Path) -> dict[str, str]:
    """The environment of the installation in this folder: a demo, on SQLite, with nothing of the shell's own."""
    return bare() | {
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "tests.kept.settings",
        "KRING_DATA": str(folder),
        "KRING_KEY_FILE": str(folder / INSTALLATION_KEY),
        "KRING_SECRET_KEY_FILE": str(folder / SECRET_KEY),
        "KRING_HTTPS": "0",
        "KRING_DEMO": "1",
    }


def run(module: str, *arguments: str, env: Mapping[str, str]) -> tuple[int, str]:
    """Run a module of Kring in a process of its own; its exit code, and everything that it said."""
    command = [sys.executable, "-W", "error", "-m", module, *arguments]
    done = subprocess.run(command, cwd=HOME, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout
