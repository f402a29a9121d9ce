"""prints docs/architecture.svg: the layers of Kring, and beside them the road of one form that is sent

    ./dev picture > docs/architecture.svg

The layers are read from the contract in pyproject.toml. Colours follow the reader's choice of light or dark.
"""

from __future__ import annotations

import sys
import tomllib
from html import escape
from pathlib import Path

HOME = Path(__file__).parents[1]

SAYS = {
    "config": "addresses, start, worker",
    "web": "HTTP in, HTML out",
    "demo": "an invented school",
    "reports": "told by a door",
    "cases": "facts, verbs, access, plan",
    "backup": "copies, proved",
    "mail": "the outbox",
    "school": "people, groups, days, rights",
    "vault": "seals and keys",
    "paper": "PDF",
    "trail": "who did what",
    "names": "who is who",
    "once": "a row, added once",
    "prepared": "SQL, made once",
    "rows": "rows, read at once",
    "own_word": "a school's own word",
    "phone": "what is dialled",
    "words": "dates and lists",
    "protocol": "the document as data",
}
"""What each package is for, in as few words as fit."""

ROAD: tuple[tuple[str, str, str], ...] = (
    ("config", "kring/config/urls.py", "the address names the page"),
    ("web", "kring/web/way_in/middleware.py", "who asks, and what day it is"),
    ("web", "kring/web/way_in/doors.py", "signed in, with the right; else 404"),
    ("web", "kring/web/road/case_form.py", "locks the case, reads its file once"),
    ("web", "kring/web/forms/page.py", "judges the form; refused: back with what was typed"),
    ("cases", "kring/cases/actions/change.py", "the verb: asks access again, checks the protocol"),
    ("cases", "kring/cases/models.py", "adds facts, sealed with the key of the case"),
    ("trail", "kring/trail/record.py", "a line: who did what, when"),
    ("mail", "kring/mail/outbox.py", "letters wait, in the same transaction"),
    ("protocol", "kring/protocol/progress.py", "where the case stands now"),
    ("web", "kring/web/road/afterwards.py", "what is next, in a sentence"),
    ("web", "kring/web/request/redirects.py", "on with 303"),
)
"""The stops of a form about a case that is sent: the layer, the file, and what happens there."""

WIDTH, ROW, TOP, LEFT, BOX = 1000, 56, 64, 20, 380

STYLE = """
  text { font-family: system-ui, sans-serif; font-size: 14px; fill: #1c2530; }
  .head { font-size: 17px; font-weight: 600; }
  .file { font-family: ui-monospace, monospace; font-size: 13px; }
  .soft { fill: #4a5663; font-size: 12.5px; }
  .box { fill: #eef3f8; stroke: #5b7083; }
  .stop { fill: #1f5f8b; }
  .road { stroke: #1f5f8b; stroke-width: 2; fill: none; }
  .number { fill: #ffffff; font-size: 12px; font-weight: 600; }
  .ground { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .soft { fill: #b3c0cc; }
    .box { fill: #1d2833; stroke: #7f95a8; }
    .stop { fill: #8cc4ec; }
    .road { stroke: #8cc4ec; }
    .number { fill: #10181f; }
    .ground { fill: #10181f; }
  }
"""


def main() -> int:
    """Print the picture."""
    sys.stdout.write(picture())
    return 0


def picture() -> str:
    """The whole picture, with a title and a description for those who do not see it."""
    rows = layers()
    height = TOP + max(len(rows) * ROW, len(ROAD) * 44) + 24
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        'aria-labelledby="title description">\n'
        '<title id="title">The layers of Kring, and the road of one form that is sent</title>\n'
        f'<desc id="description">{escape(description(rows))}</desc>\n'
        f"<style>{STYLE}</style>\n"
        f'<rect class="ground" width="{WIDTH}" height="{height}"/>\n' + _layers(rows) + _road() + "</svg>\n"
    )


def layers() -> list[list[str]]:
    """The packages from top to bottom, those beside each other in one row, as import-linter holds them."""
    settings = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (rows,) = [one["layers"] for one in settings["contracts"] if one.get("containers") == ["kring"]]
    return [[name.strip() for name in row.split("|")] for row in rows]


def description(rows: list[list[str]]) -> str:
    """The picture in words."""
    above = "; ".join(" beside ".join(f"{name} ({SAYS[name]})" for name in row) for row in rows)
    stops = "; ".join(f"{number}. {file}: {says}" for number, (_, file, says) in enumerate(ROAD, 1))
    return f"A package imports only what stands below it. From top to bottom: {above}. The road of a POST: {stops}."


def _layers(rows: list[list[str]]) -> str:
    parts = [f'<text class="head" x="{LEFT}" y="36">Each imports only what is below it</text>\n']
    for place, row in enumerate(rows):
        width = (BOX - 8 * (len(row) - 1)) / len(row)
        for column, name in enumerate(row):
            x, y = LEFT + column * (width + 8), TOP + place * ROW
            parts.append(
                f'<rect class="box" x="{x:.0f}" y="{y}" width="{width:.0f}" height="{ROW - 8}" rx="6"/>\n'
                f'<text x="{x + 10:.0f}" y="{y + 20}">{name}</text>\n'
                f'<text class="soft" x="{x + 10:.0f}" y="{y + 38}">{escape(SAYS[name])}</text>\n'
            )
    return "".join(parts)


def _road() -> str:
    x, first = LEFT + BOX + 50, TOP + 14
    last = first + (len(ROAD) - 1) * 44
    parts = [
        f'<text class="head" x="{x - 14}" y="36">The road of one form that is sent (POST)</text>\n',
        f'<path class="road" d="M {x} {first} V {last}"/>\n',
    ]
    for number, (layer, file, says) in enumerate(ROAD, 1):
        y = first + (number - 1) * 44
        parts.append(
            f'<circle class="stop" cx="{x}" cy="{y}" r="12"/>\n'
            f'<text class="number" x="{x}" y="{y + 4}" text-anchor="middle">{number}</text>\n'
            f'<text class="file" x="{x + 24}" y="{y - 2}">{file}</text>\n'
            f'<text class="soft" x="{x + 24}" y="{y + 15}">{escape(says)} ({layer})</text>\n'
        )
    return "".join(parts)


if __name__ == "__main__":
    sys.exit(main())
