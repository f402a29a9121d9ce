"""Tells people who stand together apart: each gets the shortest name that can mean nobody else there.

Alone, a child is called by the first name. Beside another of that name it gets as much of the last name as is enough
(`Noor B.`, `Noor Ba.`, `Noor Bakker`), else the group, and at last a number that stays the same on every page and for
ever. What a reader takes for the same name counts as the same: `Zoë` beside `Zoe` is told apart too.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Protocol
from unicodedata import normalize
from uuid import UUID

from django.utils.translation import gettext as _

from kring import words
from kring.names.letters import bare, taken_as

Names = Mapping[UUID, str]
"""How each of those who stand together is called, by id."""

MOST_LETTERS = 3
"""More letters of a last name than this, and the whole name is easier to read."""
DIGITS = (3, 4, 6, 9, 39)
"""So many digits of the number of a child; the last is all that an id has."""


class Titled(Protocol):
    """A group, as it is called on screen."""

    @property
    def title(self) -> str: ...


class Person(Protocol):
    """Somebody who is named: a pupil, or what stands for one."""

    @property
    def id(self) -> UUID: ...
    @property
    def first_name(self) -> str: ...
    @property
    def last_name(self) -> str: ...
    @property
    def group(self) -> Titled | None: ...


Way = tuple[str, Callable[[Person], bool]]
"""A name, and whether somebody else could be meant by it."""


def told_apart(people: Iterable[Person], seen_with: Mapping[UUID, frozenset[object]] | None = None) -> dict[UUID, str]:
    """What each of these people is called where they stand together, first name first.

    `seen_with`: what the page shows beside a name anyway, such as the groups in a title. Two who are never seen with
    the same are not taken for each other, and need nothing more.
    """
    return _each(people, lambda one: one.first_name, _ways, seen_with or {})


def whole_names_apart(
    people: Iterable[Person], seen_with: Mapping[UUID, frozenset[object]] | None = None
) -> dict[UUID, str]:
    """The same for a list of whole names, such as the pupils of a school."""
    return _each(people, _whole, _ways_of_whole, seen_with or {})


def names_that_tell(first_name: str, last_name: str, group: str = "") -> set[str]:
    """Every name by which somebody can be told from another of the same first name, as people write them."""
    names = {f"{first_name} {start}" for start in _starts(last_name)}
    if last_name:
        names.add(f"{first_name} {last_name}")
    if group:
        names |= {f"{first_name} ({group})", f"{first_name} uit {group}", f"{first_name} van {group}"}
    return names


def _each(
    people: Iterable[Person],
    base: Callable[[Person], str],
    ways: Callable[[Person], Iterator[Way]],
    seen_with: Mapping[UUID, frozenset[object]],
) -> dict[UUID, str]:
    every: dict[UUID, Person] = {one.id: one for one in people}
    alike: dict[str, list[Person]] = defaultdict(list)
    for one in every.values():
        alike[taken_as(base(one))].append(one)
    names = {}
    for group in alike.values():
        for one in group:
            beside = [other for other in group if other.id != one.id and _meet(one, other, seen_with)]
            # Most are alone with their name: of them no other way need be known.
            names[one.id] = (
                next(name for name, fits in ways(one) if not any(fits(other) for other in beside))
                if beside
                else base(one)
            )
    return _no_two(names, every, seen_with)


def _meet(one: Person, other: Person, seen_with: Mapping[UUID, frozenset[object]]) -> bool:
    """Whether a reader could take one for the other. Who is seen with nothing could be anybody."""
    mine, theirs = seen_with.get(one.id), seen_with.get(other.id)
    return not mine or not theirs or bool(mine & theirs)


def _ways(one: Person) -> Iterator[Way]:
    """The names of one person, the shortest first."""

    def short(_other: Person) -> bool:
        return True

    forms: list[Way] = [(one.first_name, short)]
    forms += [(f"{one.first_name} {start}", _begins(start)) for start in _starts(one.last_name)]
    forms.append((_whole(one), _same_last(one)))
    yield from forms
    for name, fits in forms:
        yield _with_group(one, name, fits)
    yield from _numbered(one)


def _ways_of_whole(one: Person) -> Iterator[Way]:
    form = (_whole(one), lambda _other: True)
    yield form
    yield _with_group(one, *form)
    yield from _numbered(one)


def _begins(start: str) -> Callable[[Person], bool]:
    begin = bare(start)
    return lambda other: bare(_main(other.last_name)).startswith(begin)


def _same_last(one: Person) -> Callable[[Person], bool]:
    whole = bare(one.last_name)
    return lambda other: bare(other.last_name) == whole


def _with_group(one: Person, name: str, fits: Callable[[Person], bool]) -> Way:
    mine = _group_of(one)

    def same_group(other: Person) -> bool:
        return fits(other) and bare(_group_of(other)) == bare(mine)

    return f"{name} ({mine})", same_group


def _group_of(one: Person) -> str:
    return one.group.title if one.group else _("zonder groep")


def _numbered(one: Person) -> Iterator[Way]:
    """A number out of the id: it means nothing, but it is the same everywhere and for ever."""
    for digits in DIGITS:
        number = _number(one, digits)
        name = _("%(name)s (nr. %(number)s)") % {"name": _whole(one), "number": number}
        yield name, partial(_has_number, number)


def _has_number(number: str, other: Person) -> bool:
    return _number(other, len(number)) == number


def _number(one: Person, digits: int) -> str:
    return f"{one.id.int:039}"[-digits:]


def _whole(one: Person) -> str:
    return f"{one.first_name} {one.last_name}".strip()


def _starts(last_name: str) -> Sequence[str]:
    """`B.`, `Ba.`, `Bak.` of Bakker; none that would be as long as the name itself."""
    letters = [mark for mark in normalize("NFC", _main(last_name)) if mark.isalnum()]
    starts = ["".join(letters[:number]) for number in range(1, min(MOST_LETTERS + 1, len(letters)))]
    if "".join(letters[:2]).casefold() == "ij":
        starts = [start for start in ("IJ", *starts[2:]) if len(start) < len(letters)]  # one letter, and in capitals
    return [f"{words.capital(start)}." for start in starts]


def _main(last_name: str) -> str:
    """The part of a last name by which it is sorted: `Vries` of `de Vries`, all of `El Amrani`."""
    parts = last_name.split()
    while len(parts) > 1 and next((mark for mark in parts[0] if mark.isalpha()), "A").islower():
        parts = parts[1:]
    return " ".join(parts)


def _no_two(
    names: Mapping[UUID, str], every: Mapping[UUID, Person], seen_with: Mapping[UUID, frozenset[object]]
) -> dict[UUID, str]:
    """The names, with a number where a short one happens to be another's first name: `Noor B.` as it was typed."""
    alike: dict[str, list[UUID]] = defaultdict(list)
    for key, name in names.items():
        alike[taken_as(name)].append(key)
    with_others = {key: keys for keys in alike.values() if len(keys) > 1 for key in keys}

    def clear(key: UUID, name: str) -> str:
        others = [every[other] for other in with_others.get(key, ()) if other != key]
        if not any(_meet(every[key], other, seen_with) for other in others):
            return name
        return next(number for number, fits in _numbered(every[key]) if not any(fits(other) for other in others))

    return {key: clear(key, name) for key, name in names.items()}
