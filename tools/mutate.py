"""makes small mistakes in the rules that matter most, and says which no test notices

    ./dev mutate                                    all of it: some ten minutes of CPU
    ./dev mutate kring/cases/access.py kring/names  these files and folders
    ./dev mutate --listed kring/names               only what stands in the list: is it still not noticed?

Every mistake that no test notices stands in tests/survivors.toml with the reason why it may, or the run fails; so does
what stands there and is noticed by now. docs/decisions/037-mutations-of-our-own.md says why this is not mutmut.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import tomllib
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tools.mutants.changes import mistakes_in
from tools.mutants.fresh import Fresh
from tools.mutants.lane import Lane

HOME = Path(__file__).parents[1]
SURVIVORS = HOME / "tests" / "survivors.toml"
LEAST = 95
"""Percent of the mistakes in each file or folder that a test must notice."""

TESTS: dict[str, list[str]] = {
    "kring/protocol": ["tests/protocol"],
    "kring/names": ["tests/names", "tests/names/test_finding.py"],
    "kring/phone.py": ["tests/phone"],
    "kring/cases/access.py": [
        "tests/cases/test_access.py",
        "tests/cases/test_who_reads_what.py",
        "tests/cases/test_team.py",
        "tests/cases/test_opening.py",
        "tests/cases/test_letters.py",
        "tests/web/test_doors.py",
        "tests/web/cases/test_case_people.py",
    ],
    "kring/school/rights.py": ["tests/school/test_rights.py", "tests/cases/test_access.py"],
    "kring/cases/recipients.py": [
        "tests/cases/test_letters.py",
        "tests/cases/test_digest.py",
        "tests/cases/test_opening.py",
        "tests/cases/test_refusals.py",
        "tests/cases/test_standing_in.py",
        "tests/cases/test_sweep_queries.py",
        "tests/cases/test_team.py",
        "tests/cases/test_who_gets_a_page.py",
        "tests/web/test_recipients.py",
    ],
}
"""For each file or folder the tests that must notice; those marked slow are left out, but of a file."""
BROKE_DOWN = 3
"""What a target comes to whose process ended before it was through."""
NONE_MAY_SURVIVE = ("kring/school/rights.py", "kring/cases/recipients.py")


def main(wanted: list[str]) -> int:
    """Run what is wanted, one target after the other; 1 when something survived that may not."""
    os.chdir(HOME)
    only_listed, wanted = "--listed" in wanted, [one for one in wanted if one != "--listed"]
    listed: dict[str, dict[str, str]] = tomllib.loads(SURVIVORS.read_text(encoding="utf-8"))
    failed = False
    for target, tests in TESTS.items():
        sources = [path for path in files_of(target) if not wanted or any(path.startswith(one) for one in wanted)]
        if not sources:
            continue
        code = in_a_process_of_its_own(partial(run, target, sources, tests, listed, only_listed))
        if code not in (0, 1):
            print(f"{target}: its process ended before it was through ({code})")
        failed = failed or code != 0
    return int(failed)


def files_of(target: str) -> list[str]:
    """The sources of a target, from the top of the repository."""
    path = HOME / target
    found = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return [one.relative_to(HOME).as_posix() for one in found]


def in_a_process_of_its_own(work: Callable[[], int]) -> int:
    """Each target loads its own tests, so each begins afresh. What the work came to, 0 or 1; else it broke down."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        code = BROKE_DOWN
        try:
            code = work()
        except SystemExit as told:
            print(told.code)
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            sys.stdout.flush()
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run(
    target: str, sources: list[str], tests: list[str], listed: dict[str, dict[str, str]], only_listed: bool = False
) -> int:
    """Make every mistake in these sources, one at a time; 1 when the lists do not say what was found."""
    fresh = Fresh()
    wrong: list[str] = []
    made = noticed = 0

    def make_them() -> None:
        nonlocal made, noticed
        for source in sources:
            survived = set()
            before = made, noticed
            for mistake in mistakes_in((HOME / source).read_text(encoding="utf-8")):
                if only_listed and mistake.name not in listed.get(source, {}):
                    continue
                made += 1
                if lane.notices(HOME / source, mistake):
                    noticed += 1
                else:
                    survived.add(mistake.name)
                    print(f"{source}:{mistake.line} {mistake.name}", flush=True)
            print(f"{source}: {noticed - before[1]} of {made - before[0]}", flush=True)
            wrong.extend(differences(source, survived, set(listed.get(source, {}))))
        if not lane.is_sound():
            wrong.append(f"{target}: tests that noticed something also fail without a mistake")

    with tempfile.TemporaryDirectory(prefix="kring-mutants-") as scratch:
        lane = Lane([HOME / source for source in sources], tests, Path(scratch), fresh)
        lane.run(make_them)
    fresh.close()
    percent = 100 * noticed / made if made else 100
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    seconds = sum(one.ru_utime + one.ru_stime for one in used)
    print(f"{target}: {noticed} of {made} mistakes noticed ({percent:.1f} %), in {seconds:.0f} s of CPU")
    if percent < LEAST and not only_listed:
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
