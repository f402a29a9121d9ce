"""The table of what is stored names every table of Kring, with its sealed columns and the key that opens them."""

import re
import uuid
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

from kring.vault.fields import SealedTextField

ARCHITECTURE = Path(__file__).parents[2] / "docs" / "architecture.md"
MODELS = {model.__name__: model for model in apps.get_models() if model.__module__.startswith("kring.")}


def rows() -> list[tuple[list[str], list[str], str]]:
    """The tables, sealed columns and key of each row."""
    text = ARCHITECTURE.read_text(encoding="utf-8").partition("## What is stored")[2].partition("\n## ")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    return [(re.findall(r"`(\w+)`", one[0]), re.findall(r"`(\w+)`", one[2]), one[3]) for one in cells[2:]]


def sealed(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.fields if isinstance(field, SealedTextField)]


def test_every_table_stands_in_it_once():
    assert sorted(name for names, _, _ in rows() for name in names) == sorted(MODELS)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0][0])
def test_its_sealed_columns_and_their_key_are_those_of_the_model(row):
    names, columns, key = row
    assert sorted(columns) == sorted({field for name in names for field in sealed(MODELS[name])})
    for model in (MODELS[name] for name in names if sealed(MODELS[name])):
        school, case, own = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
        row_of_it = model(id=own, school_id=school)
        if hasattr(row_of_it, "case_id"):
            row_of_it.case_id = case
        assert row_of_it.key_scope == {"school": school, "case": case}[key], model  # type: ignore[attr-defined]
