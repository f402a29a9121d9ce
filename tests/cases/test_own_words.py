"""A bullied child says itself whether what stands there as its own words is so: beside it, never over it."""

from typing import Any
from uuid import UUID

import pytest

from kring.cases import bodies
from kring.cases.actions import closing, hearing, people, recording
from kring.cases.bodies import OwnWordsAre, Stopped
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Case, Fact, Involved
from kring.cases.own_words import own_words_of, said_of
from kring.cases.plan import content_of, newest_version
from kring.cases.plan_in_force import stale_line
from kring.cases.plan_words import plan_on_screen
from kring.cases.typed import FactOf
from kring.cases.verdicts import last_verdict
from kring.protocol.terms import Role
from tests.cases.telling import Telling, tell
from tests.cast import Cast


@pytest.fixture
def case(cast: Cast) -> Telling:
    """A case of which the talks are not written up yet."""
    return tell(cast).report(cast.sem, by=(cast.daan,))


def talked(case: Telling, *children: str, duty: str = "talk_target", **more: Any) -> Fact:
    talk = bodies.Talk(**{"said": "Daan vertelt dat het een grapje was.", **more})
    return recording.record_talk(
        act=case.act(), case_id=case.id, duty=duty, on=case.today, about=list(children), talk=talk
    )


def sem_of(case: Telling) -> Involved:
    child = case.file.child(case.key(case.cast.sem))
    assert child
    return child


def shown(case: Telling) -> list[tuple[str, str]]:
    return [line for one in own_words_of(case.file, sem_of(case)) for line in one.lines]


def says(case: Telling, fact: Fact, answer: OwnWordsAre, text: str = "", **more: Any) -> Fact:
    return hearing.hear_on_own_words(
        act=case.act(),
        case_id=case.id,
        fact_id=fact.pk,
        answer=answer,
        text=text,
        **{"involved_id": sem_of(case).pk, **more},
    )


def test_a_child_has_its_words_its_feeling_and_its_wish_before_it_and_nothing_else(case: Telling) -> None:
    sem = case.key(case.cast.sem)
    talked(case, sem, own_words="Ik ben bang.", in_confidence="Thuis is ruzie.", feelings={sem: 2})
    assert shown(case) == [("Dit zei je", "Ik ben bang."), ("Zo veilig voelde je je", "Een beetje veilig")]
    case.step_1().judged("bullying")
    talked(case, sem, duty="ask_target", said="Liever met juf erbij.", wants_together=False)
    assert shown(case)[:2] == [("Samen praten?", "Nee, liever apart"), ("Dit wil je", "Liever met juf erbij.")]


def test_of_a_talk_with_others_it_has_no_word_of_theirs_but_how_safe_it_felt(case: Telling) -> None:
    case.step_1().judged("bullying").step_3().until_due().hear(stopped=Stopped.LESS)
    sem, daan = case.key(case.cast.sem), case.key(case.cast.daan)
    before = shown(case)
    talked(case, sem, daan, duty="talk", together=True, own_words="Het spijt me.", feelings={sem: 4, daan: 1})
    new = [line for line in shown(case) if line not in before]
    assert new == [("Zo veilig voelde je je", "Best veilig")]


def test_what_it_says_stands_beside_the_words_also_when_these_are_put_right(case: Telling) -> None:
    sem = case.key(case.cast.sem)
    written = talked(case, sem, own_words="Ik ben bang.")
    said = says(case, written, OwnWordsAre.NOT_SO, "Ik was boos.")
    assert (said.about, said.on) == ([sem], case.today)
    talk = bodies.Talk(said="Rustig gesprek.", own_words="Ik was boos.")
    right = recording.record_talk(
        act=case.act(corrects=written.pk), case_id=case.id, duty="talk_target", on=case.today, about=[sem], talk=talk
    )
    assert [one.fact.pk for one in said_of(case.file, right)] == [said.pk]
    assert FactOf(case.file.first(right), bodies.Talk).body.own_words == "Ik ben bang."
    says(case, right, OwnWordsAre.RIGHT)
    assert [one.body.answer for one in said_of(case.file, written)] == [OwnWordsAre.NOT_SO]


def test_only_its_own_words_and_only_a_bullied_child(case: Telling) -> None:
    sem, daan = case.key(case.cast.sem), case.key(case.cast.daan)
    own = talked(case, sem, own_words="Ik ben bang.")
    of_daan = talked(case, daan, duty="talk_instigator", own_words="Het was een grapje.")
    for fact, child in ((of_daan, sem), (own, daan), (of_daan, daan)):
        with pytest.raises(NotAllowed):
            says(case, fact, OwnWordsAre.RIGHT, involved_id=UUID(child))


def test_what_is_missing_is_asked_and_nobody_takes_it_back(case: Telling) -> None:
    own = talked(case, case.key(case.cast.sem), own_words="Ik ben bang.")
    with pytest.raises(Refused) as refused:
        says(case, own, OwnWordsAre.MORE, " ")
    assert refused.value.field == "text"
    said = says(case, own, OwnWordsAre.NOT_SO)
    with pytest.raises(NotAllowed):
        recording.withdraw(act=case.act(), case_id=case.id, fact_id=said.pk, reason="Was boos.")


def test_what_it_answered_itself_it_adds_to_and_its_last_answer_counts_on(case: Telling) -> None:
    case.hear(stopped=Stopped.SAME)
    [verdict] = case.file.of_kind("verdict")
    says(case, verdict, OwnWordsAre.MORE, "Vooral op maandag.")
    with pytest.raises(NotAllowed):
        says(case, verdict, OwnWordsAre.NOT_SO)
    last = last_verdict(case.file, sem_of(case))
    assert last
    assert last.body.stopped is Stopped.SAME


def test_why_it_was_not_asked_is_not_its_own_word(case: Telling) -> None:
    case.hear(because="Sem is ziek.")
    assert shown(case) == []


def test_what_one_of_two_children_said_is_of_neither_also_when_one_has_another_role_since(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, cast.noor, by=(cast.daan,)).step_1().judged("bullying").step_3().until_due()
    before = len(own_words_of(case.file, sem_of(case)))
    closing.waive(
        act=case.as_(cast.carla).act(), case_id=case.id, duty="talk", reason="Allebei ziek.", child_says="Hoeft niet."
    )
    assert len(own_words_of(case.file, sem_of(case))) == before
    people.change_role(
        act=case.act(), case_id=case.id, involved_id=UUID(case.key(cast.noor)), role=Role.WITNESS, because="Zag het."
    )
    assert len(own_words_of(case.file, sem_of(case))) == before


@pytest.fixture
def said_in_plan(case: Telling) -> Fact:
    """The second version of the plan says that Sem said that the talk need not be."""
    case.step_1().judged("bullying").step_3().until_due().as_(case.cast.carla)
    fact = closing.waive(
        act=case.act(), case_id=case.id, duty="talk", reason="Sem is ziek.", child_says="Ik hoef niet te praten."
    )
    case.evaluate("no")
    return fact


def test_a_plan_that_says_that_the_child_said_so_is_not_true_any_more_when_it_says_otherwise(
    case: Telling, said_in_plan: Fact
) -> None:
    assert case.case.plan_is == Case.PlanIs.SOUND
    says(case, said_in_plan, OwnWordsAre.NOT_SO, "Ik wilde wel praten.")
    assert case.case.plan_is in (Case.PlanIs.STALE, Case.PlanIs.UNDERWAY)
    assert "wat een kind zelf zei, staat er niet goed" in stale_line(case.case, case.today)


def test_the_next_version_says_so_without_its_words(case: Telling, said_in_plan: Fact) -> None:
    says(case, said_in_plan, OwnWordsAre.NOT_SO, "Ik wilde wel praten.")
    case.issue_plan()
    latest = newest_version(case.case)
    assert latest
    screen = plan_on_screen(content_of(latest))
    assert "Het kind zegt dat het dit niet zo zei: Praten met beide partijen" in " ".join(screen.changes)
    assert "Het kind zei zelf" not in " ".join(screen.let_go)
    assert "wilde wel praten" not in str(screen)


def test_once_it_says_that_it_is_so_after_all_the_plan_is_true_again(case: Telling, said_in_plan: Fact) -> None:
    says(case, said_in_plan, OwnWordsAre.NOT_SO)
    says(case, said_in_plan, OwnWordsAre.RIGHT)
    assert case.case.plan_is == Case.PlanIs.SOUND
