"""A parent's copy holds one child's agreements and nothing of anybody else."""

from random import Random
from uuid import uuid4

import pytest

from kring.cases.actions import issuing, opening, recording
from kring.cases.actions.releasing import release_copy
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import ParentCopy, Report
from kring.cases.parent_copy import content_of, first_draft, nameless, names_in
from kring.cases.plan import content_of as plan_of
from kring.paper.printing import pdf
from kring.protocol.terms import Role
from kring.web.parent_copies import sheet_of
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast
from tests.paper.test_printing import text_of


def with_plan(cast: Cast) -> Telling:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    for key in case.keys(Role.TARGET):
        case.talk("ask_target", key)
    case.talk("joint_talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    recording.formulate_problem(act=case.act(), case_id=case.id, text="Sem wordt uitgelachen door Daan.")
    case.agree("Daan laat Sems tas met rust.", "Daan")
    case.agree("Sem gaat naar de juf als het toch gebeurt.", "Sem")
    case.inform_everybody()
    case.issue_plan()
    return case


def release(case: Telling, key: str, **texts: object) -> ParentCopy:
    words: dict[str, object] = {
        "problem": "Er werd gelachen om een andere leerling.",
        "agreements": ["Daan laat de tas van een andere leerling met rust."],
        "approach": "",
    }
    return release_copy(
        act=case.act(token=uuid4()),
        case_id=case.id,
        involved_id=next(child.pk for child in case.file.everyone if str(child.pk) == key),
        **(words | texts),  # type: ignore[arg-type]
    )


def test_the_draft_has_this_childs_agreements_with_the_others_nameless(cast: Cast) -> None:
    case = with_plan(cast)
    version = issuing.newest_version(case.case)
    assert version is not None
    for_daan = first_draft(plan_of(version), case.file, case.file.child(case.key(cast.daan)))  # type: ignore[arg-type]
    assert for_daan == (
        "Een andere leerling wordt uitgelachen door Daan.",
        ["Daan laat een andere leerling tas met rust. (Daan)"],
        "",
    )
    for_sem = first_draft(plan_of(version), case.file, case.file.child(case.key(cast.sem)))  # type: ignore[arg-type]
    assert for_sem[1] == [
        "Een andere leerling laat Sems tas met rust. (een andere leerling)",
        "Sem gaat naar de juf als het toch gebeurt. (Sem)",
    ]


@pytest.mark.parametrize("text", ["Sem", "sem", "Het was Sem's tas", "Sems tas", "«Sem», zei hij", "Sem,Daan"])
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert names_in(text, ["Sem"])
    assert "sem" not in nameless(text, ["Sem"]).casefold()


@pytest.mark.parametrize("text", ["Semester", "assem", "lot", "samen"])
def test_a_name_inside_another_word_is_no_name(text: str) -> None:
    assert not names_in(text, ["Sem", "Same"])
    assert not names_in(text, ["Lot"], as_written=True)


@pytest.mark.parametrize("field", ["problem", "agreements", "approach"])
def test_a_name_of_the_other_child_is_refused_whatever_was_ticked(cast: Cast, field: str) -> None:
    case = with_plan(cast)
    text: object = ["Blijf weg bij Sem."] if field == "agreements" else "Blijf weg bij Sem."
    with pytest.raises(Refused, match="niet mogen lezen: Sem") as refused:
        release(case, case.key(cast.daan), no_names=["Sem"], **{field: text})
    assert refused.value.field == field
    assert not ParentCopy.objects.exists()


def test_a_guardian_and_who_reported_are_refused(cast: Cast) -> None:
    case = tell(cast)
    case.case_id = opening.open_case(
        act=case.act(),
        report=opening.NewReport(
            story="Het gaat niet goed.",
            reported_by=Report.By.GUARDIAN,
            reporter="Oma Riet",
            reported_on=TODAY,
            people=((cast.sem.pk, Role.TARGET), (cast.daan.pk, Role.INSTIGATOR)),
        ),
    ).pk
    case.step_1().judged("bullying").step_3()
    for text in ("We hoorden het van Oma Riet.", "Inge Bakker belde.", "Samira Haddad zag het ook."):
        with pytest.raises(Refused):
            release(case, case.key(cast.daan), problem=text)


def test_another_pupils_name_is_looked_at_and_a_word_that_is_no_name_let_through(cast: Cast) -> None:
    cast.noor.first_name = "Roos"
    cast.noor.save()
    case = with_plan(cast)
    text = "Daan gaf een Roos aan de juf."
    with pytest.raises(Refused, match="Is dit een naam van iemand anders: Roos"):
        release(case, case.key(cast.daan), problem=text)
    assert content_of(release(case, case.key(cast.daan), problem=text, no_names=["Roos"])).problem == text


def test_what_is_released_is_frozen_and_the_next_one_is_numbered(cast: Cast) -> None:
    case = with_plan(cast)
    daan = case.key(cast.daan)
    first = release(case, daan)
    before = content_of(first)
    second = release(case, daan, problem="Het gaat beter.")
    assert (first.number, second.number) == (1, 2)
    assert content_of(ParentCopy.objects.get(pk=first.pk)) == before


def test_the_same_submit_twice_releases_one_copy(cast: Cast) -> None:
    case = with_plan(cast)
    act = case.act(token=uuid4())
    child = case.file.with_role(Role.INSTIGATOR)[0]
    for _click in range(2):
        release_copy(
            act=act, case_id=case.id, involved_id=child.pk, problem="Er speelde iets.", agreements=[], approach=""
        )
    assert ParentCopy.objects.count() == 1


def test_a_witness_and_a_child_of_another_case_get_no_copy(cast: Cast) -> None:
    case = with_plan(cast)
    other = tell(cast).report(cast.noor, by=(cast.jens,))
    with pytest.raises(NotAllowed):
        release_copy(
            act=case.act(),
            case_id=case.id,
            involved_id=other.file.people[0].pk,
            problem="Er speelde iets.",
            agreements=[],
            approach="",
        )


def test_before_there_is_a_plan_there_is_no_copy(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    with pytest.raises(Refused, match="nog geen plan"):
        release(case, case.key(cast.daan))


def test_of_three_hundred_copies_none_holds_anything_of_another_child_a_guardian_or_the_reporter(cast: Cast) -> None:
    """Markers in everybody's data; drafts as Kring makes them, released as they are, printed."""
    random = Random(7)
    case = with_plan(cast)
    children = {cast.sem.pk: "Sem", cast.daan.pk: "Daan"}
    made = 0
    for _round in range(150):
        marks = {name: f"Merk{random.randrange(10**9)}{name}" for name in children.values()}
        for pupil in (cast.sem, cast.daan):
            pupil.first_name = marks[children[pupil.pk]]
            pupil.save()
        for guardian in (cast.inge_bakker, cast.tom_bakker, cast.karin_visser, cast.rob_visser):
            guardian.name = f"Ouder{random.randrange(10**9)}"
            guardian.save()
        file = case.file
        version = issuing.next_plan(file, cast.anouk, TODAY, issuing.newest_version(case.case))
        texts = {
            "problem": f"{marks['Sem']} wordt uitgelachen door {marks['Daan']}, en {marks['Daan'].upper()} lacht.",
        }
        for child in file.people:
            own = child.pupil.first_name
            _problem, agreements, approach = first_draft(version, file, child)
            problem = nameless(texts["problem"], [mark for mark in marks.values() if mark != own])
            copy = release(case, str(child.pk), problem=problem, agreements=agreements, approach=approach)
            whole = copy.content + (text_of_copy(copy) if made % 30 == 0 else "")
            others = [mark for mark in marks.values() if mark != own]
            assert not [mark for mark in others if mark.casefold() in whole.casefold()]
            assert "Ouder" not in whole.replace("Voor de ouders", "")
            made += 1
    assert made == 300


def text_of_copy(copy: ParentCopy) -> str:
    return text_of(pdf(sheet_of(content_of(copy), school="Basisschool De Wilg")))
