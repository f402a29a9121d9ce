"""What the documents point to is there: links, paths, commands, settings, decisions, packages."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent.parent
DECISIONS = HOME / "docs" / "decisions"
GUIDES = (HOME / "README.md", HOME / "CONTRIBUTING.md")
DOCUMENTS = sorted([*HOME.glob("*.md"), *(HOME / "docs").rglob("*.md"), *(HOME / "kring").rglob("README.md")])
READ_FROM_ENVIRONMENT = re.compile(r'(?:environ\.get\(|environ\[|_from\(|read_key_file\()\s*"([A-Z_]+)"')


def name_of(document: Path) -> str:
    return document.relative_to(HOME).as_posix()


def prose_of(document: Path) -> str:
    """The text without its blocks of code."""
    return re.sub(r"^```.*?^```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


def anchors_of(document: Path) -> set[str]:
    """The headings of a document as addresses within it, the way code hosts make them."""
    headings = re.findall(r"^#+ +(.+)$", prose_of(document), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def paths_in(document: Path) -> Iterator[str]:
    """What stands between backticks and looks like a file or folder of this repository."""
    for code in re.findall(r"`([^`\n]+)`", prose_of(document)):
        if re.fullmatch(r"[\w.][\w./-]*/[\w./-]*", code) and not code.startswith("./"):
            yield code


def is_there(path: str) -> bool:
    """From the top, or within the package, as documents name it for short."""
    return (HOME / path).exists() or (HOME / "kring" / path).exists()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_relative_link_leads_somewhere(document):
    for link in re.findall(r"\]\(([^)\s]+)\)", prose_of(document)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = document.parent / path if path else document
        assert target.exists(), link
        assert not anchor or anchor in anchors_of(target), link


@pytest.mark.parametrize(
    "document", [*GUIDES, HOME / "docs" / "architecture.md", HOME / "docs" / "access.md"], ids=name_of
)
def test_every_path_that_a_guide_names_exists(document):
    made_by_running = {"var/", ".key/", ".checker/"}
    named = set(paths_in(document)) - made_by_running
    assert named, "a guide names at least one path"
    assert [path for path in sorted(named) if not is_there(path)] == []


@pytest.mark.parametrize("record", sorted(DECISIONS.glob("[0-9]*.md")), ids=name_of)
def test_every_path_that_a_decision_names_exists(record):
    assert [
        path for path in sorted(set(paths_in(record))) if not is_there(path) and path.endswith((".py", ".md"))
    ] == []


@pytest.mark.parametrize("document", GUIDES, ids=name_of)
def test_every_command_that_a_guide_names_can_be_given(document):
    dev = (HOME / "dev").read_text(encoding="utf-8")
    known = set(re.findall(r"^([a-z]+)\)$", dev, flags=re.MULTILINE)) | {tool.stem for tool in HOME.glob("tools/*.py")}
    given = set(re.findall(r"\./dev ([a-z_]+)", document.read_text(encoding="utf-8")))
    assert {"run", "test"} <= given <= known


def test_the_table_of_settings_holds_every_variable_that_is_read_and_no_other():
    read: set[str] = set()
    for module in (HOME / "kring" / "config").rglob("*.py"):
        read |= set(READ_FROM_ENVIRONMENT.findall(module.read_text(encoding="utf-8")))
    readme = (HOME / "README.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `([A-Z_]+)` \|", readme, flags=re.MULTILINE)
    assert sorted(told) == sorted(read)


def test_the_tree_has_a_line_for_every_package():
    readme = (HOME / "README.md").read_text(encoding="utf-8")
    packages = {module.parent.name for module in (HOME / "kring").glob("*/__init__.py")}
    assert packages <= set(re.findall(r"^  ([a-z]+)/ ", readme, flags=re.MULTILINE))


def test_the_list_of_decisions_is_complete_and_in_order():
    listed = re.findall(r"\]\(([0-9]{3}-[a-z0-9-]+\.md)\)", (DECISIONS / "README.md").read_text(encoding="utf-8"))
    assert listed == sorted(record.name for record in DECISIONS.glob("[0-9]*.md"))


def test_no_two_decisions_have_the_same_number():
    numbers = Counter(record.name[:3] for record in DECISIONS.glob("[0-9]*.md"))
    assert [number for number, times in numbers.items() if times > 1] == []


def test_the_title_of_a_decision_is_its_number_a_dot_and_what_the_list_says():
    listed = (DECISIONS / "README.md").read_text(encoding="utf-8")
    said = {name: title for title, name in re.findall(r"^\| \d{3} \| \[(.+)\]\((.+\.md)\) \|$", listed, re.MULTILINE)}
    titles = {
        record.name: record.read_text(encoding="utf-8").partition("\n")[0] for record in DECISIONS.glob("[0-9]*.md")
    }
    assert titles == {name: f"# {name[:3]} · {title}" for name, title in said.items()}


@pytest.mark.parametrize("record", sorted(DECISIONS.glob("[0-9]*.md")), ids=name_of)
def test_a_decision_tells_its_context_what_was_decided_and_what_it_costs(record):
    text = record.read_text(encoding="utf-8")
    for part in ("**Context.**", "**Decision.**", "**What it costs.**"):
        assert text.count(part) == 1, part
