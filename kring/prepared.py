"""A question to the database that is put into SQL once in the life of a process, and then asked with other values.

Django writes the SQL of a queryset anew each time: more than half of what a verb or a page cost went there (decision
135). What is read over and over, a case file first, is a function of values that gives a queryset:

    @prepared
    def _of_case(case: UUID) -> QuerySet[Report]:
        return Report.objects.filter(case=case).order_by("taken_at")

    _of_case(case.pk)  # a list of reports

The function runs once for each shape of its values, with stand-ins for ids, days, moments, texts and numbers, or rows
of these. What else it gets (True, None, a member of an enum) it gets as it is, and may look at.
"""

import copy
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import wraps
from types import SimpleNamespace
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.db.transaction import TransactionManagementError

P = ParamSpec("P")
M = TypeVar("M", bound=Model)
Row = TypeVar("Row")

ROWS = (list, tuple, set, frozenset)
MOST = 256
"""A longer row of values is asked by Django itself: such a question costs more than its SQL."""


FIRST, OTHERS = 1583, 1901
"""The years from which what stands in for a value is taken: far from each other, and from any day that is asked."""


@dataclass(frozen=True, slots=True)
class AtMost:
    """A limit: it stands in the SQL itself, so that another one is another question. `[: limit.rows]` uses it."""

    rows: int


class CannotBePrepared(UserWarning):
    """This question is not the same for other values of the same shape. In tests that is an error; in a school it is
    asked by Django each time, for the answer is what counts."""


def prepared(question: Callable[P, QuerySet[M, Row]]) -> Callable[P, list[Row]]:
    """The answers to this question, as the queryset gives them when it is read whole.

    It is put into SQL with two sets of stand-ins. A value that changes the SQL, or a parameter by more than itself (a
    text with wildcards, a limit, the day after a day), makes the two differ: `CannotBePrepared`.
    """
    known: dict[tuple[Any, ...], _Prepared | None] = {}
    _KNOWN.append(known)

    @wraps(question)
    def asks(*args: P.args, **kwargs: P.kwargs) -> list[Row]:
        given = [_value(one) for one in (*args, *kwargs.values())]
        if any(isinstance(one, list) and len(one) > MOST for one in given):
            return list(question(*args, **kwargs))
        connection = connections[DEFAULT_DB_ALIAS]
        shape = (connection.vendor, tuple(kwargs), *map(_shape, given))
        if shape not in known:
            stand_ins = [_stand_ins(one, number, FIRST) for number, one in enumerate(given)]
            others = [_stand_ins(one, number, OTHERS) for number, one in enumerate(given)]
            made = _prepare(_asked(question, stand_ins, kwargs), stand_ins, connection)
            if made == _prepare(_asked(question, others, kwargs), others, connection):
                known[shape] = made
            else:
                warnings.warn(CannotBePrepared(f"with other values {question.__qualname__} is another"), stacklevel=2)
                return list(question(*args, **kwargs))
        found = known[shape]
        return list(found.rows(given, connection)) if found else []

    return asks


_KNOWN: list[dict[tuple[Any, ...], Any]] = []


def forget_prepared() -> None:
    """Put every question into SQL anew: for a test that changes a table in the code which questions are made with."""
    for known in _KNOWN:
        known.clear()


def _asked(question: Callable[..., QuerySet[M, Row]], values: list[Any], names: Iterable[str]) -> QuerySet[M, Row]:
    """The question with these values, the last of which have names."""
    named = dict(zip(reversed([*names]), reversed(values), strict=False))
    return question(*values[: len(values) - len(named)], **named)


def _value(given: object) -> Any:
    """A row of values without what is there twice, filled up to a length that others have as well."""
    if not isinstance(given, ROWS):
        return given
    once = list(dict.fromkeys(given))
    wanted = 1 << (len(once) - 1).bit_length() if once else 0
    return once + once[-1:] * (wanted - len(once))


def _varies(value: object) -> bool:
    """Whether another value of this type makes the same SQL; an enum and a yes or no are told apart by it."""
    return isinstance(value, UUID | date | str | int) and not isinstance(value, bool | Enum)


def _shape(value: Any) -> object:
    if isinstance(value, list):
        return (*map(_shape, value),)
    return type(value) if _varies(value) else (type(value), value)


def _stand_ins(value: Any, number: int, years: int) -> Any:
    """What stands for this value, or for each of a row: of the same type, and nowhere else in the SQL."""
    if isinstance(value, list):
        return [_stand_in(one, number, place, years) for place, one in enumerate(value)]
    return _stand_in(value, number, 0, years)


def _stand_in(value: Any, number: int, place: int, years: int) -> Any:
    if not _varies(value):
        return value
    one = number * (MOST + 1) + place
    if isinstance(value, UUID):
        return UUID(int=(years << 100) + one)
    if isinstance(value, datetime):
        return datetime(years, 1, 1, 3, 7, 11, 13, tzinfo=UTC) + timedelta(hours=one)
    if isinstance(value, date):
        return date(years, 1, 1) + timedelta(days=one)
    if isinstance(value, int):
        return years * 10 + one  # fits the smallest column
    return f"{years}-stands-in-{one}"


def _as_parameter(value: Any, connection: BaseDatabaseWrapper) -> Any:
    """As a column of this type gives the value to the database."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, list):
            yield from value
        else:
            yield value


@dataclass(frozen=True)
class _Prepared:
    """A question in SQL. `places` says of each parameter which of the values it is, counted through; `fixed` holds
    what it is else. Two that are equal in these are one question."""

    sql: str
    fixed: tuple[Any, ...]
    places: tuple[int | None, ...]
    queryset: QuerySet[Any, Any] = field(compare=False)
    compiler: Any = field(compare=False)
    converters: dict[int, Any] = field(compare=False)

    def rows(self, given: Sequence[Any], connection: BaseDatabaseWrapper) -> Iterator[Any]:
        """Asks, and reads each row as Django does."""
        query = self.queryset.query
        if query.select_for_update and connection.get_autocommit():
            raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        values = [_as_parameter(one, connection) for one in _flat(given)]
        parameters = tuple(
            fixed if place is None else values[place] for fixed, place in zip(self.fixed, self.places, strict=True)
        )
        compiler = copy.copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda: (self.sql, parameters)
        compiler.get_converters = lambda _columns: self.converters
        asked = SimpleNamespace(
            db=DEFAULT_DB_ALIAS,
            model=self.queryset.model,
            query=SimpleNamespace(
                get_compiler=lambda *_args, **_named: compiler,
                selected=query.selected,
                extra_select=query.extra_select,
                values_select=query.values_select,
                annotation_select=query.annotation_select,
            ),
            _fields=self.queryset._fields,  # type: ignore[attr-defined]  # Django's own, which its stubs leave out
            _known_related_objects={},
        )
        reader: Any = self.queryset._iterable_class
        return iter(reader(asked))


def _prepare(
    queryset: QuerySet[Any, Any], stand_ins: Sequence[Any], connection: BaseDatabaseWrapper
) -> _Prepared | None:
    """The question in SQL, or None where nothing can be an answer."""
    if queryset._prefetch_related_lookups or queryset._known_related_objects:  # type: ignore[attr-defined]  # idem
        raise TypeError("what is asked beside the rows is not prepared")
    compiler = queryset.query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    flat = list(_flat(stand_ins))
    places = {_as_parameter(one, connection): place for place, one in enumerate(flat) if _varies(one)}
    found = tuple(places.get(one) if _varies(one) else None for one in parameters)
    converters = compiler.get_converters([column for column, *_rest in compiler.select[: compiler.col_count]])
    fixed = tuple(None if place is not None else one for one, place in zip(parameters, found, strict=True))
    return _Prepared(sql, fixed, found, queryset, compiler, converters)
