"""Two children of one first name in a case: what the guardians of one hear and get never names the other."""

from uuid import UUID

import pytest

from kring.cases import bodies
from kring.cases.actions import agreeing
from kring.cases.actions.releasing import names_to_keep_out, release_copy
from kring.cases.calling import script_for
from kring.cases.errors import Refused
from kring.cases.models import PlanVersion
from kring.cases.parent_copy import content_of, first_draft, look_through
from kring.cases.plan import content_of as plan_of
from kring.cases.plan import newest_version
from kring.cases.plan_in_force import next_plan
from kring.cases.what_to_say import sentences_of
from kring.school.models import Custody, Guardianship, Pupil, Relation
from tests.cases.telling import Telling, tell
from tests.cast import ITSELF, TODAY, Cast
from tests.school import plain as actions


@pytest.fixture
def other(cast: Cast) -> Pupil:
    """Noor El Amrani, beside Noor Haddad of the cast."""
    noor = actions.add_pupil(
        act=ITSELF, school=cast.school, first_name="Noor", last_name="El Amrani", group=cast.group6
    )
    actions.add_guardian(act=ITSELF, pupil=noor, name="Leila Ziani", relation=Relation.MOTHER, custody=Custody.YES)
    return noor


def told(cast: Cast, other: Pupil, *agreements: tuple[str, str]) -> Telling:
    """Noor H. is bullied by Noor E.; these agreements were made, and the plan is out."""
    case = tell(cast).report(cast.noor, by=(other,)).step_1().judged("bullying").step_3()
    if not agreements:
        return case
    rows = [bodies.Agreement(what=what, who=who, from_on=TODAY) for what, who in agreements]
    agreeing.agree(act=case.act(), case_id=case.id, agreements=rows)
    return case


def script(case: Telling, pupil: Pupil) -> tuple[str, ...]:
    link = next(one for one in case.file.guardianships if one.pupil_id == pupil.pk and one.custody != Custody.NO)
    guardianship = Guardianship.objects.select_related("guardian", "pupil").get(pk=link.pk)
    return script_for(case.file, guardianship, case.file.progress.visits[0], TODAY).agreements


def test_the_own_noor_hears_what_concerns_her_and_the_other_is_another_pupil(cast: Cast, other: Pupil) -> None:
    case = told(cast, other, ("Noor E. laat Noor H. met rust in de pauze.", "Noor E."))
    assert "Een andere leerling laat Noor met rust in de pauze." in script(case, cast.noor)
    assert any(line.startswith("Noor laat een andere leerling met rust") for line in script(case, other))


@pytest.mark.parametrize(
    "written", ["Noor E.", "noor e.", "Noor E", "Noor El.", "Noor El Amrani", "Noor uit groep 6", "Noor-El Amrani"]
)
def test_the_other_noor_is_kept_out_however_she_is_told_from_the_own(cast: Cast, other: Pupil, written: str) -> None:
    case = told(cast, other, (f"Noor H. loopt niet meer langs {written}, en Sem let op.", "juf Anouk"))
    (line,) = (one for one in script(case, cast.noor) if "langs" in one)
    assert line == "Juf Anouk: Noor loopt niet meer langs een andere leerling, en een andere leerling let op."
    child = next(one for one in case.file.people if one.pupil_id == cast.noor.pk)
    others = names_to_keep_out(case.file, child, by=cast.anouk)
    assert look_through(f"Noor zit naast {written}, elke dag.", others).never


def test_an_agreement_of_the_other_noor_only_is_not_told(cast: Cast, other: Pupil) -> None:
    case = told(cast, other, ("Noor E. blijft in de pauze binnen.", "Noor E."))
    assert not any("binnen" in line for line in script(case, cast.noor))
    assert any("Noor blijft in de pauze binnen." in line for line in script(case, other))
    child = next(one for one in case.file.people if one.pupil_id == cast.noor.pk)
    plan = next_plan(case.file, cast.anouk, TODAY, newest_version(case.case))
    _problem, agreements, _approach = first_draft(plan, case.file, child)
    assert not any("binnen" in line for line in agreements)


def test_a_first_name_that_may_be_either_is_asked_about_and_the_own_short_name_is_not(cast: Cast, other: Pupil) -> None:
    case = told(cast, other)
    child = next(one for one in case.file.people if one.pupil_id == cast.noor.pk)
    others = names_to_keep_out(case.file, child, by=cast.anouk)
    assert look_through("Noor speelt op het voorplein.", others).perhaps == ["Noor"]
    assert look_through("Noor H. speelt op het voorplein.", others).perhaps == []
    assert look_through("Noor speelt op het voorplein.", others, ["Noor"]).perhaps == []

    def release(*no_names: str) -> str:
        copy = release_copy(
            act=case.act(),
            case_id=case.id,
            involved_id=UUID(case.key(cast.noor)),
            problem="Noor werd uitgelachen.",
            agreements=[],
            approach="",
            no_names=no_names,
        )
        return content_of(copy).problem

    with pytest.raises(Refused, match="Is dit een naam van iemand anders: Noor"):
        release()
    assert release("Noor") == "Noor werd uitgelachen."


def test_where_nobody_shares_the_name_nothing_is_asked(cast: Cast) -> None:
    case = tell(cast).report(cast.noor, by=(cast.daan,)).step_1().judged("bullying").step_3()
    child = next(one for one in case.file.people if one.pupil_id == cast.noor.pk)
    others = names_to_keep_out(case.file, child, by=cast.anouk)
    found = look_through("Noor speelt op het voorplein.", others)
    assert (found.never, found.perhaps) == ([], [])


def test_two_who_are_alike_in_everything_are_kept_apart_by_their_number(cast: Cast) -> None:
    twin = actions.add_pupil(act=ITSELF, school=cast.school, first_name="Noor", last_name="Haddad", group=cast.group6)
    case = told(cast, twin)
    names = {one.pupil_id: case.file.name_of(one) for one in case.file.people}
    child = next(one for one in case.file.people if one.pupil_id == cast.noor.pk)
    others = names_to_keep_out(case.file, child, by=cast.anouk)
    assert look_through(f"Dit gaat over {names[twin.pk]}.", others).never
    assert not look_through(f"Dit gaat over {names[cast.noor.pk]}.", others).never
    assert plan_of(PlanVersion.objects.filter(case=case.id).latest("number")).children[0].called in names.values()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Noor B. laat Noor E. met rust. Sem let op.", ["Noor B. laat Noor E. met rust.", "Sem let op."]),
        ("Sem speelt met Noor B. Daan kijkt.", ["Sem speelt met Noor B.", "Daan kijkt."]),
        ("Het ging mis. daarom stopt het.", ["Het ging mis.", "daarom stopt het."]),
        ("Noor Bak. en\nSem stoppen.", ["Noor Bak. en", "Sem stoppen."]),
    ],
)
def test_the_dot_of_a_shortened_name_ends_no_sentence(text: str, sentences: list[str]) -> None:
    assert sentences_of(text) == sentences
