"""The invented protocol and the renamed one, told through the verbs: a protocol is data, and its keys mean nothing."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from kring.cases.actions import closing, reminding
from kring.cases.models import Case
from kring.mail.models import Letter
from kring.protocol.editions import PROTOCOLS, current
from kring.protocol.outline import outline
from kring.protocol.progress import reopenings
from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.terms import Ending, Protocol, Stage
from kring.school.errors import Refused
from tests.cases.any_protocol import acts, close
from tests.cases.telling import Telling, tell
from tests.cast import Cast, act_of
from tests.protocol.renaming import renamed, with_other_keys
from tests.school import plain as actions

pytestmark = pytest.mark.django_db

RENAMED = with_other_keys(STAPPENPLAN, "hernoemd")


@pytest.fixture
def elsewhere(cast: Cast, other_protocol: Protocol) -> Cast:
    """The cast at a school that follows the other protocol."""
    actions.change_school(act=act_of(cast.hein), school=cast.school, protocol=other_protocol.key)
    cast.school.refresh_from_db()
    return cast


def case_of(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,), followers=(cast.lars,))


def test_a_school_follows_only_a_protocol_that_there_is(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.change_school(act=act_of(cast.hein), school=cast.school, protocol="gone")


def test_a_case_keeps_the_protocol_it_began_with(cast: Cast, other_protocol: Protocol) -> None:
    before = case_of(cast)
    actions.change_school(act=act_of(cast.hein), school=cast.school, protocol=other_protocol.key)
    cast.school.refresh_from_db()
    after = tell(cast).report(cast.noor, by=(cast.jens,))
    assert (before.case.protocol, before.case.edition, before.step) == (
        "stappenplan",
        current("stappenplan").edition,
        "signal",
    )
    assert (after.case.protocol, after.case.edition, after.step) == ("samen_verder", "2026-b", "horen")
    assert list(acts(before.step_1(), 1))[:1] == ["bullying"]


def test_from_the_report_to_the_end_and_back_again(elsewhere: Cast) -> None:
    case = case_of(elsewhere)
    stages = []
    for _act in acts(case, 1, 1, 0):
        stored, position = Case.objects.get(pk=case.id), case.progress
        assert (stored.current_step, stored.stage) == (position.last.step.key, position.last.step.stage)
        assert stored.next_due_on == position.next_due_on is not None
        reminding.sweep(school=elsewhere.school, at=case.act().at, today=case.today)
        stages.append(stored.stage)
    assert (case.step, stages[-1]) == ("einde", Stage.TO_CLOSE)
    assert [visit.step.key for visit in case.progress.visits] == [
        "horen", "tafel", "terugblik", "tafel", "terugblik", "einde",
    ]  # fmt: skip
    assert case.progress.ends_as is Ending.STOPPED
    close(case.as_(elsewhere.carla), timedelta(days=20))
    assert case.case.ended_as == "stopped"
    assert [one.step for one in reopenings(case.file.protocol, case.progress)] == ["horen", "tafel"]
    closing.reopen(act=case.act(), case_id=case.id, to="tafel", reason="Het is terug.")
    assert (case.step, case.case.current_round) == ("tafel", 3)


def test_small_things_end_with_an_agreement_and_the_teacher_closes(elsewhere: Cast) -> None:
    case = case_of(elsewhere)
    assert "given_word" in list(acts(case, 0))
    assert case.progress.is_teasing
    close(case, timedelta(days=20))
    assert case.case.ended_as == "teasing"
    closing.check_back(act=case.on(case.today + timedelta(days=20)).act(), case_id=case.id, quiet=False, note="Terug.")
    assert case.step == "horen"


def test_of_two_duties_of_one_kind_each_is_met_by_its_own(elsewhere: Cast) -> None:
    case = case_of(elsewhere)
    done = acts(case, 1)
    while next(done) != "care_team":
        pass
    assert (case.task("care_team").state, case.task("met_collega").state) == ("met", "open")
    assert next(done) == "met_collega"
    assert case.task("met_collega").state == "met"


def test_letting_a_duty_go_goes_by_the_key_of_that_duty(elsewhere: Cast) -> None:
    case = case_of(elsewhere)
    closing.waive(act=case.as_(elsewhere.carla).act(), case_id=case.id, duty="met_collega", reason="Niet nodig.")
    assert case.task("met_collega").state == "waived"
    assert case.task("care_team").state == "open"


# ── The keys mean nothing ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_outline_is_the_same_under_other_keys() -> None:
    plain, other = outline(STAPPENPLAN), outline(RENAMED)
    assert other == replace(plain, parts=tuple(replace(part, key=renamed(part.key)) for part in plain.parts)), (
        "only the keys differ"
    )


ANSWERS = [(0,), (1, 0, 0, 0), (1, 1, 1, 0, 1, 0)]
"""Teasing; all goes well; not kept, not positive, well and back again."""


def story_of(cast: Cast, protocol: Protocol, answers: tuple[int, ...]) -> Iterator[object]:
    """Everything of one case under this protocol that has no key in it, after every act; undone at the end."""
    with transaction.atomic():
        cast.school.protocol = protocol.key
        cast.school.save()
        case = case_of(cast)
        for _act, _number in zip(acts(case, *answers), range(60), strict=False):
            yield [
                (visit.step.title, visit.round, visit.due, visit.finished_on, visit.outcome and visit.outcome.title)
                for visit in case.progress.visits
            ]
            yield [(task.duty.title, task.state, task.on) for task in case.progress.last.tasks]
            reminding.sweep(school=cast.school, at=case.act().at, today=case.today)
        close(case.as_(cast.carla), timedelta(days=20))
        yield (case.case.ended_as, case.case.closed_on, case.case.next_due_on, case.case.stage)
        yield [one.hint for one in reopenings(case.file.protocol, case.progress)]
        yield sorted(
            (letter.kind, str(letter.to_staff), without_ids(letter.text or "")) for letter in Letter.objects.all()
        )
        transaction.set_rollback(True)
    cast.school.refresh_from_db()


def without_ids(text: str) -> str:
    return re.sub(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", "ID", text)


@pytest.mark.parametrize("answers", ANSWERS)
def test_a_case_and_its_letters_are_the_same_under_other_keys(
    cast: Cast, answers: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PROTOCOLS, RENAMED.key, (RENAMED,))
    plain, other = list(story_of(cast, STAPPENPLAN, answers)), list(story_of(cast, RENAMED, answers))
    assert len(plain) > 10
    for one, same in zip(plain, other, strict=True):
        assert one == same
