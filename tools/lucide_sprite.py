"""Builds the icon sprite from an unpacked `lucide-static` package: the icons already in it plus those named.

    npm pack lucide-static@1.62.0 && tar xzf lucide-static-1.62.0.tgz
    python3 tools/lucide_sprite.py package heart-handshake sprout

Afterwards put the new sha256 in kring/web/static/vendor/VENDORED.md; tests/web/test_vendored.py says which.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

SPRITE = Path(__file__).resolve().parent.parent / "kring/web/static/vendor/lucide/sprite.svg"


def symbol(package: Path, name: str) -> str:
    """One Lucide file as a `<symbol>`, its shapes untouched."""
    source = (package / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    shapes = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)
    if shapes is None:
        raise SystemExit(f"{name}.svg holds no <svg> element")
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(line.strip() for line in shapes[1].splitlines())}</symbol>'
    )


def main(package: Path, more: list[str]) -> None:
    """Write the sprite: what it held, plus `more`, in alphabetical order."""
    held = re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")) if SPRITE.exists() else []
    names = sorted({*held, *more})
    attributes = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
    lines = [
        "<!-- Lucide icons (lucide-static 1.62.0), ISC licence: see LICENSE. Built by tools/lucide_sprite.py. -->",
        '<svg xmlns="http://www.w3.org/2000/svg">',
        *(symbol(package, name).replace("<symbol ", f"<symbol {attributes} ", 1) for name in names),
        "</svg>",
    ]
    SPRITE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(names)} icons in {SPRITE.name}\n")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:])
