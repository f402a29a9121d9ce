"""A case that was opened by mistake, and a wrong child for the right one: nothing of it is left anywhere else."""

from uuid import UUID

import pytest

from kring.cases.actions import closing, people, putting_right
from kring.cases.around import around
from kring.cases.cannot_wait import Why, cannot_wait
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Case
from kring.cases.queries import cases_with
from kring.cases.team import versions_for
from kring.cases.wrongly_told import still_to_hear
from kring.mail.models import Letter, State
from kring.protocol.progress import reopenings
from kring.protocol.terms import Ending, Role
from kring.school.models import Pupil
from tests.cases.telling import Telling, tell
from tests.cast import Cast


@pytest.fixture
def case(cast: Cast) -> Telling:
    """The plan is out, and the guardians were called."""
    return tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()


def ended(case: Telling) -> None:
    act = case.as_(case.cast.carla).act()
    closing.close_by_mistake(act=act, case_id=case.id, reason="De melding ging over andere kinderen.")


def test_it_ends_as_a_mistake_and_stands_nowhere_with_these_children(case: Telling, cast: Cast) -> None:
    again = tell(cast).report(cast.sem, by=(cast.daan,))
    assert [other.pk for other in around(again.case, cast.anouk).others] == [case.id]
    ended(case)
    assert (case.case.ended_as, case.case.closed_on) == (Ending.MISTAKE, case.today)
    assert around(again.case, cast.anouk).others == []
    assert [known.case.pk for known in cases_with(cast.carla, [cast.sem.pk])] == [again.id]


def test_its_plan_is_shut_and_what_waits_of_it_is_not_sent(case: Telling, cast: Cast) -> None:
    ended(case)
    assert not versions_for(cast.mo, case.case)
    assert {letter.state for letter in Letter.objects.filter(about=case.id, kind="plan_issued")} == {State.WITHDRAWN}


def test_every_guardian_who_heard_something_is_listed_until_told(case: Telling, cast: Cast) -> None:
    ended(case)
    waiting = still_to_hear(case.file)
    assert {one.link.guardian.name.split()[0] for one in waiting} == {"Inge", "Tom", "Karin"}
    assert case.case.wrongly_told == 3
    assert case.waits_for(cast.anouk, Why.STALE_PLAN)
    putting_right.put_right(
        act=case.act(),
        case_id=case.id,
        guardianships=[one.link.pk for one in waiting],
        on=case.today,
        said="Het was een vergissing.",
    )
    assert cannot_wait(cast.anouk, case.today) == []


def test_only_those_who_lead_do_it_and_they_say_what_went_wrong(case: Telling, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        closing.close_by_mistake(act=case.as_(cast.anouk).act(), case_id=case.id, reason="Fout.")
    with pytest.raises(Refused, match="Schrijf op wat er is misgegaan"):
        closing.close_by_mistake(act=case.as_(cast.carla).act(), case_id=case.id, reason=" ")


def test_opened_again_it_is_a_case_like_any_other(case: Telling, cast: Cast) -> None:
    ended(case)
    to = reopenings(case.file.protocol, case.progress)[0].step
    closing.reopen(act=case.act(), case_id=case.id, to=to, reason="Het klopte toch.")
    assert case.case.ended_as == ""
    assert still_to_hear(case.file) == []
    assert [known.case.pk for known in cases_with(cast.carla, [cast.sem.pk])] == [case.id]


def swapped(case: Telling, *, wrong: str, right: Pupil) -> None:
    people.swap_child(
        act=case.act(),
        case_id=case.id,
        involved_id=UUID(wrong),
        pupil_id=right.pk,
        because="Twee kinderen heten bijna zo.",
    )


def roles(case: Telling) -> dict[str, str]:
    return {child.pupil.first_name: child.role for child in case.file.people}


@pytest.mark.parametrize("role", [Role.TARGET, Role.INSTIGATOR])
def test_a_wrong_child_is_swapped_for_the_right_one_in_one_act_also_the_last_one_who_is_bullied(
    case: Telling, cast: Cast, role: Role
) -> None:
    (wrong,) = case.keys(role)
    swapped(case, wrong=wrong, right=cast.noor)
    assert roles(case)["Noor"] == role
    assert len(roles(case)) == 2
    assert case.case.plan_is == Case.PlanIs.WRONG


def test_nobody_is_swapped_for_a_child_who_takes_part_already(case: Telling, cast: Cast) -> None:
    (wrong,) = case.keys(Role.INSTIGATOR)
    with pytest.raises(Refused, match="zit al in de zaak"):
        swapped(case, wrong=wrong, right=cast.sem)
    assert set(roles(case)) == {"Sem", "Daan"}
