"""The table of letters on paper: docs/letters.md is what `kring/cases/letter_kinds.py` says."""

import re
from pathlib import Path

from kring.cases.letter_kinds import LETTERS
from kring.cases.letters_outline import markdown
from kring.protocol.called import called

PRINTED = Path(__file__).parents[2] / "docs" / "letters.md"


def test_the_printed_letters_are_the_letters() -> None:
    assert PRINTED.read_text(encoding="utf-8") == markdown(), (
        "print it again: python -m kring.cases.letters_outline > docs/letters.md"
    )


def test_every_letter_is_printed_with_its_moment_its_reader_its_text_and_its_button() -> None:
    page = markdown()
    assert page.count("\n## ") == len(LETTERS) == len({kind.key for kind in LETTERS})
    for kind in LETTERS:
        also = ", ook aan wie het zelf deed" if kind.even_to_sender else ""
        assert f"Naar: {kind.to}{also}. {called(kind.moment)}" in page
        assert f"**{kind.button}**" in page
    assert not re.search(r"%\(|%s|%%", page)


def test_no_letter_stands_in_the_table_that_nothing_writes() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (PRINTED.parents[1] / "kring").rglob("*.py"))
    table = (PRINTED.parents[1] / "kring/cases/letter_kinds.py").read_text(encoding="utf-8")
    elsewhere = code.replace(table, "")
    assert [kind.key for kind in LETTERS if f'"{kind.key}"' not in elsewhere] == []
