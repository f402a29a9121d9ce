"""Leafing through a list: which page is asked, and the links to the one before and the one after it."""

from dataclasses import dataclass

from django.http import HttpRequest
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


def page_asked(request: HttpRequest) -> int:
    """The page that an address asks for; the first one when it asks for nonsense."""
    text = request.GET.get("blad", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST and int(text) > 0 else 1


def pager(here: str, page: int, count: int, *, has_next: bool) -> Pager:
    """For a page with `count` rows of the list of which the first page is at the address `here`."""
    first = (page - 1) * PAGE
    another = f"{here}{'&' if '?' in here else '?'}blad="
    return Pager(
        previous_url=f"{another}{page - 1}" if page > 2 else here if page == 2 else "",
        next_url=f"{another}{page + 1}" if has_next else "",
        shown=_("%(first)s tot en met %(last)s") % {"first": first + 1, "last": first + count},
    )
