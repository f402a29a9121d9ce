"""Kring's command line, for who runs it: `kring COMMAND`, by `bin/kring` or as `python -m kring`.

A command is a file in `kring/config/management/commands/`, what it can do its first argument: `kring trail verify`.
Django's own commands (`migrate`, `check`) go the same way.
"""

import ast
import os
import sys
from pathlib import Path

COMMANDS = Path(__file__).parent / "config" / "management" / "commands"


def main(arguments: list[str]) -> None:
    """Carries out the command; without one, or asked for help, says which there are."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.config.settings")
    if not arguments or arguments[0] in ("help", "-h", "--help"):
        print(overview())
        return
    from django.core.management import ManagementUtility

    ManagementUtility(["kring", *arguments]).execute()


def overview() -> str:
    """Kring's own commands, one in a line with the first line of its file. Asks for no settings."""
    lines = [f"  kring {file.stem:<14}{_purpose(file)}" for file in sorted(COMMANDS.glob("[!_]*.py"))]
    return "\n".join(["kring COMMAND [--help]", "", *lines])


def _purpose(file: Path) -> str:
    said = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    return said.splitlines()[0] if said else ""


if __name__ == "__main__":
    main(sys.argv[1:])
