"""A guardian whose custody is unknown is told with an explanation, one without custody on request (decision 054)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kring.cases import bodies
from kring.cases.actions import informing
from kring.cases.bodies import Informed, Reached
from kring.cases.errors import Refused
from kring.cases.models import Fact
from kring.school.models import Guardian, Guardianship
from tests.cases.telling import Telling, tell
from tests.cast import Cast, act_of
from tests.school import plain as actions


@pytest.fixture
def case(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,), followers=(cast.lars,)).step_1().judged("bullying")


def inform(case: Telling, guardian: Guardian, **words: object) -> Fact:
    words.setdefault("reached", Reached.INFORMED)
    return informing.inform_guardian(
        act=case.act(),
        case_id=case.id,
        guardianship_id=Guardianship.objects.get(guardian=guardian).pk,
        on=case.today,
        informed=Informed(channel="phone", **words),  # type: ignore[arg-type]
    )


def test_while_custody_is_unknown_telling_is_refused_without_an_explanation(case: Telling, cast: Cast) -> None:
    for nothing in ("", "  "):
        with pytest.raises(Refused, match="terwijl het gezag niet bekend is") as refused:
            inform(case, cast.petra_de_wit, custody_unknown=nothing)
        assert refused.value.field == "custody_unknown"
    fact = inform(case, cast.petra_de_wit, custody_unknown="Lars woont bij haar.")
    assert isinstance(fact.body, Informed)
    assert fact.body.custody_unknown == "Lars woont bij haar."


def test_not_reached_needs_no_explanation_and_not_informed_has_its_reason(case: Telling, cast: Cast) -> None:
    assert not inform(case, cast.petra_de_wit, reached=Reached.NOT_REACHED).settled
    with pytest.raises(Refused, match="waarom deze ouder niet"):
        inform(case, cast.petra_de_wit, reached=Reached.NOT_INFORMED)
    assert inform(case, cast.petra_de_wit, reached=Reached.NOT_INFORMED, because="Eerst het gezag uitzoeken.").settled


def test_once_custody_is_settled_nothing_is_explained(case: Telling, cast: Cast) -> None:
    link = Guardianship.objects.get(guardian=cast.petra_de_wit)
    actions.set_custody(act=act_of(cast.hein), guardianship=link, custody="yes")
    assert inform(case, cast.petra_de_wit).settled


def test_without_custody_a_guardian_is_told_only_on_request(case: Telling, cast: Cast) -> None:
    with pytest.raises(Refused, match="geen gezag") as refused:
        inform(case, cast.rob_visser)
    assert refused.value.field == "on_request"
    fact = inform(case, cast.rob_visser, on_request=True)
    assert isinstance(fact.body, Informed)
    assert fact.body.on_request


def test_who_has_no_custody_does_not_count(case: Telling, cast: Cast) -> None:
    inform(case, cast.rob_visser, on_request=True)
    task = case.progress.current.task("inform_guardians")  # type: ignore[union-attr]
    assert task is not None
    assert str(Guardianship.objects.get(guardian=cast.karin_visser).pk) in task.missing
    assert str(Guardianship.objects.get(guardian=cast.rob_visser).pk) not in task.missing


def test_what_was_written_before_these_questions_can_be_read() -> None:
    old = bodies.from_text('{"type":"informed","reached":"informed","channel":"phone","said":"Dank je."}')
    assert old == Informed(reached=Reached.INFORMED, channel="phone", said="Dank je.")


# Putting right


def still_to_tell(case: Telling, link: Guardianship) -> list[str]:
    """The duties of the current step for which this guardian is missing."""
    current = case.file.progress.current
    assert current is not None
    return [task.duty.key for task in current.tasks if str(link.pk) in task.missing]


def test_who_was_told_stays_told_when_what_was_written_of_it_is_put_right(case: Telling, cast: Cast) -> None:
    """Nobody is called a second time for a word that was typed wrong."""
    link = Guardianship.objects.get(guardian=cast.petra_de_wit)
    assert still_to_tell(case, link) == ["inform_guardians"]
    told = inform(case, cast.petra_de_wit, custody_unknown="Lars woont bij har.")
    assert still_to_tell(case, link) == []
    later = replace(case.act(corrects=told.pk, seen=told.pk), at=told.at + timedelta(hours=1))
    informing.inform_guardian(
        act=later,
        case_id=case.id,
        guardianship_id=link.pk,
        on=case.today,
        informed=Informed(reached=Reached.INFORMED, channel="phone", custody_unknown="Lars woont bij haar."),
    )
    assert case.file.newest(told).at > told.at
    assert still_to_tell(case, link) == []
