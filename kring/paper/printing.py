"""From a Sheet or a Poster to an accessible PDF (PDF/UA-1), by Typst, which sees a template and its fonts only."""

import json
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from kring.paper.letters import writable
from kring.paper.poster import Poster
from kring.paper.sheet import Block, Sheet, Text

HERE = Path(__file__).parent
_one_at_a_time = Lock()


@cache
def _compiler(template: str) -> typst.Compiler:
    """The template and the fonts, read once in a process."""
    return typst.Compiler(
        input=str(HERE / "template" / f"{template}.typ"),
        root=str(HERE / "template"),
        font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True,
    )


def pdf(sheet: Sheet) -> bytes:
    """The sheet as PDF/UA-1, A4. Raises typst.TypstError when it could not be made accessible."""
    data = {name: _clean(value) for name, value in asdict(sheet).items() if name not in ("blocks", "made_at")}
    data["blocks"] = [_block(block) for block in sheet.blocks]
    return _printed("sheet", data, sheet.made_at)


def poster_pdf(poster: Poster) -> bytes:
    """The poster, or the cards, in the same way."""
    data = {name: _clean(value) for name, value in asdict(poster).items() if name not in ("svg", "made_at", "faces")}
    data |= {"svg": poster.svg, "faces": [list(one) for one in poster.faces]}
    return _printed("poster", data, poster.made_at)


def _printed(template: str, data: dict[str, Any], made_at: datetime) -> bytes:
    data["day"] = [made_at.year, made_at.month, made_at.day]
    with _one_at_a_time:  # the compiler keeps what it read last
        made = _compiler(template).compile(
            format="pdf",
            sys_inputs={template: json.dumps(data)},
            pdf_standards="ua-1",
            timestamp=int(made_at.timestamp()),
        )
    if not isinstance(made, bytes):
        raise TypeError("one PDF was expected")
    return made


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Text):
        paragraphs = [paragraph.split("\n") for paragraph in writable(block.text).strip("\n").split("\n\n")]
        return {"block": "text", "strong": writable(block.strong), "paragraphs": paragraphs}
    return {"block": type(block).__name__.lower(), **{name: _clean(value) for name, value in asdict(block).items()}}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value
