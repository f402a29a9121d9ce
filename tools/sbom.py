"""writes what Kring is made of, by version, licence and checksum: a bill of materials in CycloneDX, as JSON

    ./dev sbom > kring.cdx.json

The packages are those of req/run.txt that this machine needs, by the hashes that pip compares when it installs them.
With them go the files of others that Kring serves or prints with, out of the lists that the tests hold against the
files themselves. What is only for developing stands in req/dev.txt, and is no part of what runs.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement

HOME = Path(__file__).parent.parent
LOCKED = HOME / "req/run.txt"
LISTS = sorted((HOME / "kring").rglob("VENDORED.md"))
FOR_TESTS = "Used by the tests only"
FILE = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([0-9a-f]{64}) \|$", re.MULTILINE)
SHORT = 60  # some packages put the whole text of their licence where its name belongs

Component = dict[str, Any]


def needed_here() -> dict[str, str]:
    """The packages of req/run.txt that this machine and this Python need: each name with its version."""
    lines = re.findall(r"^([a-z0-9][^\\\n]*?) *\\?$", LOCKED.read_text(encoding="utf-8"), re.MULTILINE)
    wanted = [Requirement(line) for line in lines]
    return {
        one.name: str(one.specifier).removeprefix("==") for one in wanted if one.marker is None or one.marker.evaluate()
    }


def licences_of(package: str) -> list[dict[str, Any]]:
    """How the package itself names its licence: as an expression, else by a short name, else by its classifiers."""
    said = importlib.metadata.metadata(package)
    for expression in said.get_all("License-Expression") or ():
        return [{"expression": expression}]
    name = "".join(said.get_all("License") or ()).strip()
    classes = [one.split(" :: ")[-1] for one in said.get_all("Classifier") or [] if one.startswith("License ::")]
    names = [name] if name and len(name) <= SHORT and "\n" not in name else classes
    return [{"license": {"name": one}} for one in names]


def vendored() -> list[Component]:
    """Each package of which files lie here, with those files, their licence and their checksums."""
    rows = [
        (f"{path.parent.relative_to(HOME)}/{file}", name, version, licence, digest)
        for path in LISTS
        for file, name, version, licence, digest in FILE.findall(path.read_text(encoding="utf-8").split(FOR_TESTS)[0])
    ]
    return [
        {
            "type": "library",
            "bom-ref": f"vendored-{name}",
            "name": name,
            "version": version,
            "purl": f"pkg:npm/{name.replace('@', '%40')}@{version}",
            "licenses": [{"license": {"id": licence}}],
            "components": [
                {"type": "file", "bom-ref": file, "name": file, "hashes": [{"alg": "SHA-256", "content": digest}]}
                for file, *_, digest in files
            ],
        }
        for (name, version, licence), files in groupby(sorted(rows, key=lambda row: row[1:4]), lambda row: row[1:4])
    ]


def bill() -> dict[str, Any]:
    """The whole bill, as CycloneDX's own tool writes it of req/run.txt, with licences and with what lies here."""
    made = subprocess.run(
        [
            *(sys.executable, "-m", "cyclonedx_py", "requirements", str(LOCKED)),
            *("--pyproject", str(HOME / "pyproject.toml"), "--output-reproducible", "--sv", "1.6"),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(made.stdout)
    here = needed_here()
    packages = [one for one in found["components"] if one["name"] in here]
    for one in packages:
        del one["description"]  # the line of req/run.txt, hashes and all, a second time
        one["licenses"] = licences_of(one["name"])
    found["components"] = [*packages, *vendored()]
    kept = {one["bom-ref"] for one in (*found["components"], found["metadata"]["component"])}
    found["dependencies"] = [one for one in found.get("dependencies", ()) if one["ref"] in kept]
    return found


def main() -> int:
    """Print the bill, once the schema of CycloneDX agrees with it."""
    written = json.dumps(bill(), indent=1, ensure_ascii=False)
    if wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(written):
        print(f"This is no CycloneDX: {wrong}", file=sys.stderr)
        return 1
    print(written)
    return 0


if __name__ == "__main__":
    sys.exit(main())
