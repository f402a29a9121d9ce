"""A child that left the school ends what cannot be done any more, in one act (decision 086)."""

import pytest

from kring.cases.actions import closing, leaving, school_changes
from kring.cases.bodies import Gone
from kring.cases.errors import NotAllowed, Refused
from kring.cases.safety import safety_of
from kring.cases.verdicts import still_to_ask
from kring.protocol.progress import State
from kring.protocol.terms import Role
from kring.school.models import Pupil
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, act_of


def leaves(cast: Cast, pupil: Pupil) -> None:
    school_changes.change_pupil(act=act_of(cast.ada), pupil=pupil, left_on=TODAY, group=None)


def gone(case: Telling, pupil: Pupil, passed_on: str = "De Es, juf Tine.") -> None:
    child = next(one for one in case.file.people if one.pupil_id == pupil.pk)
    leaving.settle_gone(act=case.act(), case_id=case.id, involved_id=child.pk, passed_on=passed_on)


def states(case: Telling) -> dict[str, State]:
    return {task.duty.key: task.state for task in case.progress.last.tasks}


def test_what_was_to_be_done_with_the_child_is_settled_and_all_else_is_still_asked(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    leaves(cast, cast.daan)
    assert states(case)["talk_instigator"] is State.OPEN
    gone(case, cast.daan)
    assert states(case)["talk_instigator"] is State.WAIVED
    assert states(case)["talk_target"] is State.OPEN
    [one] = case.file.of(Gone)
    assert (one.body.passed_on, one.fact.about) == ("De Es, juf Tine.", [case.key(cast.daan)])


def test_it_holds_in_every_step_that_comes(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    leaves(cast, cast.daan)
    gone(case, cast.daan)
    asked = {key for task in case.progress.last.tasks for key in task.missing}
    guardians = {str(link.pk) for link in case.file.guardianships if link.pupil_id == cast.daan.pk}
    assert guardians
    assert not asked & {case.key(cast.daan), *guardians}
    assert case.key(cast.sem) in asked


def test_of_the_only_bullied_child_nobody_asks_a_verdict_or_whether_it_is_safe_and_the_case_can_be_closed(
    cast: Cast,
) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    assert safety_of(case.file)
    leaves(cast, cast.sem)
    gone(case, cast.sem)
    assert safety_of(case.file) == []
    assert still_to_ask(case.file, case.progress.last) == []
    assert case.case.safety_due_on is None
    closing.close_case(act=case.as_(cast.carla).act(), case_id=case.id, reason="Sem zit nu op De Es.")
    assert case.case.closed_on == TODAY


def test_a_child_that_comes_back_is_asked_for_again(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    leaves(cast, cast.daan)
    gone(case, cast.daan)
    school_changes.change_pupil(act=act_of(cast.ada), pupil=cast.daan, left_on=None, group=cast.group6)
    assert states(case)["talk_instigator"] is State.OPEN


def test_it_is_refused_of_a_child_who_is_here_without_a_word_and_twice(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    with pytest.raises(Refused, match="zit nog op school"):
        gone(case, cast.daan)
    leaves(cast, cast.daan)
    with pytest.raises(Refused) as refused:
        gone(case, cast.daan, " ")
    assert refused.value.field == "passed_on"
    gone(case, cast.daan)
    with pytest.raises(Refused, match="al afgerond"):
        gone(case, cast.daan)
    with pytest.raises(NotAllowed):
        gone(case.as_(cast.mo), cast.sem)


def test_of_two_who_bully_the_other_is_still_spoken_to(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan, cast.lars))
    leaves(cast, cast.daan)
    gone(case, cast.daan)
    [task] = [task for task in case.progress.last.tasks if task.duty.key == "talk_instigator"]
    assert (task.state, task.missing) == (State.OPEN, (case.key(cast.lars),))
    assert [child.pupil for child in case.file.with_role(Role.INSTIGATOR)] == [cast.daan, cast.lars]
