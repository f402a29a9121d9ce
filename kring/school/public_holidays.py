"""The public holidays of the Netherlands, of any year: no list of them has an end."""

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from dateutil.easter import easter


class PublicHoliday(NamedTuple):
    """A public holiday. `binding`: the law closes schools; else the school decides, and most do as `usually_closed`."""

    day: date
    name: str
    binding: bool = True
    usually_closed: bool = True


@cache
def public_holidays_of(year: int) -> tuple[PublicHoliday, ...]:
    """The public holidays of a calendar year, in order; also those that fall in a weekend."""
    sunday = easter(year)
    birthday = date(year, 4, 27)
    if birthday.weekday() == 6:  # a Sunday is kept free of it
        birthday -= timedelta(days=1)
    return tuple(
        sorted(
            (
                PublicHoliday(date(year, 1, 1), "Nieuwjaarsdag"),
                PublicHoliday(sunday - timedelta(days=2), "Goede Vrijdag", binding=False, usually_closed=False),
                PublicHoliday(sunday, "Eerste Paasdag"),
                PublicHoliday(sunday + timedelta(days=1), "Tweede Paasdag"),
                PublicHoliday(birthday, "Koningsdag"),
                PublicHoliday(date(year, 5, 5), "Bevrijdingsdag", binding=False),
                PublicHoliday(sunday + timedelta(days=39), "Hemelvaartsdag"),
                PublicHoliday(sunday + timedelta(days=40), "Vrijdag na Hemelvaart", binding=False),
                PublicHoliday(sunday + timedelta(days=49), "Eerste Pinksterdag"),
                PublicHoliday(sunday + timedelta(days=50), "Tweede Pinksterdag"),
                PublicHoliday(date(year, 12, 25), "Eerste Kerstdag"),
                PublicHoliday(date(year, 12, 26), "Tweede Kerstdag"),
            )
        )
    )
