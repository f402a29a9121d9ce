"""From a Sheet to an accessible PDF (PDF/UA-1), by Typst. The renderer sees a template and its fonts, nothing else."""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from kring.paper.letters import writable
from kring.paper.sheet import Block, Sheet, Text

HERE = Path(__file__).parent
_one_at_a_time = Lock()


@cache
def _compiler() -> typst.Compiler:
    """The template and the fonts, read once in a process."""
    return typst.Compiler(
        input=str(HERE / "template" / "sheet.typ"),
        root=str(HERE / "template"),
        font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True,
    )


def pdf(sheet: Sheet) -> bytes:
    """The sheet as PDF/UA-1, A4. Raises typst.TypstError when it could not be made accessible."""
    data = {name: _clean(value) for name, value in asdict(sheet).items() if name not in ("blocks", "made_at")}
    data["blocks"] = [_block(block) for block in sheet.blocks]
    data["day"] = [sheet.made_at.year, sheet.made_at.month, sheet.made_at.day]
    with _one_at_a_time:  # the compiler keeps what it read last
        made = _compiler().compile(
            format="pdf",
            sys_inputs={"sheet": json.dumps(data)},
            pdf_standards="ua-1",
            timestamp=int(sheet.made_at.timestamp()),
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
