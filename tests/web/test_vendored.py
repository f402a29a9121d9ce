"""What others made is exactly what VENDORED.md says, and all of it is listed."""

import hashlib
import re
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent.parent
VENDOR = HOME / "kring/web/static/vendor"
FOR_TESTS = HOME / "tests/vendor"
LIST = (VENDOR / "VENDORED.md").read_text(encoding="utf-8")
LINE = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([0-9a-f]{64}) \|$", re.MULTILINE)


def listed(part: str) -> dict[str, str]:
    return {file: digest for file, _name, _version, _licence, digest in LINE.findall(part)}


def found(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file() and file.name != "VENDORED.md"
    }


def test_every_file_served_from_vendor_is_listed_with_its_hash() -> None:
    served, _ = LIST.split("Used by the tests only")
    assert found(VENDOR) == listed(served)


def test_every_vendored_file_of_the_tests_is_listed_with_its_hash() -> None:
    _, for_tests = LIST.split("Used by the tests only")
    assert found(FOR_TESTS) == listed(for_tests)


def test_every_vendored_package_carries_the_text_of_its_licence() -> None:
    packages = [folder for folder in VENDOR.iterdir() if folder.is_dir()]
    assert packages
    assert [folder.name for folder in packages if not (folder / "LICENSE").is_file()] == []


def test_every_icon_that_a_page_asks_for_is_in_the_sprite() -> None:
    sprite = (VENDOR / "lucide/sprite.svg").read_text(encoding="utf-8")
    there = set(re.findall(r'<symbol [^>]*id="([^"]+)"', sprite))
    asked = {
        (name, file.name)
        for kind, words in (("html", r'{% icon "([^"]+)"'), ("py", r'\bicon="([^"]+)"'))
        for file in (HOME / "kring").rglob(f"*.{kind}")
        for name in re.findall(words, file.read_text(encoding="utf-8"))
    }
    assert asked
    assert {(name, file) for name, file in asked if name not in there} == set()


def test_every_drawing_that_a_template_asks_for_exists() -> None:
    there = set(re.findall(r'<symbol id="([^"]+)"', (HOME / "kring/web/static/kring/drawings.svg").read_text("utf-8")))
    asked = {
        (name, file.name)
        for file in (HOME / "kring/web/templates").rglob("*.html")
        for name in re.findall(r'{% drawing "([^"]+)"', file.read_text(encoding="utf-8"))
    }
    assert asked
    assert {(name, file) for name, file in asked if name not in there} == set()
