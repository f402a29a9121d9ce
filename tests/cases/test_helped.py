"""Help beside the protocol: who offered a bullied child what, and for whom it is asked."""

from datetime import timedelta
from uuid import UUID

import pytest

from kring.cases import bodies
from kring.cases.actions import closing, helping, people
from kring.cases.bodies import HelpBeside, Kept
from kring.cases.errors import NotAllowed, Refused
from kring.cases.helped import bullied_again, without_help
from kring.protocol.terms import Role
from tests.cases.telling import Telling, tell
from tests.cast import Cast

OFFERED = HelpBeside(who="Schoolmaatschappelijk werk", what="Elke week een gesprek.")


@pytest.fixture
def case(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,))


def again(case: Telling, *others: Telling) -> list[str]:
    return [case.file.name_of(child) for child in bullied_again(case.file, [other.file for other in others])]


def offer(case: Telling, *about: str, help_beside: HelpBeside = OFFERED, days: int = 0) -> None:
    on = case.today + timedelta(days=days)
    helping.offer_help(act=case.act(), case_id=case.id, about=about, on=on, help_beside=help_beside)


def test_a_first_case_asks_nothing_and_one_in_which_it_goes_on_does(case: Telling) -> None:
    case.step_1().judged("bullying").step_3().until_due().evaluate("no", Kept.NOT)
    assert again(case) == []
    case.until_due().evaluate("negative", Kept.NOT)
    assert again(case) == ["Sem"]


def test_a_child_that_was_bullied_before_is_asked_for_and_one_that_was_teased_or_bullied_is_not(
    case: Telling, cast: Cast
) -> None:
    now = tell(cast).report(cast.sem, by=(cast.lars,))
    assert again(now, case) == ["Sem"]
    assert again(case, now) == []
    of_daan = tell(cast).report(cast.daan, by=(cast.lars,))
    assert again(of_daan, case) == []
    case.step_1().judged("teasing").do_the_rest()
    case.close(reason="Het was plagen.")
    assert case.case.ended_as == "teasing"
    assert again(now, case) == []


def test_who_was_in_another_case_by_mistake_is_not_asked_for(case: Telling, cast: Cast) -> None:
    now = tell(cast).report(cast.sem, by=(cast.lars,))
    closing.close_by_mistake(act=case.as_(cast.hein).act(), case_id=case.id, reason="Andere school.")
    assert again(now, case) == []


def test_once_help_is_written_down_it_is_asked_no_more(case: Telling) -> None:
    children = case.file.with_role(Role.TARGET)
    assert without_help(case.file, children) == children
    offer(case, *case.keys(Role.TARGET))
    assert without_help(case.file, children) == []


def test_it_says_who_and_what_and_on_a_day_that_has_been(case: Telling) -> None:
    (sem,) = case.keys(Role.TARGET)
    for wrong, field in ((HelpBeside("", "x"), "who"), (HelpBeside("x", " "), "what")):
        with pytest.raises(Refused) as refused:
            offer(case, sem, help_beside=wrong)
        assert refused.value.field == field
    with pytest.raises(Refused):
        offer(case, sem, days=1)


def test_it_is_for_a_child_that_is_bullied(case: Telling, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        offer(case, case.key(cast.daan))


def test_it_can_still_be_put_right_when_the_child_has_another_role_since(case: Telling, cast: Cast) -> None:
    people.add_child(act=case.act(), case_id=case.id, pupil_id=cast.noor.pk, role=Role.TARGET)
    (sem,) = (case.key(cast.sem),)
    offer(case, sem)
    [fact] = case.file.of_kind("help_beside")
    people.change_role(act=case.act(), case_id=case.id, involved_id=UUID(sem), role=Role.WITNESS, because="Zag het.")
    helping.offer_help(
        act=case.act(corrects=fact.pk),
        case_id=case.id,
        about=[sem],
        on=case.today,
        help_beside=bodies.HelpBeside(who="De huisarts", what="Een gesprek."),
    )
    [one] = case.file.of(HelpBeside)
    assert one.body.who == "De huisarts"
