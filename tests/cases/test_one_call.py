"""One guardian, one call about each of her children; both parents where they may know the same (decision 076)."""

import pytest

from kring.cases.actions import informing, people, recording
from kring.cases.actions.releasing import names_to_keep_out
from kring.cases.bodies import Informed, Reached
from kring.cases.calling import script_for
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Fact
from kring.cases.one_call import others_in_call, siblings_in_call
from kring.cases.parent_copy import look_through
from kring.protocol.terms import Role
from kring.school.models import Guardian, Guardianship, Pupil
from tests.cases.telling import Telling, tell
from tests.cast import Cast, act_of
from tests.school import plain as actions

pytestmark = pytest.mark.django_db

SPOKEN = Informed(reached=Reached.INFORMED, channel="phone", said="Ze schrok.")


def links(guardian: Guardian, pupil: Pupil) -> Guardianship:
    return Guardianship.objects.get(guardian=guardian, pupil=pupil)


def also_of(cast: Cast, guardian: Guardian, pupil: Pupil, custody: str = "yes") -> Guardianship:
    """This guardian cares for this child too."""
    return actions.link_guardian(
        act=act_of(cast.hein), pupil=pupil, guardian=guardian, relation="mother", custody=custody
    )


@pytest.fixture
def family(cast: Cast) -> Telling:
    """Sem is bullied by Daan; Lars, who joins in, is Sem's brother: both have the same mother."""
    also_of(cast, cast.inge_bakker, cast.lars)
    return tell(cast).report(cast.sem, by=(cast.daan,), followers=(cast.lars,)).step_1().judged("bullying")


def inform(case: Telling, link: Guardianship, told: Informed = SPOKEN, *also: Guardianship) -> Fact:
    return informing.inform_guardian(
        act=case.act(),
        case_id=case.id,
        guardianship_id=link.pk,
        on=case.today,
        informed=told,
        also=[one.pk for one in also],
    )


def missing(case: Telling) -> set[str]:
    task = case.progress.last.task("inform_guardians")
    assert task is not None
    return set(task.missing)


def test_a_mother_of_two_children_in_a_case_is_told_of_both_in_one_call(family, cast):
    sem, lars = links(cast.inge_bakker, cast.sem), links(cast.inge_bakker, cast.lars)
    assert siblings_in_call(family.file, sem) == [lars]
    assert {str(sem.pk), str(lars.pk)} <= missing(family)
    fact = inform(family, sem, SPOKEN, lars)
    assert set(fact.about) == {str(sem.pk), str(lars.pk)}
    assert not {str(sem.pk), str(lars.pk)} & missing(family)
    recording.withdraw(act=family.act(), case_id=family.id, fact_id=fact.pk, reason="Dit was de tante.")
    assert {str(sem.pk), str(lars.pk)} <= missing(family)


def test_she_may_be_told_of_each_child_apart(family, cast):
    inform(family, links(cast.inge_bakker, cast.sem))
    assert str(links(cast.inge_bakker, cast.lars).pk) in missing(family)


def test_her_own_other_child_has_a_name_for_her_and_for_nobody_else(family, cast):
    family.agree("Sem en Lars lopen samen naar huis. Daan blijft achter.", "Sem")
    file, visit = family.file, family.progress.last
    said = script_for(file, links(cast.inge_bakker, cast.sem), visit, family.today).whole
    assert "Sem en Lars lopen samen naar huis." in said
    assert "Daan" not in said
    father = script_for(file, links(cast.tom_bakker, cast.sem), visit, family.today).whole
    assert "Lars" not in father, "he is no father of Lars"
    assert "Sem en een andere leerling lopen samen naar huis." in father


def test_putting_it_right_keeps_both_children(family, cast):
    sem, lars = links(cast.inge_bakker, cast.sem), links(cast.inge_bakker, cast.lars)
    fact = inform(family, sem, SPOKEN, lars)
    act = family.act(corrects=fact.pk, seen=fact.pk)
    put_right = informing.inform_guardian(
        act=act, case_id=family.id, guardianship_id=sem.pk, on=family.today, informed=SPOKEN
    )
    assert set(put_right.about) == {str(sem.pk), str(lars.pk)}


@pytest.mark.parametrize("custody", ["unknown", "no"])
def test_a_child_of_whom_her_custody_is_not_the_same_is_a_call_of_its_own(cast, custody):
    lars = also_of(cast, cast.inge_bakker, cast.lars, custody)
    case = tell(cast).report(cast.sem, by=(cast.daan,), followers=(cast.lars,)).step_1().judged("bullying")
    sem = links(cast.inge_bakker, cast.sem)
    assert siblings_in_call(case.file, sem) == siblings_in_call(case.file, lars) == []
    with pytest.raises(NotAllowed):
        inform(case, sem, SPOKEN, lars)
    case.agree("Sem en Lars lopen samen naar huis.", "Sem")
    assert "Lars" not in script_for(case.file, sem, case.progress.last, case.today).whole


def test_both_parents_with_custody_can_be_told_in_one_call(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    mother, father = links(cast.inge_bakker, cast.sem), links(cast.tom_bakker, cast.sem)
    assert others_in_call(case.file, mother) == [father]
    fact = inform(case, mother, SPOKEN, father)
    assert set(fact.about) == {str(mother.pk), str(father.pk)}
    assert not {str(mother.pk), str(father.pk)} & missing(case)


def test_what_one_of_them_did_is_not_written_down_for_both(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    mother, father = links(cast.inge_bakker, cast.sem), links(cast.tom_bakker, cast.sem)
    for reached in (Reached.NOT_REACHED, Reached.DECLINED, Reached.NOT_INFORMED):
        with pytest.raises(Refused, match="voor elke ouder apart") as refused:
            inform(case, mother, Informed(reached=reached, because="Hing op."), father)
        assert refused.value.field == "also"


@pytest.mark.parametrize("custody", ["unknown", "no"])
def test_parents_of_whom_one_has_no_known_custody_never_share(cast, custody):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    mother, father = links(cast.inge_bakker, cast.sem), links(cast.tom_bakker, cast.sem)
    actions.set_custody(act=act_of(cast.hein), guardianship=father, custody=custody)
    assert others_in_call(case.file, mother) == others_in_call(case.file, father) == []
    with pytest.raises(NotAllowed):
        inform(case, mother, SPOKEN, father)


def test_the_father_of_one_of_her_children_is_not_in_a_call_about_both(family, cast):
    mother, father = links(cast.inge_bakker, cast.sem), links(cast.tom_bakker, cast.sem)
    assert others_in_call(family.file, mother) == others_in_call(family.file, father) == []
    also_of(cast, cast.tom_bakker, cast.lars)
    assert others_in_call(family.file, mother) == [father]
    fact = inform(family, mother, SPOKEN, links(cast.inge_bakker, cast.lars), father)
    assert len(fact.about) == 4, "each parent of each child"


def test_a_child_who_left_the_case_or_saw_it_is_no_part_of_the_call(family, cast):
    sem, lars = links(cast.inge_bakker, cast.sem), family.file.child(family.key(cast.lars))
    people.change_role(act=family.act(), case_id=family.id, involved_id=lars.pk, role=Role.WITNESS)
    assert siblings_in_call(family.file, sem) == []


def test_on_the_copy_a_brother_has_a_name_when_all_who_get_it_are_his_parents_too(family, cast):
    def never(text: str) -> list[str]:
        child = family.file.child(family.key(cast.sem))
        return look_through(text, names_to_keep_out(family.file, child, by=cast.anouk)).never

    assert never("Lars en Daan helpen.") == ["Daan", "Lars"]
    also_of(cast, cast.tom_bakker, cast.lars)
    assert never("Lars en Daan helpen.") == ["Daan"]
