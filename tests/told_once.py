"""Writes again what was written before: a case that was told once in a process is not told by the verbs a second time.

Half of the time of all tests went into telling cases up to where a test begins. The first to tell one tells it by the
verbs; what these wrote is kept, and written again wherever the same begins from the same: the untouched cast, the same
deeds in the same order with the same words, by the same people on the same day, under the same settings. Whatever else
writes in between (a page, a verb that a test calls itself, a row that it changes) ends that for the rest of the test,
and so does a function that it puts another in the place of. TOLD_AFRESH=1 has everything told by the verbs, always.
"""

import io
import os
import pickle  # noqa: TID251 - of what this process made itself, as in tests/cast.py
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, NamedTuple, TypeVar, cast

import pytest
from django.conf import UserSettingsHolder, settings
from django.db import connection
from django.db.models import Model
from django.utils.translation import get_language

from kring.web.request import clock
from kring.web.way_in import store, untranslated
from kring.web.way_in.second_step import SecondStep

AFRESH = bool(os.environ.get("TOLD_AFRESH"))
READS = ("SELECT", "(SELECT", "SAVEPOINT", "RELEASE")
"""How a statement begins that changes nothing; PostgreSQL has each half of a union between brackets."""
WRITES = ("INSERT", "UPDATE", "DELETE")
OF_SIGNING_IN = (
    'INSERT INTO "web_session"',
    'UPDATE "web_session"',
    'DELETE FROM "web_session"',
    'UPDATE "school_account" SET "last_login"',
)
"""Somebody signs in: no case is told otherwise for that."""
OF_PAGES = ((clock, "now"), (SecondStep, "handle"), (store, "IDLE"), (store, "IN_ALL"), (untranslated, "marked"))
"""What every test of a page puts something in the place of, and no verb asks: when it is, and how one comes in."""


def _is_of_pages(target: object, name: str) -> bool:
    """By what it is: not everything that is patched has a hash."""
    return any(target is one and name == of_it for one, of_it in OF_PAGES)


class Write(NamedTuple):
    """One statement that changed a table."""

    sql: str
    params: Any
    many: bool


def again(writes: Iterable[Write]) -> None:
    """Write all of it once more."""
    with connection.cursor() as cursor:
        for write in writes:
            (cursor.executemany if write.many else cursor.execute)(write.sql, write.params)


class Deed(NamedTuple):
    """One deed of a telling: its number, what it wrote, how it left the telling, and which rows it gave back."""

    number: int
    writes: tuple[Write, ...]
    left: tuple[Any, ...]
    gave: Any


_DEEDS: dict[Hashable, Deed] = {}
"""Every deed that was ever done in this process, by the deed before it and by everything it was told with."""


class Journal:
    """What was written since the cast stood untouched. `upto` is the last deed; None when anything else wrote too."""

    def __init__(self, patched: pytest.MonkeyPatch | None = None) -> None:
        self.upto: int | None = None if AFRESH else 0
        self.noted: list[Write] | None = None
        self.thread = threading.get_ident()
        self._patched = patched

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Stands around every statement, as Django's `execute_wrapper` has it."""
        if not sql.startswith((*READS, *OF_SIGNING_IN)):
            if self.noted is None or not sql.startswith(WRITES):
                self.upto = None
            else:
                self.noted.append(Write(sql, params, many))
        return execute(sql, params, many, context)

    @property
    def holds(self) -> bool:
        """Whether all that stands in the database is known here, and Kring is as it always is."""
        return (
            self.upto is not None
            and self.noted is None  # a deed within a deed is part of it
            and connection.in_atomic_block
            and self.thread == threading.get_ident()
            and not self._something_patched()
        )

    def _something_patched(self) -> bool:
        """Whether a function has another in its place that a verb may ask, by the fixture `monkeypatch` itself."""
        if self._patched is None:
            return False
        functions = [(target, name) for target, name, _former in self._patched._setattr]
        return bool(self._patched._setitem) or not all(_is_of_pages(*one) for one in functions)

    @contextmanager
    def noting(self) -> Iterator[list[Write]]:
        """Notes what is written within."""
        self.noted = []
        try:
            yield self.noted
        except BaseException:
            self.upto = None
            raise
        finally:
            self.noted = None


_open: list[Journal] = []


@contextmanager
def journal(patched: pytest.MonkeyPatch | None = None) -> Iterator[Journal]:
    """A journal of what is written from here on: by whoever holds the connection of this thread."""
    kept = Journal(patched)
    _open.append(kept)
    try:
        with connection.execute_wrapper(kept):
            yield kept
    finally:
        _open.remove(kept)


def settings_of_the_test() -> tuple[tuple[str, str], ...]:
    """The settings that have another in their place, each with its value in words: a deed is told under them."""
    put: dict[str, Any] = {}
    holder = settings._wrapped  # type: ignore[misc]  # no setting, what holds them
    while isinstance(holder, UserSettingsHolder):
        put = {name: value for name, value in vars(holder).items() if name.isupper()} | put
        holder = holder.default_settings
    return tuple(sorted((name, repr(value)) for name, value in put.items()))


Method = TypeVar("Method", bound=Callable[..., Any])


def told_once(method: Method) -> Method:
    """A deed of a telling, done by the verbs the first time and written again after that.

    It gives back the telling itself, a row, rows, or nothing.
    """

    @wraps(method)
    def deed(telling: Any, *words: Any, **named: Any) -> Any:
        book = _open[-1] if _open else None
        if book is None or not book.holds:
            return method(telling, *words, **named)
        told = (book.upto, method.__name__, _plain(words), _plain(named), telling.stands(), *_around())
        if (known := _DEEDS.get(told)) is None:
            with book.noting() as writes:
                given = method(telling, *words, **named)
            if book.upto is not None:
                gave = SELF if given is telling else _plain(given)
                _DEEDS[told] = known = Deed(len(_DEEDS) + 1, tuple(writes), telling.left(), gave)
                book.upto = known.number
            return given
        with book.noting():
            again(known.writes)
        book.upto = known.number
        telling.go_on_from(*known.left)
        return telling if known.gave is SELF else _full(known.gave)

    return cast(Method, deed)


def made_once(make: Method) -> Method:
    """Makes something of the cast, by the verbs the first time; after that it is written and given again.

    What was made holds people of the cast, and these may have changed by it: a test gets its own, as they then were.
    """

    @wraps(make)
    def deed(people: Any, **named: Any) -> Any:
        book = _open[-1] if _open else None
        if book is None or not book.holds:
            return make(people, **named)
        told = (book.upto, make.__module__, make.__name__, _plain(named), *_around())
        if (known := _DEEDS.get(told)) is None:
            with book.noting() as writes:
                given = make(people, **named)
            if book.upto is not None:
                left = tuple(sorted((name, vars(one)) for name, one in _named_in(people).items()))
                kept = io.BytesIO()
                _Keeping(kept, people).dump((left, given))
                _DEEDS[told] = known = Deed(len(_DEEDS) + 1, tuple(writes), (), kept.getvalue())
                book.upto = known.number
            return given
        with book.noting():
            again(known.writes)
        book.upto = known.number
        left, given = _Giving(io.BytesIO(known.gave), people).load()
        for name, state in left:
            one = _named_in(people)[name]
            vars(one).clear()
            vars(one).update(state)
        return given

    return cast(Method, deed)


def _around() -> tuple[Hashable, ...]:
    """What a deed is told under, besides what the database holds."""
    return get_language(), settings_of_the_test()


def _named_in(people: Any) -> dict[str, Model]:
    """Everybody of the cast, and of the other school in it, by the name that they have there."""
    found: dict[str, Model] = {}
    for name, one in vars(people).items():
        found |= {name: one} if isinstance(one, Model) else {f"{name}.{of}": them for of, them in vars(one).items()}
    return found


class _Keeping(pickle.Pickler):
    """Keeps what was made, but of the cast and its people only the names."""

    def __init__(self, file: io.BytesIO, people: Any) -> None:
        super().__init__(file)
        self._people = people
        self._names = {id(one): name for name, one in _named_in(people).items()}

    def persistent_id(self, value: Any) -> str | None:
        return "" if value is self._people else self._names.get(id(value))


class _Giving(pickle.Unpickler):
    """Gives what was made, with the cast of this test in it."""

    def __init__(self, file: io.BytesIO, people: Any) -> None:
        super().__init__(file)
        self._named = {"": people, **_named_in(people)}

    def persistent_load(self, name: str) -> Any:
        return self._named[name]


class Row(NamedTuple):
    """A row of a table, wherever it is read."""

    model: type[Model]
    pk: Any


SELF = object()


def _plain(value: Any) -> Any:
    """The value without what belongs to one test: for a row its key."""
    match value:
        case Model():
            return Row(type(value), value.pk)
        case list() | tuple():
            return tuple(_plain(one) for one in value)
        case set():
            return frozenset(_plain(one) for one in value)
        case dict():
            return tuple((key, _plain(one)) for key, one in value.items())
        case _:
            return value


def _full(value: Any) -> Any:
    """What a deed gave back, read from the database as it stands."""
    match value:
        case Row(model, pk):
            return model._default_manager.get(pk=pk)
        case tuple():
            return [_full(one) for one in value]
        case _:
            return value
