"""The fonts of the printed sheets are what they say they are, and coverage.txt tells what they can write."""

import hashlib
import re

from tools.paper_fonts import FONTS, coverage

LINE = re.compile(r"^\| ([^|]+) \| [^|]+ \| [^|]+ \| OFL-1\.1 \| ([0-9a-f]{64}) \|$", re.MULTILINE)


def test_every_font_and_licence_is_listed_with_its_hash() -> None:
    listed = dict(LINE.findall((FONTS / "VENDORED.md").read_text(encoding="utf-8")))
    found = {
        str(file.relative_to(FONTS)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in FONTS.rglob("*")
        if file.is_file() and file.parent != FONTS
    }
    assert found == listed
    assert all((folder / "LICENSE").is_file() for folder in FONTS.iterdir() if folder.is_dir())


def test_the_coverage_is_that_of_the_fonts() -> None:
    assert (FONTS / "coverage.txt").read_text(encoding="ascii") == coverage()
