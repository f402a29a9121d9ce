"""plays years of two schools under a seed, with all that goes wrong: nothing may be lost, and nobody may come in

    ./dev simulate --seed 7 --years 10       ten years
    ./dev simulate --seeds 1-20 --weeks 5    twenty short courses
    ./dev simulate --replay var/simulate-7.json

What it does and what must hold stands in tests/simulate/__init__.py; what it found, in docs/reliability.md.
"""

from __future__ import annotations

import os
import sys

HASHES = {"PYTHONHASHSEED": "0", "DJANGO_SETTINGS_MODULE": "tests.simulate.settings"}
"""Without the first the order of a set of texts is another in each process, and no run is the same twice."""


def main(arguments: list[str]) -> int:
    """Django is loaded here."""
    import django

    django.setup()
    from tests.simulate import command

    return command.main(arguments)


if __name__ == "__main__":
    if any(os.environ.get(name) != value for name, value in HASHES.items()):
        command = [sys.executable, "-m", "tools.simulate", *sys.argv[1:]]
        os.execve(sys.executable, command, os.environ | HASHES)  # noqa: S606 - this same script
    sys.exit(main(sys.argv[1:]))
