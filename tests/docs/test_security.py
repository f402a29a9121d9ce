"""What docs/security.md says is there: each test that it names, each file, and each item of ASVS once."""

import re
from collections import Counter
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
SECURITY = (HOME / "docs/security.md").read_text(encoding="utf-8")
RELIABILITY = (HOME / "docs/reliability.md").read_text(encoding="utf-8")
ASVS = SECURITY.partition("## OWASP ASVS 5.0")[2].partition("\n## ")[0]
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)

ITEMS = """
1.1: 2 2        1.2: 1 1 1 1 1 2 2 2 2 -      1.3: 1 1 2 2 2 2 2 2 2 2 2 -      1.4: 2 2 2      1.5: 1 2 -
2.1: 1 2 2      2.2: 1 1 2      2.3: 1 2 2 2 -      2.4: 2 -
3.1: -      3.2: 1 1 -      3.3: 1 2 2 2 -      3.4: 1 1 2 2 2 2 - -      3.5: 1 1 1 2 2 - - -      3.6: -
3.7: 2 2 - - -
4.1: 1 2 2 - -      4.2: 2 - - - -      4.3: 2 2      4.4: 1 2 2 2
5.1: 2      5.2: 1 1 2 - - -      5.3: 1 1 -      5.4: 2 2 2
6.1: 1 2 2      6.2: 1 1 1 1 1 1 1 1 2 2 2 2      6.3: 1 1 2 2 - - - -      6.4: 1 1 2 2 - -
6.5: 2 2 2 2 2 - - -      6.6: 2 2 2 -      6.7: - -      6.8: 2 2 2 2
7.1: 2 2 2      7.2: 1 1 1 1      7.3: 2 2      7.4: 1 1 2 2 2      7.5: 2 2 -      7.6: 2 2
8.1: 1 2 - -      8.2: 1 1 2 -      8.3: 1 - -      8.4: 2 -
9.1: 1 1 1      9.2: 1 2 2 2
10.1: 2 2      10.2: 2 2 -      10.3: 2 2 2 2 -      10.4: 1 1 1 1 1 2 2 2 2 2 2 - - - - -      10.5: 2 2 2 2 2
10.6: 2 2      10.7: 2 2 2
11.1: 2 2 - -      11.2: 2 2 2 - -      11.3: 1 1 2 - -      11.4: 1 2 2 2      11.5: 2 -      11.6: 2 -      11.7: - -
12.1: 1 2 2 - -      12.2: 1 1      12.3: 2 2 2 2 -
13.1: 2 - - -      13.2: 2 2 2 2 2 -      13.3: 2 2 - -      13.4: 1 2 2 2 2 - -
14.1: 2 2      14.2: 1 2 2 2 - - - -      14.3: 1 2 2
15.1: 1 2 2 - -      15.2: 1 2 2 - -      15.3: 1 2 2 2 2 2 2      15.4: - - - -
16.1: 2      16.2: 2 2 2 2 2      16.3: 2 2 2 2      16.4: 2 2 2      16.5: 2 2 2 -
17.1: 2 -      17.2: 2 2 2 2 - - - -      17.3: 2 2
"""
"""Version 5.0.0: of each section the level of each of its items in their order; a dash is level 3."""

LEVELS = {
    f"{section}.{number}": level
    for section, levels in re.findall(r"(\d+\.\d+):((?: [12-])+)", ITEMS)
    for number, level in enumerate(levels.split(), start=1)
}


def test_every_item_of_level_1_and_2_stands_there_once_with_its_level() -> None:
    assert len(LEVELS) == 345
    assert Counter(LEVELS.values())["1"] == 70
    told = {number: level for number, level, *_ in ROW.findall(ASVS)}
    away = re.findall(r"\d+\.\d+\.\d+", ASVS.partition("### Does not apply")[2].partition("### ")[0])
    assert Counter([*told, *away]).most_common(1)[0][1] == 1
    wanted = {number for number, level in LEVELS.items() if level != "-"}
    assert {*told, *away} == wanted
    assert {number: level for number, level in told.items() if LEVELS[number] != level} == {}


@pytest.mark.parametrize("document", ["security", "reliability"])
def test_every_test_that_is_named_is_there(document: str) -> None:
    text = {"security": SECURITY, "reliability": RELIABILITY}[document]
    named = set(re.findall(r"`(tests/[^`]+)`", text))
    assert len(named) > 10
    missing = []
    for one in named:
        path, _colons, name = one.partition("::")
        file = HOME / path
        if not file.exists() or (name and f"def {name}(" not in file.read_text(encoding="utf-8")):
            missing.append(one)
    assert sorted(missing) == []


@pytest.mark.parametrize("document", ["security", "reliability"])
def test_no_test_is_named_by_half(document: str) -> None:
    """Or nobody would see that it is gone: the test above looks for whole paths."""
    text = {"security": SECURITY, "reliability": RELIABILITY}[document]
    assert re.findall(r"`(?!tests/)[a-z_/]*test_[a-z_0-9]+\.py[^`]*`", text.replace("`./dev test", "./dev test")) == []


COMMAND = re.compile(r"`\./dev ([a-z_]+)([^`]*)`")
PARSED_IN = {"simulate": "tests/simulate/command.py"}
"""Where a command reads what it is told, when that is not its own file in tools/."""


@pytest.mark.parametrize("document", ["SECURITY.md", "docs/security.md", "docs/reliability.md"])
def test_every_command_that_repeats_a_figure_can_be_given(document: str) -> None:
    """The command is there, and knows each of its options; each test that it runs is there."""
    given = COMMAND.findall((HOME / document).read_text(encoding="utf-8"))
    assert given
    for name, told in given:
        tool = HOME / PARSED_IN.get(name, f"tools/{name}.py")
        script = tool if tool.exists() else HOME / "dev"
        known = script.read_text(encoding="utf-8")
        assert script == tool or re.search(rf"^{name}\)$", known, re.MULTILINE), f"./dev {name}"
        for option in re.findall(r"--[a-z-]+", told):
            assert option in known or name == "lock", f"./dev {name} {option}"
        for path in re.findall(r"tests/[^\s:]+", told):
            assert (HOME / path).exists(), f"./dev {name} {path}"


FAULTS = {
    "security": [
        *(f"F{number}" for number in range(22, 33)),
        *(f"F{number}" for number in (42, 43, 44, 45, 46, 47)),
        "bugs 8",
    ],
    "reliability": ["F39", "F40", "F41", *(f"F{number}" for number in range(48, 54)), "bugs 7"],
}
"""What the first Kring was found to do wrong in who sees what, in typed text, in signing in and on bad days."""


@pytest.mark.parametrize("document", sorted(FAULTS))
def test_each_kind_of_fault_has_a_row_with_what_it_is_now_and_its_test(document: str) -> None:
    text = {"security": SECURITY, "reliability": RELIABILITY}[document]
    table = text.partition("## The faults of the first Kring")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ((?:F\d+|bugs \d+)[ :][^|]*) \| ([^|]+) \| ([^|]+) \|$", table, re.MULTILINE)
    told = {re.split(r"[ :](?!\d)", fault)[0] for fault, now, by in rows if now.strip() and "tests/" in by}
    assert set(FAULTS[document]) - told == set()


def test_every_item_says_what_holds_it_or_that_nothing_does() -> None:
    for number, _level, how, where in ROW.findall(ASVS):
        paths = re.findall(r"`([^`]+)`|(README\.md)", where)
        assert paths or how.startswith(("Not defended", "By whoever runs it")), number
        for quoted, plain in paths:
            path = (quoted or plain).partition("::")[0]
            assert path.startswith("./dev ") or (HOME / path).exists(), f"{number}: {path}"


def test_nothing_is_left_to_be_filled_in() -> None:
    assert re.findall(r"\b[A-Z0-9]+_[A-Z0-9_]+\b", re.sub(r"`[^`]*`", "", SECURITY)) == []


def test_a_weak_hash_stands_in_the_codes_of_apps_alone() -> None:
    """The linter sees it where it is called, and not where it is handed to something that calls it."""
    weak = re.compile(r"\b(md4|md5|sha1)\b", re.IGNORECASE)
    modules = (HOME / "kring").rglob("*.py")
    found = {str(one.relative_to(HOME)) for one in modules if weak.search(one.read_text(encoding="utf-8"))}
    assert found == {"kring/school/codes.py"}
