"""What can stand on paper: a title and blocks of text. Texts are shown as they are; nothing in them is ever run."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 stands right under the title."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """Text as it was written: an empty line begins a new paragraph. `strong` stands before it in bold."""

    text: str
    strong: str = ""


@dataclass(frozen=True)
class Lines:
    """A list of lines; numbered where they are done one after the other."""

    lines: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a head. Every row has as many cells as the head; `widths` are parts of the line."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Pairs:
    """Words with what belongs to them."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Box:
    """Lines set apart under a heading of their own: what changed since the last time."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """A drawing as SVG, so many millimetres wide; `says` is read aloud in its place."""

    svg: str
    width: int
    says: str


@dataclass(frozen=True)
class Typed:
    """Letters and digits that somebody types over: in groups with their number, so many in a row."""

    groups: tuple[str, ...]
    in_row: int = 5


Block = Heading | Text | Lines | Table | Pairs | Box | Picture | Typed


@dataclass(frozen=True)
class Sheet:
    """One document. `kind` stands above the title, `foot` at the foot of each page beside `page x of y`.

    `language` is "nl" or "en": it decides on hyphenation and how the document is read aloud. `made_at` becomes the
    document's date, so that the same sheet gives the same bytes.
    """

    kind: str
    title: str
    sub: str
    foot: tuple[str, ...]
    language: str
    page_words: str  # with {page} and {pages}
    made_at: datetime
    blocks: tuple[Block, ...] = field(default=())
