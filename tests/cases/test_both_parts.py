"""One child may be bullied and bully in one case: both talks, both kinds of care, one child in every count (087)."""

import re
from pathlib import Path
from uuid import UUID

import pytest

import kring
from kring.cases import bodies
from kring.cases.actions import opening, people, recording
from kring.cases.actions.hearing import hear_child
from kring.cases.bodies import Stopped
from kring.cases.calling import script_for
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Case, Involved, Report
from kring.cases.parent_copy import first_draft
from kring.cases.plan import content_of, newest_version
from kring.cases.plan_in_force import wrongly_in
from kring.cases.plan_words import plan_on_screen
from kring.cases.queries import children_of
from kring.cases.safety import safety_of
from kring.cases.together import is_joint
from kring.cases.verdicts import still_to_ask
from kring.protocol.progress import UNKNOWN
from kring.protocol.terms import Role, playing
from kring.school.models import Guardianship
from tests.cases.telling import Telling, tell
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Telling:
    """Sem is bullied and bullies as well; Daan bullies."""
    return tell(cast).report(both=(cast.sem,), by=(cast.daan,))


@pytest.fixture
def planned(case: Telling) -> Telling:
    return case.step_1().judged("bullying").step_3()


def test_both_first_talks_are_asked_of_the_child_and_one_is_not_the_other(cast: Cast, case: Telling) -> None:
    sem, daan = case.key(cast.sem), case.key(cast.daan)
    assert case.task("talk_target").missing == (sem,)
    assert set(case.task("talk_instigator").missing) == {sem, daan}
    case.talk("talk_target", sem, feeling=2)
    assert case.task("talk_target").settled
    assert set(case.task("talk_instigator").missing) == {sem, daan}
    case.talk("talk_instigator", sem)
    assert case.task("talk_instigator").missing == (daan,)


def test_it_is_one_child_with_one_row_in_every_list(cast: Cast, case: Telling) -> None:
    assert Involved.objects.filter(case=case.id, pupil=cast.sem).count() == 1
    both = case.file.with_role(Role.TARGET, Role.INSTIGATOR)
    assert [child.pupil.first_name for child in both] == ["Sem", "Daan"]
    assert [child.pupil.first_name for child in children_of([case.case])[case.id]] == ["Sem", "Daan"]
    assert case.keys(Role.TARGET, Role.INSTIGATOR) == [case.key(cast.sem), case.key(cast.daan)]


def test_it_is_cared_for_as_a_child_that_is_bullied(cast: Cast, case: Telling) -> None:
    assert [one.child.pupil for one in safety_of(case.file)] == [cast.sem]
    assert [child.pupil for child in still_to_ask(case.file, case.progress.last)] == [cast.sem]
    case.hear(stopped=Stopped.SAME)
    assert case.file.of(bodies.OwnVerdict)[0].fact.about == [case.key(cast.sem)]


def test_who_only_bullies_is_not_heard_as_one_who_is_bullied(cast: Cast, case: Telling) -> None:
    said = bodies.OwnVerdict(stopped=Stopped.LESS)
    with pytest.raises(NotAllowed):
        hear_child(act=case.act(), case_id=case.id, involved_id=UUID(case.key(cast.daan)), verdict=said)


def test_nobody_bullies_itself_so_who_else_does_is_still_to_be_known(cast: Cast) -> None:
    alone = tell(cast).report(both=(cast.sem,))
    assert set(alone.task("talk_instigator").missing) == {alone.key(cast.sem), UNKNOWN}
    assert alone.task("talk_target").missing == (alone.key(cast.sem),)
    with_another = tell(cast).report(cast.noor, both=(cast.sem,))
    assert with_another.task("talk_instigator").missing == (with_another.key(cast.sem),)


def test_a_joint_talk_is_with_two_children_of_whom_one_is_bullied_and_another_bullies(cast: Cast) -> None:
    case = tell(cast).report(cast.noor, both=(cast.sem, cast.jens), by=(cast.daan,))
    noor, sem, jens, daan = (case.key(one) for one in (cast.noor, cast.sem, cast.jens, cast.daan))
    file = case.file
    for two in ((sem, daan), (noor, sem), (sem, jens), (noor, daan)):
        assert is_joint(file.everyone, two), two
    for none in ((sem,), (noor,), (daan,), ()):
        assert not is_joint(file.everyone, none), none


def test_alone_with_the_child_is_a_talk_apart_and_with_the_other_a_joint_one(cast: Cast, case: Telling) -> None:
    case.step_1().judged("bullying")
    sem, daan = case.key(cast.sem), case.key(cast.daan)
    case.talk("ask_target", sem)
    with pytest.raises(Refused, match="beide partijen"):
        case.talk("joint_talk", sem, together=True)
    with pytest.raises(Refused, match="niet samen"):
        case.talk("joint_talk", sem, daan, apart_because="Sem wil dat.")
    case.talk("joint_talk", sem, apart_because="Sem wil dat.")
    assert case.task("joint_talk").missing == (daan,)


def test_its_own_yes_is_needed_for_a_talk_at_one_table_as_of_every_child_that_is_bullied(cast: Cast) -> None:
    case = tell(cast).report(cast.noor, both=(cast.sem,)).step_1().judged("bullying")
    sem, noor = case.key(cast.sem), case.key(cast.noor)
    unwilling = {child.pupil for child in case.file.table.unwilling((sem, noor))}
    assert unwilling == {cast.sem, cast.noor}
    case.talk("ask_target", noor, wants_together=True)
    assert [child.pupil for child in case.file.table.unwilling((sem, noor))] == [cast.sem]


def test_the_talk_of_an_evaluation_asks_it_once(cast: Cast, planned: Telling) -> None:
    planned.until_due()
    assert set(planned.task("talk").missing) == {planned.key(cast.sem), planned.key(cast.daan)}


def test_the_whole_protocol_is_walked_with_it(cast: Cast, planned: Telling) -> None:
    planned.until_due().evaluate("no").until_due().evaluate("positive").until_due().after_care()
    planned.until_due().after_care()
    assert planned.step == "close"
    planned.as_(cast.carla).close()
    assert planned.case.ended_as == "stopped"


def test_the_plan_has_it_once_with_both_parts_in_words_that_accuse_nobody(cast: Cast, planned: Telling) -> None:
    version = newest_version(planned.case)
    assert version is not None
    shown = plan_on_screen(content_of(version))
    assert [(child.name, child.role) for child in shown.children] == [
        ("Sem", "wordt gepest en pest ook"),
        ("Daan", "pest"),
    ]
    assert shown.title == "Sem en Daan, groep 6"
    assert len(content_of(version).informed) == 2


def test_its_guardians_are_told_once_and_hear_of_both(cast: Cast, case: Telling) -> None:
    case.step_1().judged("bullying")
    visit = case.progress.current
    assert visit is not None
    said = script_for(case.file, Guardianship.objects.get(guardian=cast.inge_bakker), visit, case.today)
    assert said.why == (
        "Ik bel over iets wat vervelend is om te horen. Sem wordt op school gepest, en pest zelf ook. We pakken het nu "
        "aan, en we helpen Sem met allebei."
    )
    keys = [str(link.pk) for link in case.file.guardianships_of(case.file.people[0])]
    assert [key for key in case.task("inform_guardians").missing if key in keys] == sorted(keys)


def test_its_own_copy_names_it_and_nobody_else(cast: Cast, planned: Telling) -> None:
    version = newest_version(planned.case)
    assert version is not None
    problem, agreements, _approach = first_draft(content_of(version), planned.file, planned.file.people[0])
    assert "Sem" in problem
    assert "Daan" not in "".join([problem, *agreements])


def test_the_only_bullied_child_gets_and_loses_the_second_part_but_never_the_first(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    sem = UUID(case.key(cast.sem))
    people.change_role(act=case.act(), case_id=case.id, involved_id=sem, role=Role.BOTH)
    assert Involved.objects.get(pk=sem).role == Role.BOTH
    with pytest.raises(Refused, match="minstens één"):
        people.change_role(act=case.act(), case_id=case.id, involved_id=sem, role=Role.INSTIGATOR)
    with pytest.raises(Refused, match="minstens één"):
        people.remove_child(act=case.act(), case_id=case.id, involved_id=sem, because="Niet erbij.")
    people.change_role(act=case.act(), case_id=case.id, involved_id=sem, role=Role.TARGET)
    assert case.task("talk_instigator").missing == (case.key(cast.daan),)


def test_a_second_part_that_was_never_so_shuts_the_plan(cast: Cast, planned: Telling) -> None:
    sem = UUID(planned.key(cast.sem))
    people.change_role(
        act=planned.act(), case_id=planned.id, involved_id=sem, role=Role.TARGET, mistake=True, because="Het was Jens."
    )
    assert [child.pupil for child in wrongly_in(planned.file)] == [cast.sem]
    assert planned.case.plan_is == Case.PlanIs.WRONG


def test_a_report_asks_about_a_part_that_the_child_has_not_and_of_no_other(cast: Cast, case: Telling) -> None:
    def joins(role: Role) -> dict[str, str]:
        report = opening.NewReport(
            story="Weer op het plein.",
            reported_by=Report.By.COLLEAGUE,
            people=((cast.noor.pk, Role.TARGET), (cast.sem.pk, role)),
            reported_on=case.today,
        )
        opening.join_case(act=case.act(), case_id=case.id, report=report)
        named: dict[str, str] = Report.objects.filter(case=case.id).latest("taken_at").other_roles
        return named

    sem = case.key(cast.sem)
    assert [joins(role) for role in (Role.TARGET, Role.INSTIGATOR, Role.BOTH)] == [{}, {}, {}]
    assert joins(Role.WITNESS) == {sem: "witness"}
    people.change_role(act=case.act(), case_id=case.id, involved_id=UUID(sem), role=Role.TARGET)
    assert joins(Role.BOTH) == {sem: "both"}


def test_what_was_said_in_one_talk_stays_when_the_other_part_goes(cast: Cast, case: Telling) -> None:
    sem = case.key(cast.sem)
    talk = case.talk("talk_instigator", sem)
    people.change_role(act=case.act(), case_id=case.id, involved_id=UUID(sem), role=Role.TARGET)
    recording.record_talk(
        act=case.act(corrects=talk.pk, seen=talk.pk),
        case_id=case.id,
        duty="talk_instigator",
        on=case.today,
        about=[sem],
        talk=bodies.Talk(said="Hij duwde terug."),
    )
    assert [one.body.said for one in case.file.of(bodies.Talk)] == ["Hij duwde terug."]


def test_whoever_asks_for_a_part_finds_it_by_the_one_question() -> None:
    assert playing(Role.TARGET) == {Role.TARGET, Role.BOTH}
    assert playing(Role.FOLLOWER) == {Role.FOLLOWER}
    assert playing() == frozenset()
    asks = re.compile(
        r"\brole\w* (?:==|!=|is|is not) (?:\w+\.)?Role\.(?:TARGET|INSTIGATOR)|role=Role\.(?:TARGET|INSTIGATOR)"
    )
    source = Path(kring.__file__).parent
    found = [
        f"{path.relative_to(source)}: {line.strip()}"
        for path in sorted(source.rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if asks.search(line)
    ]
    assert found == []
