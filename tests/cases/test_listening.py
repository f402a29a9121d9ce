"""What a parent got of the plan and says of it, and states beside a fact: each parent's own, and nothing waits for it
(decision 083)."""

from datetime import timedelta

import pytest

from kring.cases.actions import informing, listening, recording, releasing
from kring.cases.bodies import Informed, ParentStatement, PlanReply, Reached, Reply, Way
from kring.cases.cannot_wait import Why
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Fact, ParentCopy
from kring.cases.parents import last_reply, receivers_of, replies_of, statements_by_fact
from kring.school.models import Custody, Guardianship
from tests.cases.telling import Telling, tell
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()


def link_of(guardian) -> Guardianship:
    return Guardianship.objects.get(guardian=guardian)


def copy_for(case: Telling, pupil) -> ParentCopy:
    child = next(one for one in case.file.people if one.pupil_id == pupil.pk)
    return releasing.release_copy(
        act=case.act(), case_id=case.id, involved_id=child.pk, problem="Er wordt gelachen.", agreements=(), approach=""
    )


def reply(
    case: Telling, link: Guardianship, says: Reply, *, version: int = 1, copy: int = 0, because: str = ""
) -> Fact:
    return listening.reply_to_plan(
        act=case.act(),
        case_id=case.id,
        guardianship_id=link.pk,
        on=case.today,
        reply=PlanReply(says=says, version=version, copy=copy, how=Way.PHONE, because=because),
    )


def state(case: Telling, fact: Fact, link: Guardianship, text: str = "Mijn zoon begon niet.") -> Fact:
    return listening.state(
        act=case.act(),
        case_id=case.id,
        fact_id=fact.pk,
        guardianship_id=link.pk,
        on=case.today,
        text=text,
        how=Way.WRITTEN,
    )


def test_a_copy_that_was_given_knows_to_which_parent_it_went(case, cast):
    copy, mother = copy_for(case, cast.sem), link_of(cast.inge_bakker)
    assert receivers_of(case.file, copy) == []
    given = reply(case, mother, Reply.GIVEN, copy=copy.number)
    assert [one.fact for one in receivers_of(case.file, copy)] == [given]
    assert given.outcome == "given"
    assert last_reply(case.file, mother.pk) is None, "that it was given is no answer"


def test_the_same_number_for_another_child_is_another_copy(case, cast):
    of_sem, of_daan = copy_for(case, cast.sem), copy_for(case, cast.daan)
    assert of_sem.number == of_daan.number
    reply(case, link_of(cast.inge_bakker), Reply.GIVEN, copy=of_sem.number)
    assert receivers_of(case.file, of_daan) == []


def test_each_parent_answers_for_each_version_and_the_last_word_stands(case, cast):
    mother, father = link_of(cast.inge_bakker), link_of(cast.tom_bakker)
    reply(case, mother, Reply.DISAGREES, because="Het duurt te lang.")
    reply(case, mother, Reply.AGREES)
    assert [one.body.says for one in replies_of(case.file, mother.pk)] == [Reply.DISAGREES, Reply.AGREES]
    answer = last_reply(case.file, mother.pk)
    assert answer is not None
    assert answer.body.says is Reply.AGREES
    assert replies_of(case.file, father.pk) == []


def test_who_does_not_agree_says_why(case, cast):
    with pytest.raises(Refused, match="niet eens") as refused:
        reply(case, link_of(cast.inge_bakker), Reply.DISAGREES, because=" ")
    assert refused.value.field == "because"


@pytest.mark.parametrize(("version", "copy", "says"), [(2, 0, Reply.SEEN), (1, 1, Reply.SEEN), (1, 0, Reply.GIVEN)])
def test_a_version_that_was_not_issued_or_a_copy_that_is_not_there_gets_no_answer(case, cast, version, copy, says):
    with pytest.raises(Refused) as refused:
        reply(case, link_of(cast.inge_bakker), says, version=version, copy=copy)
    assert refused.value.field == "what"


def test_nobody_saw_a_version_before_it_was_there(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    reported_on = case.today
    case.on(reported_on + timedelta(days=1)).step_3()
    with pytest.raises(Refused, match="Deze versie is van") as refused:
        listening.reply_to_plan(
            act=case.act(),
            case_id=case.id,
            guardianship_id=link_of(cast.inge_bakker).pk,
            on=reported_on,
            reply=PlanReply(says=Reply.SEEN, version=1, how=Way.TALK),
        )
    assert refused.value.field == "on"


def test_a_parent_without_known_custody_gets_a_copy_for_a_reason(case, cast):
    mother = link_of(cast.inge_bakker)
    copy = copy_for(case, cast.sem)
    for custody in (Custody.UNKNOWN, Custody.NO):
        Guardianship.objects.filter(pk=mother.pk).update(custody=custody)
        with pytest.raises(Refused) as refused:
            reply(case, mother, Reply.GIVEN, copy=copy.number)
        assert refused.value.field == "why_given"
        reply(case, mother, Reply.GIVEN, copy=copy.number, because="Vroeg er zelf om.")


def test_that_a_parent_does_not_agree_is_seen_by_who_leads_and_stops_nothing(case, cast):
    due, step = case.case.next_due_on, case.step
    assert not case.waits_for(cast.carla, Why.DISAGREES)
    reply(case, link_of(cast.inge_bakker), Reply.DISAGREES, because="Het duurt te lang.")
    assert case.waits_for(cast.carla, Why.DISAGREES)
    assert case.waits_for(cast.hein, Why.DISAGREES)
    assert not case.waits_for(cast.anouk, Why.DISAGREES)
    assert (case.case.next_due_on, case.step) == (due, step)
    seen = informing.see_not_told(act=case.as_(cast.carla).act(), case_id=case.id, note="Ik bel haar.")
    assert seen.outcome == "disagrees"
    assert not case.waits_for(cast.hein, Why.DISAGREES)
    with pytest.raises(Refused, match="al gezien"):
        informing.see_not_told(act=case.act(), case_id=case.id)


def test_what_the_coordinator_wrote_down_or_was_taken_back_asks_nobody(case, cast):
    fact = reply(case, link_of(cast.inge_bakker), Reply.DISAGREES, because="Te lang.")
    recording.withdraw(act=case.act(), case_id=case.id, fact_id=fact.pk, reason="Verkeerde ouder.")
    assert not case.waits_for(cast.carla, Why.DISAGREES)
    case.as_(cast.carla)
    reply(case, link_of(cast.inge_bakker), Reply.DISAGREES, because="Te lang.")
    assert not case.waits_for(cast.carla, Why.DISAGREES)


def test_who_is_not_told_and_who_does_not_agree_are_seen_together(case, cast):
    reply(case, link_of(cast.inge_bakker), Reply.DISAGREES, because="Te lang.")
    case.until_due().feeling(4).do_the_rest().decide("yes")
    informing.inform_guardian(
        act=case.act(),
        case_id=case.id,
        guardianship_id=link_of(cast.tom_bakker).pk,
        on=case.today,
        informed=Informed(reached=Reached.NOT_INFORMED, because="Contactverbod."),
    )
    assert case.waits_for(cast.carla, Why.NOT_TOLD)
    assert informing.see_not_told(act=case.as_(cast.carla).act(), case_id=case.id).outcome == "both"
    assert not case.waits_for(cast.carla, Why.NOT_TOLD)
    assert not case.waits_for(cast.carla, Why.DISAGREES)


def test_a_statement_stands_beside_the_fact_also_when_that_is_put_right(case, cast):
    [incident] = case.incident()
    said = state(case, incident, link_of(cast.karin_visser))
    assert isinstance(said.body, ParentStatement)
    assert said.body.text == "Mijn zoon begon niet."
    act = case.act(corrects=incident.pk)
    [second] = recording.record_incidents(
        act=act, case_id=case.id, incidents=[(case.today, case.keys(), incident.body)]
    )
    beside = statements_by_fact(case.file)[case.file.first(second).pk]
    assert [one.fact for one in beside] == [said]
    assert second in case.file.facts, "the fact stays as the school wrote it"


def test_a_statement_is_of_a_parent_of_this_case_in_words_and_not_about_a_confidential_note(case, cast):
    [incident] = case.incident()
    with pytest.raises(NotAllowed):
        state(case, incident, link_of(cast.els_mulder))
    with pytest.raises(Refused, match="in eigen woorden"):
        state(case, incident, link_of(cast.karin_visser), " ")
    note = recording.note_home(act=case.as_(cast.carla).act(), case_id=case.id, text="Opa is ziek.")
    with pytest.raises(NotAllowed):
        state(case, note, link_of(cast.karin_visser))


def test_a_closed_case_takes_the_word_of_a_parent_too(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("teasing")
    case.agree()
    closing = case.close()
    state(case, closing, link_of(cast.inge_bakker), "Voor ons is het niet klaar.")
    assert case.file.progress.current is None
