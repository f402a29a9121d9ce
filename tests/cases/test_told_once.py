"""A case that is written again is the case that the verbs told, and nothing is written again where it would differ."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.test import override_settings

from kring.cases.actions import recording
from kring.cases.errors import Refused
from kring.cases.models import Fact
from kring.vault.models import InstallationMark
from tests import told_once
from tests.cases.telling import Telling, tell
from tests.cast import Cast, make_cast
from tests.web.world import World, make_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(told_once.AFRESH, reason="TOLD_AFRESH: everything is told by the verbs"),
]


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, without the numbers and moments that the database gives."""
    tables = {}
    for model in apps.get_models():
        if model is InstallationMark:
            continue
        rows = [dict(row) for row in model._default_manager.values()]
        for row in rows:
            row.pop("created_at", None)
            if isinstance(row.get("id"), int):
                del row["id"]
        tables[model._meta.label] = sorted(rows, key=str)
    return tables


def to_the_evaluation(cast: Cast) -> Telling:
    case = tell(cast).report(cast.sem, by=(cast.daan,), followers=(cast.lars,)).step_1().judged("bullying").step_3()
    return case.until_due().evaluate("yes")


def told_and_undone(story: Callable[[Cast], object] = to_the_evaluation) -> dict[str, list[dict[str, Any]]]:
    """What stands in the database after the story; then nothing of it does."""
    with transaction.atomic():
        cast = make_cast()
        with told_once.journal():
            story(cast)
            rows = everything()
        transaction.set_rollback(True)
    return rows


def facts_of(case: Telling) -> set[str]:
    return {str(pk) for pk in Fact.objects.filter(case=case.id).values_list("pk", flat=True)}


def test_a_case_told_again_is_row_for_row_the_one_the_verbs_told() -> None:
    first = told_and_undone()
    assert len(first["cases.Fact"]) > 20
    assert first["trail.TrailLine"]
    assert first["mail.Letter"]
    known = len(told_once._DEEDS)
    assert told_and_undone() == first
    assert len(told_once._DEEDS) == known


def test_it_goes_on_by_the_verbs_from_where_it_stands(cast: Cast) -> None:
    case = to_the_evaluation(cast)
    with transaction.atomic():
        case.until_due().evaluate("positive")
        transaction.set_rollback(True)
    assert case.step == "second_evaluation"
    told = case.on(case.today).evaluate("positive")
    assert told.step == "after_care"


def test_what_a_deed_gave_back_is_the_row_as_it_stands(cast: Cast) -> None:
    with transaction.atomic():
        (former,) = tell(cast).report(cast.sem, by=(cast.daan,)).incident()
        transaction.set_rollback(True)
    with told_once.journal():
        (incident,) = tell(cast).report(cast.sem, by=(cast.daan,)).incident()
    assert (incident.pk, incident.body) == (former.pk, former.body)
    assert incident is not former


def test_after_a_write_of_the_test_itself_the_verbs_tell(cast: Cast) -> None:
    with transaction.atomic():
        former = facts_of(tell(cast).report(cast.sem, by=(cast.daan,)).step_1())
        transaction.set_rollback(True)
    with told_once.journal():
        case = tell(cast).report(cast.sem, by=(cast.daan,))
        cast.group6.save()
        assert not facts_of(case.step_1()) & former


def test_after_something_was_undone_the_verbs_tell(cast: Cast) -> None:
    with transaction.atomic():
        (former,) = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().incident()
        transaction.set_rollback(True)
    with told_once.journal():
        case = tell(cast).report(cast.sem, by=(cast.daan,))
        with transaction.atomic():
            case.step_1()
            transaction.set_rollback(True)
        (incident,) = case.incident()
    assert incident.pk != former.pk


def test_another_day_or_person_or_word_is_another_deed(cast: Cast) -> None:
    told: list[set[str]] = []
    for turn in range(4):
        with transaction.atomic(), told_once.journal():
            case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1()
            case.as_(cast.carla if turn == 1 else case.by).on(case.today + timedelta(days=turn == 2))
            case.judged("teasing" if turn == 3 else "bullying")
            told.append({str(one.pk) for one in case.file.of_kind("decision")})
            transaction.set_rollback(True)
    assert len(set.union(*told)) == 4


def test_a_function_that_is_put_in_the_place_of_another_is_called(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.atomic():
        tell(cast).report(cast.sem, by=(cast.daan,)).step_1()
        transaction.set_rollback(True)

    def refuse(**_words: object) -> None:
        raise Refused(None, "Vandaag niet.")

    monkeypatch.setattr(recording, "record_talk", refuse)
    with told_once.journal(monkeypatch):
        case = tell(cast).report(cast.sem, by=(cast.daan,))
        with pytest.raises(Refused):
            case.step_1()


def test_under_another_setting_the_verbs_tell(cast: Cast) -> None:
    with transaction.atomic():
        former = facts_of(tell(cast).report(cast.sem, by=(cast.daan,)).step_1())
        transaction.set_rollback(True)
    told = []
    for url in ("https://elders.example", "https://ergens.example", "https://elders.example"):
        with transaction.atomic(), told_once.journal(), override_settings(KRING_URL=url):
            told.append(facts_of(tell(cast).report(cast.sem, by=(cast.daan,)).step_1()))
            transaction.set_rollback(True)
    elsewhere, somewhere, elsewhere_again = told
    assert elsewhere_again == elsewhere, "the same settings: written again"
    assert not former & elsewhere
    assert not (former | elsewhere) & somewhere


def world_in_full(cast: Cast) -> World:
    return make_world(cast, elsewhere=True, again=True)


def test_a_world_that_is_given_again_is_row_for_row_the_one_the_verbs_made() -> None:
    first = told_and_undone(world_in_full)
    assert len(first["cases.Case"]) == 7
    known = len(told_once._DEEDS)
    assert told_and_undone(world_in_full) == first
    assert len(told_once._DEEDS) == known
    assert told_and_undone(make_world) != first


def test_the_people_in_it_are_those_of_the_test_as_the_making_left_them() -> None:
    seen = []
    for _turn in range(2):
        with transaction.atomic():
            cast = make_cast()
            with told_once.journal():
                world = make_world(cast, elsewhere=True)
                assert world.elsewhere is not None
                assert world.who["H"] is cast.hein
                assert world.running.cast is world.elsewhere.running.cast is cast
                assert world.running.by is cast.anouk
                assert world.running.case.owner == cast.anouk
                assert cast.inge_bakker.email == "anouk@dewilg.example", "the making wrote that down"
                seen.append((world.arguments, world.running.left(), as_they_stand(cast)))
                cast.hein.name = "Hein de Tweede"  # of this test alone
            transaction.set_rollback(True)
    assert seen[1] == seen[0]


def as_they_stand(cast: Cast) -> dict[str, dict[str, Any]]:
    """What the test holds of everybody, whatever the database says."""
    people = [one for one in (*vars(cast).values(), *vars(cast.linde).values()) if isinstance(one, Model)]
    return {f"{type(one).__name__} {one.pk}": {k: v for k, v in vars(one).items() if k != "_state"} for one in people}
