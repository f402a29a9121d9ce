"""Leafing through a list: which page is asked, and the links to the one before and the one after it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kring.cases.queries import PAGE

LONGEST = 6
"""Digits of a page number; more is no page of ours."""


@dataclass(frozen=True, slots=True)
class Pager:
    """What `kring/parts/pager.html` shows; an empty address is no link."""

    previous_url: str
    next_url: str
    shown: str

    def __bool__(self) -> bool:
        return bool(self.previous_url or self.next_url)


def page_asked(text: str) -> int:
    """The page that an address asks for; the first one when it asks for nonsense."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST and int(text) > 0 else 1


def pager(*, page: int, count: int, has_next: bool, address: Callable[[int], str]) -> Pager:
    """For a page with `count` rows; `address` makes the address of a page, with 1 for the first."""
    first = (page - 1) * PAGE
    return Pager(
        previous_url=address(page - 1) if page > 1 else "",
        next_url=address(page + 1) if has_next else "",
        shown=_("%(first)s tot en met %(last)s") % {"first": first + 1, "last": first + count},
    )
