"""makes small mistakes in the rules that matter most, and says which no test notices

    ./dev mutate                                    all of it: an hour or more
    ./dev mutate kring/cases/access.py kring/names  these files and folders

Every mistake that no test notices stands in tests/survivors.toml with the reason why it may, or the run fails; so does
what stands there and is noticed by now. docs/decisions/037-mutations-of-our-own.md says why this is not mutmut.
"""

from __future__ import annotations

import os
import sys
import tempfile
import tomllib
from pathlib import Path

HOME = Path(__file__).parents[1]
SURVIVORS = HOME / "tests" / "survivors.toml"
LEAST = 95
"""Percent of the mistakes in each file or folder that a test must notice."""

TESTS: dict[str, list[str]] = {
    "kring/protocol": ["tests/protocol", "tests/cases/test_whole_protocol.py", "tests/cases/test_closing.py"],
    "kring/names": [
        "tests/names",
        "tests/cases/test_apart.py",
        "tests/cases/test_same_name.py",
        "tests/cases/test_former_names.py",
        "tests/cases/test_parent_copy.py",
    ],
    "kring/cases/access.py": [
        "tests/cases/test_access.py",
        "tests/cases/test_team.py",
        "tests/cases/test_opening.py",
        "tests/cases/test_letters.py",
        "tests/web/test_doors.py",
        "tests/web/test_case_people.py",
    ],
    "kring/school/rights.py": ["tests/school", "tests/cases/test_access.py", "tests/web/test_school_doors.py"],
    "kring/cases/recipients.py": [
        "tests/cases/test_letters.py",
        "tests/cases/test_digest.py",
        "tests/cases/test_opening.py",
        "tests/cases/test_refusals.py",
        "tests/cases/test_team.py",
        "tests/cases/test_who_gets_a_page.py",
        "tests/web/test_recipients.py",
    ],
}
"""For each file or folder the tests that must notice; those marked slow are left out."""
NONE_MAY_SURVIVE = ("kring/school/rights.py", "kring/cases/recipients.py")


def main(wanted: list[str]) -> int:
    """Run what is wanted, one target after the other; 1 when something survived that may not."""
    os.chdir(HOME)
    listed: dict[str, dict[str, str]] = tomllib.loads(SURVIVORS.read_text(encoding="utf-8"))
    failed = False
    for target, tests in TESTS.items():
        sources = [path for path in files_of(target) if not wanted or any(path.startswith(one) for one in wanted)]
        if sources and _in_a_process_of_its_own(target, sources, tests, listed):
            failed = True
    return int(failed)


def files_of(target: str) -> list[str]:
    """The sources of a target, from the top of the repository."""
    path = HOME / target
    found = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return [one.relative_to(HOME).as_posix() for one in found]


def _in_a_process_of_its_own(
    target: str, sources: list[str], tests: list[str], listed: dict[str, dict[str, str]]
) -> int:
    """Each target loads its own tests, so each begins afresh."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        code = 3
        try:
            code = run(target, sources, tests, listed)
        except SystemExit as told:
            print(told.code)
        finally:
            sys.stdout.flush()
            os._exit(code)
    return os.waitpid(child, 0)[1]


def run(target: str, sources: list[str], tests: list[str], listed: dict[str, dict[str, str]]) -> int:
    """Make every mistake in these sources, one at a time; 1 when the lists do not say what was found."""
    from tools.mutants.changes import mistakes_in
    from tools.mutants.lane import Lane

    wrong: list[str] = []
    made = noticed = 0
    with tempfile.TemporaryDirectory(prefix="kring-mutants-") as scratch:
        lane = Lane([HOME / source for source in sources], tests, Path(scratch))
        for source in sources:
            survived = set()
            for mistake in mistakes_in((HOME / source).read_text(encoding="utf-8")):
                made += 1
                if lane.notices(HOME / source, mistake):
                    noticed += 1
                else:
                    survived.add(mistake.name)
                    print(f"{source}:{mistake.line} {mistake.name}", flush=True)
            wrong += differences(source, survived, set(listed.get(source, {})))
    percent = 100 * noticed / made if made else 100
    print(f"{target}: {noticed} of {made} mistakes noticed ({percent:.1f} %)")
    if percent < LEAST:
        wrong.append(f"{target}: fewer than {LEAST} % noticed")
    for sentence in wrong:
        print(sentence)
    return int(bool(wrong))


def differences(source: str, survived: set[str], listed: set[str]) -> list[str]:
    """What the list of survivors does not say as it is."""
    never = [f"{source}: nothing may survive here: {name}" for name in sorted(survived) if source in NONE_MAY_SURVIVE]
    unlisted = [f"{source}: survived and stands in no list: {name}" for name in sorted(survived - listed)]
    by_now = [f"{source}: stands in the list and is noticed by now: {name}" for name in sorted(listed - survived)]
    return [*(never or unlisted), *by_now]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
