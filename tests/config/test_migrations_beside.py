"""What a migration may do: an older Kring works on beside it, until its processes are replaced (decision 170)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

FROM_NOW_ON = {"backup": 4, "cases": 26, "mail": 7, "reports": 5, "school": 23, "trail": 3, "vault": 2, "web": 5}
"""The number of the last migration of each app from before this rule."""

LOOKED_AT: dict[str, str] = {}
"""`app.0031_name: what the operation is called` of what may be done all the same, and why an older Kring works on:
since which release it does not use the column, or why none of its rows can break the constraint."""

HARMLESS = (
    migrations.CreateModel,
    migrations.AddIndex,
    migrations.RemoveIndex,
    migrations.RenameIndex,
    migrations.RemoveConstraint,
    migrations.AlterModelOptions,
    migrations.AlterModelManagers,
)


def in_the_way(operation: Operation, app: str, before: ProjectState, made: set[str]) -> str:
    """Why an older Kring cannot work beside this; "" when it can. `made`: the models of this very migration."""
    model = str(getattr(operation, "model_name", "")).lower()
    if model in made or isinstance(operation, HARMLESS):
        return ""
    if isinstance(operation, migrations.AddField):
        field: Any = operation.field
        filled = field.null or field.many_to_many or field.has_db_default()
        return "" if filled else "an older Kring does not fill it: null=True, or db_default"
    if isinstance(operation, migrations.AlterField):
        return "".join(_narrower(before.models[app, model].fields[operation.name], operation.field))
    return "an older Kring uses it, or cannot keep to it"


def _narrower(former: Any, field: Any) -> Iterator[str]:
    if former.get_internal_type() != field.get_internal_type():
        yield "an older Kring writes another type; "
    if former.null and not field.null:
        yield "an older Kring leaves it empty; "
    if field.unique and not former.unique:
        yield "an older Kring writes it twice; "
    if (getattr(field, "max_length", None) or 10**9) < (getattr(former, "max_length", None) or 10**9):
        yield "an older Kring writes longer ones; "


def test_an_older_kring_works_on_beside_every_migration():
    loader = MigrationLoader(None)
    wrong, seen = [], set()
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app not in FROM_NOW_ON or int(name[:4]) <= FROM_NOW_ON[app]:
            continue
        state = loader.project_state((app, name), at_end=False)
        made = {one.name.lower() for one in migration.operations if isinstance(one, migrations.CreateModel)}
        for operation in migration.operations:
            place = f"{app}.{name}: {operation.describe()}"
            if why := in_the_way(operation, app, state, made):
                seen.add(place)
                wrong += [] if place in LOOKED_AT else [f"{place}: {why}"]
            operation.state_forwards(app, state)
    assert wrong == []
    assert set(LOOKED_AT) == seen


@pytest.fixture
def before() -> ProjectState:
    state = ProjectState()
    fields: list[tuple[str, Any]] = [
        ("id", models.BigAutoField(primary_key=True)),
        ("word", models.CharField(max_length=10, null=True)),
    ]
    migrations.CreateModel("Thing", fields).state_forwards("app", state)
    return state


WORD = models.CharField(max_length=10)


@pytest.mark.parametrize(
    ("operation", "why"),
    [
        (migrations.AddField("thing", "more", WORD), "does not fill it"),
        (migrations.AddField("thing", "more", models.CharField(max_length=10, default="")), "does not fill it"),
        (migrations.AlterField("thing", "word", WORD), "leaves it empty"),
        (migrations.AlterField("thing", "word", models.CharField(max_length=5, null=True)), "writes longer"),
        (migrations.AlterField("thing", "word", models.IntegerField(null=True)), "another type"),
        (migrations.AlterField("thing", "word", models.CharField(max_length=10, null=True, unique=True)), "twice"),
        (migrations.RemoveField("thing", "word"), "uses it"),
        (migrations.RenameField("thing", "word", "term"), "uses it"),
        (migrations.DeleteModel("Thing"), "uses it"),
        (migrations.AddConstraint("thing", models.UniqueConstraint(fields=["word"], name="once")), "keep to it"),
        (migrations.RunPython(migrations.RunPython.noop), "keep to it"),
    ],
)
def test_what_an_older_kring_cannot_work_beside_is_told(before, operation, why):
    assert why in in_the_way(operation, "app", before, set())


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("thing", "more", models.CharField(max_length=10, null=True)),
        migrations.AddField("thing", "more", models.CharField(max_length=10, default="", db_default="")),
        migrations.AlterField("thing", "word", models.CharField(max_length=20, null=True)),
        migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]),
        migrations.AddIndex("thing", models.Index(fields=["word"], name="by_word")),
        migrations.RemoveConstraint("thing", "once"),
    ],
)
def test_what_it_does_not_notice_may_be_done(before, operation):
    assert in_the_way(operation, "app", before, set()) == ""


def test_a_table_that_is_new_may_be_anything(before):
    assert in_the_way(migrations.AddField("new", "word", WORD), "app", before, {"new"}) == ""
