"""A child that stands beside a bullied child: named by that child itself, and free to decline (E1.8)."""

from uuid import UUID

import pytest

from kring.cases import bodies
from kring.cases.actions import recording
from kring.cases.actions.defending import name_defender
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Fact
from kring.school.models import Pupil
from tests.cases.telling import Telling, tell
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,), followers=(cast.lars,))


def names(
    case: Telling, pupil: Pupil, *, by: Pupil | None = None, wants: bool | None = True, corrects: UUID | None = None
) -> Fact:
    return name_defender(
        act=case.act(corrects=corrects),
        case_id=case.id,
        on=case.today,
        involved_id=UUID(case.key(by or case.cast.sem)),
        pupil_id=pupil.pk,
        wants=wants,
    )


def named(case: Telling) -> list[tuple[str, bool | None]]:
    return [(one.body.name, one.body.wants) for one in case.file.of(bodies.Defender)]


def test_the_bullied_child_names_it_in_any_step_and_may_name_another(case: Telling, cast: Cast) -> None:
    names(case, cast.noor)
    case.step_1().judged("bullying")
    names(case, cast.jens, wants=None)
    assert named(case) == [(cast.noor.name, True), (cast.jens.name, None)]


def test_it_may_decline_and_that_is_kept_as_an_answer(case: Telling, cast: Cast) -> None:
    fact = names(case, cast.noor, wants=None)
    names(case, cast.noor, wants=False, corrects=fact.pk)
    assert named(case) == [(cast.noor.name, False)]


def test_it_meets_no_duty_and_can_be_taken_back(case: Telling, cast: Cast) -> None:
    before = [(task.duty.key, task.state) for task in case.progress.last.tasks]
    fact = names(case, cast.noor)
    assert [(task.duty.key, task.state) for task in case.progress.last.tasks] == before
    recording.withdraw(act=case.act(), case_id=case.id, fact_id=fact.pk, reason="Sem wil het toch niet.")
    assert named(case) == []


@pytest.mark.parametrize("who", ["daan", "lars", "sem"])
def test_nobody_who_bullies_joins_in_or_is_the_child_itself_is_named(case: Telling, cast: Cast, who: str) -> None:
    with pytest.raises(Refused) as refused:
        names(case, getattr(cast, who))
    assert refused.value.field == "pupil_id"


def test_only_a_bullied_child_names_one(case: Telling, cast: Cast) -> None:
    with pytest.raises(Refused, match="gepest wordt"):
        names(case, cast.noor, by=cast.daan)


def test_a_pupil_of_another_school_cannot_be_named(case: Telling, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        names(case, cast.linde.mila)
