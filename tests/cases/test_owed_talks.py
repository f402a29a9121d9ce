"""A talk with a bullied child does not lapse: it is let go for another day, or because the child itself says so."""

from datetime import timedelta
from typing import Any

import pytest

from kring.cases.actions import closing
from kring.cases.bodies import Waived
from kring.cases.errors import Refused
from kring.cases.models import Fact
from kring.cases.owed_talks import owed_talks
from tests.cases.telling import Telling, tell
from tests.cast import Cast


@pytest.fixture
def evaluated(cast: Cast) -> Telling:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3().until_due()
    return case.as_(cast.carla)


def let_go(case: Telling, duty: str = "talk", **more: Any) -> Fact:
    return closing.waive(act=case.act(), case_id=case.id, duty=duty, reason="Sem is ziek.", **more)


def test_a_talk_with_a_bullied_child_takes_another_day_or_the_childs_own_word(evaluated: Telling) -> None:
    for given in ({}, {"child_says": " "}):
        with pytest.raises(Refused) as refused:
            let_go(evaluated, **given)
        assert refused.value.field == "again_on"
    with pytest.raises(Refused, match="nog komt"):
        let_go(evaluated, again_on=evaluated.today)
    saturday = evaluated.today + timedelta(days=5)
    fact = let_go(evaluated, again_on=saturday)
    assert fact.body == Waived(reason="Sem is ziek.", again_on=saturday + timedelta(days=2))
    assert evaluated.case.talk_owed_on == saturday + timedelta(days=2)


def test_what_the_child_says_is_enough_and_owes_nothing(evaluated: Telling) -> None:
    let_go(evaluated, child_says="Ik hoef niet meer te praten.")
    assert owed_talks(evaluated.file) == []
    assert evaluated.case.talk_owed_on is None


def test_it_is_owed_until_somebody_spoke_with_the_child(evaluated: Telling, cast: Cast) -> None:
    let_go(evaluated, again_on=evaluated.today + timedelta(days=2))
    assert [evaluated.file.name_of(owed.child) for owed in owed_talks(evaluated.file)] == ["Sem"]
    evaluated.as_(cast.anouk).do_the_rest().decide("yes").do_the_rest().until_due().do_the_rest()
    assert owed_talks(evaluated.file) == []
    assert evaluated.case.talk_owed_on is None


def test_a_talk_with_the_other_child_alone_and_what_is_no_talk_are_let_go_as_before(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).as_(cast.carla)
    fact = let_go(case, "talk_instigator", again_on=case.today + timedelta(days=1))
    assert fact.body == Waived(reason="Sem is ziek.")
    assert let_go(case, "incidents").body == Waived(reason="Sem is ziek.")
