"""The schools of a measurement, as many as are asked for: what is not there yet is made, and written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from kring.cases.models import Case
from kring.school.models import Pupil, School
from kring.vault.installation import ensure_mark
from kring.web.request import clock
from tests.cast import NOW
from tools.measure.filling import fill, quieten, really_sealed, settle_down
from tools.measure.place import Place
from tools.measure.schools import MEASURED, TINY, USUAL, Known, Size, as_known, make_school, to_keep

BESIDE = 12
"""Schools that are really sealed beside the measured one: the people of the mix of a day work at these."""


@dataclass(frozen=True)
class Country:
    """The school whose pages are measured, and those of the mix."""

    measured: Known
    others: list[Known]
    schools: int
    cases: int
    pupils: int

    def says(self) -> str:
        """In words."""
        return f"{self.schools:,} schools, {self.cases:,} cases, {self.pupils:,} pupils"


def country(at: Place, schools: int, *, small: bool, tell: Callable[[str], None]) -> Country:
    """So many schools in this installation, or as many as there are where they are more."""
    real = clock.now
    clock.now = lambda: NOW
    try:
        _make_the_measured(at, TINY if small else MEASURED, tell)
        if schools > School.objects.count():
            _make_the_others(at, TINY if small else USUAL, 2 if small else BESIDE, tell)
            missing = schools - School.objects.count()
            if missing > 0:
                filled = at.known.get("filled", 0)
                fill(UUID(at.known["like"]["school"]), filled, filled + missing, tell)
                at.known["filled"] = filled + missing
                at.keep()
    finally:
        clock.now = real
    return Country(
        as_known(at.known["measured"]),
        [as_known(one) for one in at.known.get("others", ())],
        School.objects.count(),
        Case.objects.count(),
        Pupil.objects.count(),
    )


def _make_the_measured(at: Place, size: Size, tell: Callable[[str], None]) -> None:
    if "measured" in at.known:
        return
    ensure_mark()
    with transaction.atomic():  # a stop in between leaves no half of it
        at.known["measured"] = to_keep(make_school(size, domain="groot", door="de-wilg"))
    settle_down()
    at.keep()
    tell(f"the measured school: {size}")


def _make_the_others(at: Place, size: Size, number: int, tell: Callable[[str], None]) -> None:
    """One school as schools are, copies of it that pages can open, and then nothing falls due in the first."""
    if "like" in at.known:
        return
    with transaction.atomic():
        like = make_school(size, domain="gewoon")
        at.known["others"] = [to_keep(really_sealed(like, one)) for one in range(number)]
        quieten(UUID(like.school))
    at.known["like"] = to_keep(like)
    settle_down()
    at.keep()
    tell(f"{number} more that pages can open: {size}")
