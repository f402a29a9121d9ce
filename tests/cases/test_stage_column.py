"""The data migration that gave each stored case its stage."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from kring.cases.models import Case
from kring.protocol.terms import Stage
from tests.cases.telling import tell
from tests.cast import Cast

stage_of = import_module("kring.cases.migrations.0006_stage")

pytestmark = pytest.mark.django_db


def test_what_was_stored_before_gets_the_stage_of_its_step(cast: Cast) -> None:
    first = tell(cast).report(cast.sem, by=(cast.daan,))
    teasing = tell(cast).report(cast.noor, by=(cast.lars,)).step_1().judged("teasing")
    teasing.agree()
    caring = tell(cast).on(date(2026, 9, 1)).report(cast.sem, by=(cast.lars,)).step_1().judged("bullying").step_3()
    caring.until_due().evaluate("yes").until_due().evaluate("positive")
    right = {first.id: Stage.UNDERWAY, teasing.id: Stage.TO_CLOSE, caring.id: Stage.AFTER_CARE}
    assert dict(Case.objects.values_list("id", "stage")) == right

    Case.objects.update(stage=Stage.UNDERWAY)
    stage_of.copy_stage(apps, None)
    assert dict(Case.objects.values_list("id", "stage")) == right
