"""prints the tables of roles in docs/access.md again, from the rights in the code

./dev access
"""

from __future__ import annotations

import os

import django


def main() -> int:
    """Write them into the page."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from kring.cases.access_outline import print_again

    print_again()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
