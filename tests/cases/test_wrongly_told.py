"""Who was told something that is not so, and has not heard yet how it is: parents too, until each is ticked off."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import UUID

import pytest

from kring.cases.actions import people, putting_right, recording, releasing
from kring.cases.errors import Refused
from kring.cases.models import Fact
from kring.cases.wrongly_told import still_to_hear, who_heard
from kring.protocol.terms import Role
from kring.school.models import Guardian, Guardianship
from kring.words import HERE
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast


@pytest.fixture
def case(cast: Cast) -> Telling:
    """All guardians who must be told were called in step 3."""
    return tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()


def link(guardian: Guardian) -> UUID:
    return Guardianship.objects.get(guardian=guardian).pk


def waiting(case: Telling) -> list[str]:
    """Who must still hear it, by first name, as the copy for lists counts them."""
    found = [one.link.guardian.name.split()[0] for one in still_to_hear(case.file)]
    assert case.case.wrongly_told == len(found)
    return found


def taken_out(case: Telling, *tell: Guardian) -> None:
    people.remove_child(
        act=case.act(),
        case_id=case.id,
        involved_id=UUID(case.key(case.cast.daan)),
        because="Hij was ziek.",
        mistake=True,
        tell=[link(one) for one in tell],
    )


def told(case: Telling, *guardians: Guardian, needed: bool = True) -> Fact:
    return putting_right.put_right(
        act=case.act(),
        case_id=case.id,
        guardianships=[link(one) for one in guardians],
        on=case.today,
        said="Het was een ander kind.",
        needed=needed,
    )


def wrong_agreement(case: Telling) -> None:
    agreement = case.file.of_kind("agreement")[0]
    recording.withdraw(act=case.act(), case_id=case.id, fact_id=agreement.pk, reason="Dit was een ander kind.")


def test_who_heard_something_is_known_with_the_last_of_it(case: Telling, cast: Cast) -> None:
    assert {one.link.guardian.name.split()[0] for one in who_heard(case.file).values()} == {"Inge", "Tom", "Karin"}
    daan = next(child for child in case.file.people if child.pupil_id == cast.daan.pk)
    releasing.release_copy(
        act=case.act(), case_id=case.id, involved_id=daan.pk, problem="Er werd geplaagd.", agreements=[], approach=""
    )
    copies = {one.link.guardian.name.split()[0]: one.copy for one in who_heard(case.file).values()}
    assert copies == {"Inge": 0, "Tom": 0, "Karin": 1}


def test_whoever_is_named_when_a_child_is_taken_out_waits_until_each_was_told(case: Telling, cast: Cast) -> None:
    assert waiting(case) == []
    taken_out(case, cast.karin_visser, cast.inge_bakker)
    assert sorted(waiting(case)) == ["Inge", "Karin"]
    told(case, cast.karin_visser)
    assert waiting(case) == ["Inge"]
    told(case, cast.inge_bakker, needed=False)
    assert waiting(case) == []


def test_nobody_is_named_when_nobody_need_hear_it(case: Telling) -> None:
    taken_out(case)
    assert waiting(case) == []


def test_an_agreement_that_is_taken_back_is_to_be_told_to_all_who_heard_of_it(case: Telling) -> None:
    wrong_agreement(case)
    assert sorted(waiting(case)) == ["Inge", "Karin", "Tom"]


def test_a_problem_that_is_put_right_too(case: Telling) -> None:
    former = case.file.of_kind("problem")[0]
    act = case.act(corrects=former.pk, seen=former.pk)
    recording.formulate_problem(act=act, case_id=case.id, text="Het was iets anders.")
    assert sorted(waiting(case)) == ["Inge", "Karin", "Tom"]


def test_what_nobody_was_told_yet_is_put_right_in_silence(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    case.talk("ask_target", *case.keys(Role.TARGET), feeling=2)
    case.talk("joint_talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=3)
    case.agree()
    wrong_agreement(case)
    assert waiting(case) == []


def test_a_call_in_a_later_step_tells_it_too(case: Telling) -> None:
    wrong_agreement(case)
    case.until_due().evaluate("yes")
    assert waiting(case) == []


def test_the_case_is_not_closed_while_somebody_must_still_hear_it(case: Telling, cast: Cast) -> None:
    wrong_agreement(case)
    case.as_(cast.carla)
    with pytest.raises(Refused, match="Zet dat eerst recht"):
        case.close()
    told(case, cast.inge_bakker, cast.tom_bakker, cast.karin_visser, needed=False)
    case.close()


@pytest.mark.parametrize("said", ["", "  "])
def test_what_was_told_or_why_not_is_written_down(case: Telling, cast: Cast, said: str) -> None:
    with pytest.raises(Refused, match="Schrijf kort op"):
        putting_right.put_right(
            act=case.act(), case_id=case.id, guardianships=[link(cast.inge_bakker)], on=TODAY, said=said
        )


def test_it_is_about_somebody(case: Telling) -> None:
    with pytest.raises(Refused, match="Kies minstens één ouder"):
        putting_right.put_right(act=case.act(), case_id=case.id, guardianships=[], on=TODAY, said="Gebeld.")


def test_a_copy_was_given_on_the_day_that_it_was_here(case: Telling, cast: Cast) -> None:
    sem = next(child for child in case.file.people if child.pupil_id == cast.sem.pk)
    midnight = datetime.combine(case.today, time(0, 30), HERE)
    act = replace(case.act(), at=midnight + timedelta(days=1))
    releasing.release_copy(act=act, case_id=case.id, involved_id=sem.pk, problem="Iets.", agreements=[], approach="")
    assert {one.on for one in who_heard(case.file).values() if one.copy} == {case.today + timedelta(days=1)}
