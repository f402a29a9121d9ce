"""Dates, spans, lists and counts in words, in the language of the page (Dutch or English).

Everything here takes `today` (and the school's calendar) as an argument and returns plain text.
Templates use the filters of the same names: `{% load words %}`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from kring.protocol.calendar import SchoolCalendar

HERE = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language. A table instead of gettext: names of days and months come in dozens,
    are never edited by a translator, and are asked for in every row of a list."""

    weekdays: tuple[str, ...]
    short_weekdays: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    numbers: tuple[str, ...]
    yesterday: str
    today: str
    tomorrow: str
    on: Callable[[str], str]
    at_time: Callable[[str, str], str]
    clock: Callable[[int, int], str]
    up_to: Callable[[str, str], str]
    left: Callable[[int], str]
    late: Callable[[int], str]
    conjunction: str
    thousands: str


def _plural(n: int, one: str, many: str) -> str:
    return one if n == 1 else many


DUTCH = Vocabulary(
    weekdays=("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    short_weekdays=("ma", "di", "wo", "do", "vr", "za", "zo"),
    months=(
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ),
    short_months=("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    numbers=(
        *("nul", "één", "twee", "drie", "vier", "vijf", "zes"),
        *("zeven", "acht", "negen", "tien", "elf", "twaalf"),
    ),
    yesterday="gisteren",
    today="vandaag",
    tomorrow="morgen",
    on="op {}".format,
    at_time="{} om {} uur".format,
    clock="{}.{:02d}".format,
    up_to="{} tot en met {}".format,
    left=lambda n: f"nog {n} {_plural(n, 'schooldag', 'schooldagen')}",
    late=lambda n: f"{n} {_plural(n, 'schooldag', 'schooldagen')} te laat",
    conjunction="en",
    thousands=".",
)

ENGLISH = Vocabulary(
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    short_weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    short_months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    numbers=(
        *("zero", "one", "two", "three", "four", "five", "six"),
        *("seven", "eight", "nine", "ten", "eleven", "twelve"),
    ),
    yesterday="yesterday",
    today="today",
    tomorrow="tomorrow",
    on="on {}".format,
    at_time="{} at {}".format,
    clock="{}:{:02d}".format,
    up_to="{} to {}".format,
    left=lambda n: f"{n} school {_plural(n, 'day', 'days')} left",
    late=lambda n: f"{n} school {_plural(n, 'day', 'days')} late",
    conjunction="and",
    thousands=",",
)


def vocabulary() -> Vocabulary:
    """The words of the language that is active now; Dutch unless it is English."""
    return ENGLISH if (get_language() or "nl").startswith("en") else DUTCH


def day(on: date, today: date | None = None) -> str:
    """`maandag 23 november`; with the year when that is another than today's."""
    words = vocabulary()
    year = f" {on.year}" if today is not None and on.year != today.year else ""
    return f"{words.weekdays[on.weekday()]} {on.day} {words.months[on.month - 1]}{year}"


def day_and_month(on: date, today: date | None = None) -> str:
    """`23 november`; with the year when that is another than today's."""
    year = f" {on.year}" if today is not None and on.year != today.year else ""
    return f"{on.day} {vocabulary().months[on.month - 1]}{year}"


def full_day(on: date) -> str:
    """`maandag 23 november 2026`, for documents that are read years later."""
    words = vocabulary()
    return f"{words.weekdays[on.weekday()]} {on.day} {words.months[on.month - 1]} {on.year}"


def short_day(on: date) -> str:
    """`ma 23 nov`, for rows and narrow columns."""
    words = vocabulary()
    return f"{words.short_weekdays[on.weekday()]} {on.day} {words.short_months[on.month - 1]}"


def day_in_short(on: date) -> str:
    """`23 nov`, in a heading above a bar or a dot."""
    return f"{on.day} {vocabulary().short_months[on.month - 1]}"


def near_day(on: date, today: date) -> str:
    """`vandaag`, `morgen`, `gisteren`, `vrijdag` in the coming six days, else `maandag 23 november`."""
    words = vocabulary()
    distance = (on - today).days
    if distance in (-1, 0, 1):
        return (words.yesterday, words.today, words.tomorrow)[distance + 1]
    if 1 < distance < 7:
        return words.weekdays[on.weekday()]
    return day(on, today)


def on_day(on: date, today: date) -> str:
    """As `near_day`, ready to stand inside a sentence: `vandaag`, `op vrijdag`, `op maandag 23 november`."""
    text = near_day(on, today)
    return text if abs((on - today).days) <= 1 else vocabulary().on(text)


def due(on: date, today: date, calendar: SchoolCalendar) -> str:
    """How far a deadline is: `nog 2 schooldagen`, `morgen`, `vandaag`, `1 schooldag te laat`.

    Counted in school days. A deadline that passed while the school was closed since is still late:
    it says on which day it was.
    """
    words = vocabulary()
    if on == today:
        return words.today
    if on > today:
        days = calendar.school_days_between(today, on)
        return words.tomorrow if (on - today).days == 1 else words.left(max(days, 1))
    days = calendar.school_days_between(on, today)
    return words.late(max(days, 1))


def clock(at: datetime) -> str:
    """The time of day here: `14.05`."""
    local = at.astimezone(HERE)
    return vocabulary().clock(local.hour, local.minute)


def time_of_day(at: time) -> str:
    """A time on the clock here: `14.05`."""
    return vocabulary().clock(at.hour, at.minute)


def at_clock(text: str, at: time) -> str:
    """The words of a day with a time of day: `morgen om 14.05 uur`."""
    return vocabulary().at_time(text, time_of_day(at))


def moment(at: datetime, today: date | None = None) -> str:
    """`maandag 23 november om 14.05 uur`; `vandaag om 14.05 uur` when `today` is given and it was then."""
    on = at.astimezone(HERE).date()
    near = today is not None and abs((on - today).days) <= 1
    text = near_day(on, today) if near and today is not None else day(on, today)
    return vocabulary().at_time(text, clock(at))


def period(first: date, last: date, today: date | None = None) -> str:
    """`maandag 19 oktober tot en met vrijdag 23 oktober`, or the one day."""
    return day(first, today) if first == last else vocabulary().up_to(day(first, today), day(last, today))


def listed(names: Iterable[object]) -> str:
    """`Sem, Daan en Lars`."""
    texts = [str(name) for name in names]
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {vocabulary().conjunction} {texts[-1]}"


def numbered(titles: Iterable[str]) -> list[str]:
    """The same, and those that are the same told apart: `App met codes (1)`, `App met codes (2)`."""
    found = list(titles)
    return [
        f"{title} ({found[: place + 1].count(title)})" if found.count(title) > 1 else title
        for place, title in enumerate(found)
    ]


def number(n: int) -> str:
    """In letters up to twelve (`drie`), then in figures with the language's mark (`1.204`)."""
    words = vocabulary()
    return words.numbers[n] if 0 <= n < len(words.numbers) else figure(n)


def figure(n: int) -> str:
    """`10.000`, `10,000` in English."""
    return f"{n:,}".replace(",", vocabulary().thousands)


def lower_first(text: str) -> str:
    """With a small letter in front, for a title in the middle of a sentence; the rest stays as it is."""
    return text[:1].lower() + text[1:]


def capital(text: str) -> str:
    """With a capital in front, for the beginning of a sentence; the rest stays as it is. Of "één" that is "Eén"."""
    if text.startswith("één"):
        return f"E{text[1:]}"
    return text[:1].upper() + text[1:]


def shortened(text: str, longest: int = 90) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest].rsplit(' ', 1)[0]} …"
