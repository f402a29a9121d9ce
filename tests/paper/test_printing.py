"""A sheet becomes an accessible PDF; whatever is in its texts comes out as text."""

import io
import re
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdfua.cli import main as pdfua
from pypdfium2 import PdfDocument

from kring.paper.letters import writable
from kring.paper.printing import pdf
from kring.paper.sheet import Box, Heading, Lines, Pairs, Sheet, Table, Text

SHEET = Sheet(
    kind="Handelingsplan",
    title="Sem en Daan, groep 6",
    sub="Versie 2",
    foot=("Basisschool De Wilg", "versie 2"),
    language="nl",
    page_words="pagina {page} van {pages}",
    made_at=datetime(2026, 12, 2, 12, tzinfo=UTC),
    blocks=(
        Box("Wat is er veranderd?", ("Eerste evaluatie: Nee",)),
        Heading("Het probleem"),
        Text("Sem wordt uitgelachen.\nOok online.\n\nElke dag."),
        Heading("Afspraken"),
        Table(("Wat", "Wie"), (("Daan blijft bij de tassen weg.", "Daan"),), (2, 1)),
        Heading("Ouders", level=2),
        Pairs((("Ouders van Sem", "2 van 2 gesproken"),)),
        Lines(("Eén", "Twee")),
    ),
)


def with_text(text: str) -> Sheet:
    return replace(SHEET, blocks=(Heading("Het probleem"), Text(text)))


def text_of(made: bytes) -> str:
    """The text of a PDF as a reader gets it, on one line, with words that were broken off put together again."""
    with closing(PdfDocument(made)) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return re.sub(r"\s+", " ", re.sub(r"[\u00ad\ufffe\u0002]\s*", "", " ".join(pages)))


def test_the_checker_finds_nothing(tmp_path: Path) -> None:
    file = tmp_path / "plan.pdf"
    file.write_bytes(pdf(SHEET))
    assert pdfua(["check", str(file)]) == 0


def test_it_says_that_it_is_accessible_which_language_it_is_in_and_what_it_is_called() -> None:
    with pikepdf.open(io.BytesIO(pdf(SHEET))) as made:
        assert str(made.Root.Lang) == "nl"
        assert bool(made.Root.MarkInfo.Marked)
        with made.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Sem en Daan, groep 6"


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert pdf(SHEET) == pdf(SHEET)


def test_every_page_tells_its_number() -> None:
    long = with_text("\n\n".join(f"Alinea {number} over wat er gebeurde." for number in range(150)))
    with pikepdf.open(io.BytesIO(pdf(long))) as made:
        pages = len(made.pages)
    assert pages > 2
    assert f"pagina 2 van {pages}" in text_of(pdf(long))


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        '#import "@preview/cetz:0.3.0"',
        "*geen vet* _geen cursief_ $x^2$ <script>alert(1)</script> // geen commentaar",
        "= Geen kop",
        "#panic()",
        "\\u{41} `code` @verwijzing [haken] {accolades}",
        "Zoë, Ömer, Łukasz, Đorđe, Çağla, Ștefan",
        "Привет Καλημέρα",
    ],
)
def test_what_looks_like_markup_is_text(text: str) -> None:
    assert text in text_of(pdf(with_text(text)))


def test_emoji_and_right_to_left_text_are_written() -> None:
    made = pdf(with_text("Blij 😀 en سلام en שלום."))
    assert "😀" in text_of(made)
    assert "Blij" in text_of(made)


def test_a_character_that_no_font_has_is_written_out_by_its_name() -> None:
    assert writable("Hij schreef 漢.") == "Hij schreef [cjk unified ideograph-6f22]."


def test_ten_thousand_characters_in_every_field_fit() -> None:
    long = ("Een woord van belang en een_heel_lang_woord_zonder_spaties " * 200)[:10_000]
    sheet = replace(
        SHEET,
        title=long[:200],
        blocks=(Text(long), Table(("Wat", "Wie"), ((long, long),), (1, 1)), Lines((long,)), Box("B", (long,))),
    )
    assert text_of(pdf(sheet)).count("Een woord") >= 5 * (10_000 // 59)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(max_size=300))
def test_any_text_at_all_can_be_printed(text: str) -> None:
    assert pdf(with_text(text)).startswith(b"%PDF-")


def test_a_warm_printer_takes_under_60_ms_of_cpu() -> None:
    pdf(SHEET)
    begun = time.process_time()
    for _ in range(5):
        pdf(SHEET)
    assert (time.process_time() - begun) / 5 < 0.060


@pytest.mark.parametrize("lines", range(36, 48))
def test_whom_to_ask_stands_with_its_heading_on_one_page_wherever_that_ends(lines: int) -> None:
    whom = Pairs((("Eigenaar", "Anouk"), ("Coördinator", "Carla"), ("Opgesteld door", "Bram")))
    blocks = (Text("\n".join(["Regel."] * lines)), Heading("Bij wie moet je zijn?"), whom)
    with closing(PdfDocument(pdf(replace(SHEET, blocks=blocks)))) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    [page] = [page for page in pages if "Bij wie" in page]
    assert all(word in page for word in ("Anouk", "Carla", "Bram"))


def test_a_name_is_never_broken_off() -> None:
    """At whatever place of a line it falls; another word is."""
    texts = [f"{'a' * length} Anouk-Elisabeth en de speelplaatsafspraken" for length in range(40, 70)]
    with closing(PdfDocument(pdf(replace(SHEET, blocks=tuple(Text(one) for one in texts))))) as document:
        made = " ".join(page.get_textpage().get_text_bounded() for page in document)
    assert made.count("Anouk") == made.count("Elisabeth") == len(texts)
    assert made.count("speelplaatsafspraken") < len(texts)


@pytest.mark.parametrize("word", ["m" * 180, "W" * 120, f"https://school.example/{'a1' * 75}", "Mw" * 60])
def test_nothing_runs_off_the_sheet_however_long_a_word_is(word: str) -> None:
    """In every place that holds what somebody typed, and each of its letters is there."""
    blocks = (
        Heading(word),
        Heading(word, level=2),
        Text(f"Dit is {word} en meer.", strong=word),
        Lines((word, f"Lees {word}.")),
        Pairs(((word, word),)),
        Box(word, (word,)),
        Table(("Wat", "Wie", "Hoe"), ((word, f"Wie: {word}", word),), (5, 4, 4)),
    )
    places = 12
    long = replace(SHEET, kind=word, title=word, foot=(word,), blocks=blocks)
    with closing(PdfDocument(pdf(long))) as document:
        found = ""
        for page in document:
            width, text = page.get_width(), page.get_textpage()
            found += text.get_text_bounded()
            boxes = [text.get_charbox(place) for place in range(text.count_chars())]
            assert max(right for _left, _bottom, right, _top in boxes) <= width - 40
    whole = re.sub(r"[\s\u200b\u00ad\ufffe\u0002]", "", found)
    assert whole.count(word) >= places


def test_a_word_in_a_cell_is_broken_only_where_it_would_not_fit() -> None:
    def cell(word: str) -> str:
        table = Table(
            ("Wat", "Wie", "Hoe"), (("Daan blijft bij de tassen weg.", "Daan", f"december: {word}"),), (5, 4, 2)
        )
        with closing(PdfDocument(pdf(replace(SHEET, blocks=(table,))))) as document:
            return str(document[0].get_textpage().get_text_bounded())

    assert "nagekomen" in cell("nagekomen")
    assert "samenwerkingsverbandsmedewerker" not in cell("samenwerkingsverbandsmedewerker")
