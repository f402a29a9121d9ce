"""A parent who will not be told says so once; what the school chooses not to tell, who leads sees (decision 57)."""

import pytest
from msgspec import structs

from kring.cases.actions import informing, recording
from kring.cases.bodies import Informed, NotToldSeen, Reached
from kring.cases.cannot_wait import Why
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Fact
from kring.cases.not_told import choices_to_see
from kring.cases.told import last_words
from kring.school.models import Guardianship
from tests.cases.telling import Telling, tell
from tests.cast import Cast

pytestmark = pytest.mark.django_db

HUNG_UP = Informed(reached=Reached.DECLINED, because="Hing op toen ik zei waarvoor ik belde.")
CHOSEN = Informed(reached=Reached.NOT_INFORMED, because="Contactverbod.")


@pytest.fixture
def case(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")


def tom(cast: Cast) -> Guardianship:
    return Guardianship.objects.get(guardian=cast.tom_bakker)


def inform(case: Telling, link: Guardianship, informed: Informed) -> Fact:
    return informing.inform_guardian(
        act=case.act(), case_id=case.id, guardianship_id=link.pk, on=case.today, informed=informed
    )


def missing(case: Telling) -> tuple[str, ...]:
    task = case.progress.last.task("inform_guardians")
    assert task is not None
    return task.missing


def test_what_the_parent_said_or_did_must_be_written_down(case, cast):
    with pytest.raises(Refused, match="wat deze ouder zei of deed") as refused:
        inform(case, tom(cast), Informed(reached=Reached.DECLINED, because=" "))
    assert refused.value.field == "because"


def test_the_duty_is_met_by_it_and_later_steps_do_not_ask_again(case, cast):
    father = str(tom(cast).pk)
    assert inform(case, tom(cast), HUNG_UP).settled
    assert father not in missing(case)
    case.step_3()
    assert case.progress.trailing == ()
    case.until_due().evaluate("yes")
    told_later = [fact for fact in case.file.of_kind("informed") if fact.place != ("approach", 1)]
    assert told_later
    assert not any(father in fact.about for fact in told_later)
    assert last_words(case.file)[father].kind == "informed"


def test_somebody_who_tries_again_takes_its_place(case, cast):
    father = str(tom(cast).pk)
    inform(case, tom(cast), HUNG_UP)
    inform(case, tom(cast), Informed(reached=Reached.NOT_REACHED))
    assert father in missing(case)
    inform(case, tom(cast), Informed(reached=Reached.INFORMED, channel="phone"))
    assert father not in missing(case)
    assert case.file.declined == {}


def test_taken_back_it_stands_no_more(case, cast):
    fact = inform(case, tom(cast), HUNG_UP)
    recording.withdraw(act=case.act(), case_id=case.id, fact_id=fact.pk, reason="Dit was een andere vader.")
    assert str(tom(cast).pk) in missing(case)


def test_a_parent_who_forbids_a_talk_is_kept_with_what_the_school_does_all_the_same(case, cast):
    told = Informed(reached=Reached.INFORMED, channel="phone", forbids_talk=True)
    with pytest.raises(Refused, match="wat de school wel doet") as refused:
        inform(case, tom(cast), told)
    assert refused.value.field == "done_anyway"
    kept = structs.replace(told, done_anyway="We letten extra op bij het buitenspelen.")
    assert inform(case, tom(cast), kept).body == kept


def test_a_choice_not_to_tell_waits_for_those_who_lead_until_one_of_them_saw_it(case, cast):
    inform(case, tom(cast), CHOSEN)
    assert [one.body for one in choices_to_see(case.file)] == [CHOSEN]
    for leader in (cast.carla, cast.hein):
        assert case.waits_for(leader, Why.NOT_TOLD)
    for other in (cast.anouk, cast.mo, cast.linde.head):
        assert not case.waits_for(other, Why.NOT_TOLD)
    fact = informing.see_not_told(act=case.as_(cast.carla).act(), case_id=case.id, note="Eens.")
    assert fact.body == NotToldSeen(note="Eens.")
    assert choices_to_see(case.file) == []
    assert not case.waits_for(cast.hein, Why.NOT_TOLD)


def test_a_new_choice_waits_again_and_what_a_parent_wants_or_who_leads_chose_does_not(case, cast):
    inform(case, tom(cast), HUNG_UP)
    assert choices_to_see(case.file) == []
    inform(case.as_(cast.carla), tom(cast), CHOSEN)
    assert choices_to_see(case.file) == []
    assert not case.waits_for(cast.hein, Why.NOT_TOLD)
    with pytest.raises(Refused, match="al gezien"):
        informing.see_not_told(act=case.act(), case_id=case.id)
    mother = Guardianship.objects.get(guardian=cast.inge_bakker)
    inform(case.as_(cast.anouk), mother, CHOSEN)
    informing.see_not_told(act=case.as_(cast.carla).act(), case_id=case.id)
    inform(case.as_(cast.anouk), Guardianship.objects.get(guardian=cast.karin_visser), CHOSEN)
    assert len(choices_to_see(case.file)) == 1


def test_only_who_leads_may_say_that_it_was_seen(case, cast):
    inform(case, tom(cast), CHOSEN)
    with pytest.raises(NotAllowed):
        informing.see_not_told(act=case.as_(cast.anouk).act(), case_id=case.id)
