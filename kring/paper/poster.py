"""What hangs on a wall or lies in a desk: a poster, or a sheet of cards, that leads to a door by a picture to scan."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True)
class Poster:
    """One page of A4. `shape`: one poster, or eight cards with the same on them, to cut out.

    `address` is typed over by who cannot scan `svg`, which `says` what it is. `people` may be told in person, under the
    words of `in_person`; cards have no room for them. `faces` are photos in JPEG, one
    beside each of `people`, empty where there is none. `made_at` becomes the document's date.
    """

    shape: Literal["poster", "cards"]
    school: str
    title: str
    lines: tuple[str, ...]
    address: str
    svg: str
    says: str
    in_person: str
    people: tuple[str, ...]
    faces: tuple[bytes, ...]
    foot: str
    language: str
    made_at: datetime
