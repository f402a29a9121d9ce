"""No table that grows with the cases is written more often than it is read: each index is one that something needs."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model, UniqueConstraint

GROW = ("cases", "reports", "mail", "trail")


def _has_one_of_its_own(field: Any) -> bool:
    return bool(field.db_index)


def first_columns(model: type[Model]) -> Iterator[str]:
    """The first column of each index and constraint that holds every row."""
    for index in model._meta.indexes:
        if index.fields and not index.condition:
            yield index.fields[0].removeprefix("-")
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.fields and not constraint.condition:
            yield constraint.fields[0]


def test_no_reference_has_an_index_that_another_begins_with() -> None:
    """Django makes one for each reference; where another begins with the same column, that is written for nothing."""
    twice = [
        f"{model._meta.label}.{field.name}"
        for app in GROW
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and _has_one_of_its_own(field) and not field.unique
        if field.name in set(first_columns(model))
    ]
    assert twice == ["reports.Door.school"]  # of which each school has one row


def test_every_reference_can_be_looked_up_by_an_index() -> None:
    """What is taken away looks for what points at it; without one it would read the whole table."""
    without = [
        f"{model._meta.label}.{field.name}"
        for app in GROW
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and not (_has_one_of_its_own(field) or field.unique)
        if field.name not in set(first_columns(model))
    ]
    assert without == []
