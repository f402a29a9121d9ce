"""A bullied child says itself whether it stopped: before the teacher writes, beside what the teacher answers."""

from uuid import UUID

import pytest

from kring.cases import bodies
from kring.cases.actions import closing, hearing, people, recording
from kring.cases.actions.recording import record_talk
from kring.cases.bodies import OwnVerdict, Stopped
from kring.cases.errors import NotAllowed, Refused
from kring.cases.queries import feelings_of
from kring.cases.verdicts import last_verdict, still_to_ask, verdicts_over_time
from kring.protocol.terms import Role
from tests.cases.telling import Telling, tell
from tests.cast import Cast


@pytest.fixture
def evaluated(cast: Cast) -> Telling:
    """A case on the day of its first evaluation."""
    return tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3().until_due()


def talk(case: Telling, *about: str, together: bool = False) -> None:
    said = bodies.Talk(said="Het gaat beter.", together=together)
    record_talk(act=case.act(), case_id=case.id, duty="talk", on=case.today, about=about, talk=said)


def test_no_talk_of_an_evaluation_is_written_up_before_the_bullied_child_said_it_itself(evaluated: Telling) -> None:
    both = evaluated.keys(Role.TARGET, Role.INSTIGATOR)
    with pytest.raises(Refused, match="Vraag eerst aan Sem zelf of het gestopt is"):
        talk(evaluated, *both, together=True)
    evaluated.hear(stopped=Stopped.LESS)
    talk(evaluated, *both, together=True)
    assert evaluated.task("talk").settled


def test_a_talk_with_the_other_child_waits_for_nobody(evaluated: Telling) -> None:
    talk(evaluated, *evaluated.keys(Role.INSTIGATOR))
    with pytest.raises(Refused, match="Sem"):
        talk(evaluated, *evaluated.keys(Role.TARGET))


def test_each_of_several_bullied_children_says_it_for_itself(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, cast.noor, by=(cast.daan,)).step_1().judged("bullying").step_3().until_due()
    sem = case.key(cast.sem)
    said = OwnVerdict(stopped=Stopped.SAME)
    hearing.hear_child(act=case.act(), case_id=case.id, involved_id=UUID(sem), verdict=said)
    talk(case, sem)
    with pytest.raises(Refused, match="Vraag eerst aan Noor zelf"):
        talk(case, case.key(cast.noor))


def test_why_a_child_was_not_asked_is_enough_and_is_not_its_answer(evaluated: Telling, cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        evaluated.hear(because="  ")
    assert refused.value.field == "because"
    evaluated.hear(because="Sem wil er niet over praten.")
    assert still_to_ask(evaluated.file, evaluated.progress.last) == []
    talk(evaluated, *evaluated.keys(Role.TARGET))
    assert last_verdict(evaluated.file, evaluated.file.people[0]) is None


def test_what_a_child_says_does_not_go_with_why_it_was_not_asked(evaluated: Telling) -> None:
    with pytest.raises(Refused):
        evaluated.hear(because="Sem is ziek.", feels=5)
    with pytest.raises(Refused):
        evaluated.hear(stopped=Stopped.STOPPED, feels=9)


def test_that_a_child_was_not_asked_once_does_not_take_its_last_answer_away(evaluated: Telling, cast: Cast) -> None:
    evaluated.hear(stopped=Stopped.WORSE).hear(because="Sem is ziek.")
    last = last_verdict(evaluated.file, evaluated.file.people[0])
    assert last is not None
    assert last.body.stopped is Stopped.WORSE


def test_each_answer_stands_for_itself_and_nobody_takes_one_back(evaluated: Telling) -> None:
    evaluated.hear(stopped=Stopped.WORSE).hear(stopped=Stopped.STOPPED)
    first, second = evaluated.file.of(OwnVerdict)
    assert (first.body.stopped, second.body.stopped) == (Stopped.WORSE, Stopped.STOPPED)
    with pytest.raises(NotAllowed):
        recording.withdraw(act=evaluated.act(), case_id=evaluated.id, fact_id=first.fact.pk, reason="Was boos.")


def test_only_a_bullied_child_of_this_case_is_asked_and_only_while_it_is_open(evaluated: Telling, cast: Cast) -> None:
    sem, daan = (UUID(evaluated.key(child)) for child in (cast.sem, cast.daan))
    said = OwnVerdict(stopped=Stopped.STOPPED)

    def says(child: UUID) -> None:
        hearing.hear_child(act=evaluated.act(), case_id=evaluated.id, involved_id=child, verdict=said)

    with pytest.raises(NotAllowed):
        says(daan)
    says(sem)
    closing.close_case(act=evaluated.as_(cast.carla).act(), case_id=evaluated.id, reason="Sem is verhuisd.")
    with pytest.raises(Refused, match="gesloten"):
        says(sem)


def test_a_child_who_left_the_case_is_not_waited_for(evaluated: Telling, cast: Cast) -> None:
    noor = people.add_child(act=evaluated.act(), case_id=evaluated.id, pupil_id=cast.noor.pk, role=Role.TARGET)
    assert [evaluated.file.name_of(child) for child in still_to_ask(evaluated.file, evaluated.progress.last)] == [
        "Sem",
        "Noor",
    ]
    people.remove_child(act=evaluated.act(), case_id=evaluated.id, involved_id=noor.pk, because="Niet erbij.")
    assert len(still_to_ask(evaluated.file, evaluated.progress.last)) == 1


def test_what_child_and_teacher_say_stands_side_by_side_over_time_and_where_they_differ(evaluated: Telling) -> None:
    evaluated.feeling(2).hear(stopped=Stopped.SAME).evaluate("no", bodies.Kept.NOT)
    evaluated.until_due().hear(stopped=Stopped.STOPPED).evaluate("negative", bodies.Kept.NOT)
    over_time = verdicts_over_time(evaluated.file)
    assert [(said.visit.step.key, said.verdict.body.stopped, said.differs) for said in over_time] == [
        ("first_evaluation", Stopped.SAME, False),
        ("second_evaluation", Stopped.STOPPED, True),
    ]


def test_how_safe_it_feels_is_on_the_line_of_the_child_with_what_it_said_in_talks(evaluated: Telling) -> None:
    evaluated.hear(stopped=Stopped.LESS, feels=4).hear(because="Sem is naar huis.")
    (child,) = (one.pk for one in evaluated.file.with_role(Role.TARGET))
    assert [felt.value for felt in feelings_of(evaluated.file)[child]][-1] == 4
