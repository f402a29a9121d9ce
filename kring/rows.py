"""What every table of Kring is made of: a model of which a row that is read becomes an object at once.

Django makes an object out of a row as it makes a new one: column by column, looking each time whether it was given and
what else it holds. Of a page with a hundred rows or more that was a tenth of its CPU. What the database gives is whole.
"""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, Self

import msgspec
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.base import ModelState
from django.db.models.fields.json import KeyTransform


class Row(models.Model):
    """A model whose rows are read as they are. A subclass has no `__init__` of its own: for a row that is read it would
    not be called."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **how: Any) -> Self:
        """The object of a row: with every column at once, or as Django does it where some are left out."""
        columns = _columns(cls)
        if len(values) != len(columns):
            return super().from_db(db, field_names, values, **how)
        row = cls.__new__(cls)
        row.__dict__.update(zip(columns, values, strict=True))
        state = row._state = ModelState()
        state.adding, state.db = False, db
        return row


class JsonField(models.JSONField):
    """A column of JSON that is read by msgspec, in a tenth of the time: each fact has one. In the database, and for a
    migration, it is Django's own."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if isinstance(value, str) and not isinstance(expression, KeyTransform):
            return msgspec.json.decode(value)
        return super().from_db_value(value, expression, connection)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


class Abreast:
    """Several models of which one row of a question holds an object each: those that a join may find none of as well,
    or more than one, which `select_related` cannot read.

    Each stands with the path that leads to it. `columns` is what `values_list` is given, with whatever else is asked
    of a row behind it.
    """

    def __init__(self, *parts: tuple[str, type[models.Model]]) -> None:
        self._parts = [(path, model, _columns(model)) for path, model in parts]
        nullable = [model for _path, model in parts if model._meta.concrete_fields[0].null]
        if nullable:  # that there is none is known by the first column
            raise TypeError(f"the first column of {nullable} may be empty")

    @property
    def columns(self) -> list[str]:
        return [path + column for path, _model, columns in self._parts for column in columns]

    def read(self, row: Sequence[Any]) -> list[Any]:
        """The objects of this row, one for each part or None; and what else was asked of it."""
        found: list[Any] = []
        first = 0
        for _path, model, columns in self._parts:
            end = first + len(columns)
            found.append(None if row[first] is None else model.from_db(DEFAULT_DB_ALIAS, columns, row[first:end]))
            first = end
        return [*found, *row[first:]]


@cache
def _columns(model: type[models.Model]) -> Sequence[str]:
    """The attributes that hold its columns, in the order in which Django reads them."""
    return tuple(field.attname for field in model._meta.concrete_fields)
