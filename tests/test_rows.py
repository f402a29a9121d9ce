"""A row that is read becomes the same object that Django makes of it, at once."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from kring.cases.models import Case, Fact, Involved
from kring.rows import JsonField, Row
from kring.school.models import Account, StaffMember
from tests.cases.telling import tell
from tests.cast import Cast

OURS = [model for model in apps.get_models() if model.__module__.startswith("kring.")]


@pytest.fixture
def case(cast: Cast) -> Case:
    return tell(cast).report(cast.sem, by=(cast.daan,)).step_1().case


def as_django_makes_it(row: models.Model) -> models.Model:
    """The same row, made by Django's own `from_db`."""
    columns = [field.attname for field in row._meta.concrete_fields]
    make: Any = models.Model.from_db.__func__  # type: ignore[attr-defined]  # without the model that it is bound to
    made: models.Model = make(type(row), row._state.db, columns, [row.__dict__[column] for column in columns])
    return made


@pytest.mark.parametrize("model", [Case, Fact, Involved, StaffMember, Account], ids=lambda model: model.__name__)
def test_a_row_is_what_django_makes_of_it(case: Case, model: type[models.Model]) -> None:
    rows = list(model._default_manager.all())
    assert rows
    for row in rows:
        made = as_django_makes_it(row)
        held, expected = row.__dict__.copy(), made.__dict__.copy()
        state, by_django = held.pop("_state"), expected.pop("_state")
        assert held == expected
        assert (state.db, state.adding, state.fields_cache) == (by_django.db, by_django.adding, {})


def test_json_is_read_as_it_was_written(case: Case) -> None:
    said: Any = {"een": [1, 2.5, None, True, "Zoë “é” \U0001f600", {}], "twee": {"drie": []}}
    Case.objects.filter(pk=case.pk).update(variation=said)
    assert Case.objects.get(pk=case.pk).variation == said
    assert Case.objects.values_list("variation__twee__drie", flat=True).get() == []
    assert Case.objects.values_list("variation__een__4", flat=True).get() == said["een"][4]


def test_every_column_of_json_is_read_so() -> None:
    columns = [field for model in OURS for field in model._meta.concrete_fields if isinstance(field, models.JSONField)]
    assert len(columns) > 8
    assert [str(field) for field in columns if not isinstance(field, JsonField)] == []


def test_every_table_of_kring_is_read_so() -> None:
    assert len(OURS) > 40
    assert [model.__name__ for model in OURS if not issubclass(model, Row)] == []


def test_none_does_more_for_a_new_row_than_for_one_that_is_read() -> None:
    """What an `__init__` would do is not done for a row that is read; signals there are none (ruff)."""
    assert [model.__name__ for model in OURS if "__init__" in vars(model)] == []


def test_what_is_left_out_is_read_when_it_is_asked(case: Case, django_assert_num_queries) -> None:
    [fact, *_others] = Fact.objects.filter(case=case).defer("kind").order_by("at", "id")
    assert fact.get_deferred_fields() == {"kind"}
    with django_assert_num_queries(1):
        assert fact.kind


def test_a_row_that_was_read_is_changed_and_not_stored_twice(case: Case) -> None:
    known = Case.objects.get(pk=case.pk)
    known.current_round = 2
    known.save()
    assert Case.objects.get().current_round == 2


def test_who_belongs_to_a_row_is_read_with_it_and_forgotten_with_its_id(case: Case, cast: Cast) -> None:
    known = Case.objects.select_related("owner").get(pk=case.pk)
    assert known.owner == cast.anouk
    known.owner_id = cast.carla.pk
    assert known.owner == cast.carla
