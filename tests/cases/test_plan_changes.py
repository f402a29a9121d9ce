"""What a new version of the plan says has changed: of the right child, of all that is shown, and never falsely."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from msgspec import structs

from kring.cases.actions import people, recording
from kring.cases.models import PlanVersion
from kring.cases.plan import (
    Approach,
    Child,
    ClassTalk,
    Evaluation,
    GuardiansInformed,
    LetGo,
    Plan,
    PlanAgreement,
    PlanExpert,
    PlanPromise,
    What,
    content_of,
    newest_version,
    to_text,
)
from kring.cases.plan_changes import COMPARED, NOT_COMPARED, changes_between
from kring.cases.plan_in_force import next_plan
from kring.cases.plan_words import change_in_words, plan_on_screen
from kring.protocol.terms import Role
from kring.school.models import Custody, Group, Pupil, Relation
from tests.cases.telling import Telling, tell
from tests.cast import ITSELF, TODAY, Cast
from tests.school import plain as actions


def another_noor(cast: Cast, last_name: str = "El Amrani", group: Group | None = None) -> Pupil:
    noor = actions.add_pupil(
        act=ITSELF, school=cast.school, first_name="Noor", last_name=last_name, group=group or cast.group6
    )
    actions.add_guardian(act=ITSELF, pupil=noor, name="Leila El Amrani", relation=Relation.MOTHER, custody=Custody.YES)
    return noor


def with_two_noors(cast: Cast) -> tuple[Telling, Pupil]:
    other = another_noor(cast)
    return with_plan(cast, (cast.noor, cast.sem), (other, cast.daan)), other


def with_plan(cast: Cast, targets: tuple[Pupil, ...], by: tuple[Pupil, ...]) -> Telling:
    """A case of which the newest version says what there is to say today."""
    case = tell(cast).report(*targets, by=by).step_1().judged("bullying").step_3()
    freeze(case)
    return case


def freeze(case: Telling) -> None:
    """Make a version of today, whatever the step asks for first."""
    plan = next_plan(case.file, case.by, case.today, newest(case))
    PlanVersion.objects.create(
        school=case.case.school,
        case=case.case,
        number=plan.number,
        issued_on=case.today,
        issued_at=case.act().at,
        issued_by=case.by,
        step=plan.step,
        round=plan.round,
        content=to_text(plan),
    )


def newest(case: Telling) -> PlanVersion:
    version = newest_version(case.case)
    assert version is not None
    return version


def told(case: Telling) -> list[str]:
    """What the next version would say has changed, in words."""
    plan = next_plan(case.file, case.by, case.today, newest(case))
    return [change_in_words(change) for change in plan.changes]


# By the child


def test_two_children_of_one_first_name_are_told_apart_in_the_whole_plan(cast: Cast) -> None:
    case, _other = with_two_noors(cast)
    plan = content_of(newest(case))
    assert {child.name for child in plan.children} == {"Noor H.", "Noor E.", "Sem", "Daan"}
    screen = plan_on_screen(plan)
    assert "Noor H." in screen.title
    assert "Noor E." in screen.title
    assert [line.label for line in screen.informed] == [f"Ouders van {child.name}" for child in plan.children]


def test_a_single_noor_is_called_noor(cast: Cast) -> None:
    case = with_plan(cast, (cast.noor,), (cast.daan,))
    assert {child.name for child in content_of(newest(case)).children} == {"Noor", "Daan"}


def test_of_two_noors_the_one_that_goes_is_told_to_have_gone(cast: Cast) -> None:
    case, other = with_two_noors(cast)
    people.remove_child(act=case.act(), case_id=case.id, involved_id=UUID(case.key(other)), because="Niet erbij.")
    assert told(case) == ["Noor E. is uit deze zaak gehaald."]


def test_a_second_noor_who_joins_makes_clear_who_the_first_one_was(cast: Cast) -> None:
    case = with_plan(cast, (cast.noor,), (cast.daan,))
    people.add_child(act=case.act(), case_id=case.id, pupil_id=another_noor(cast).pk, role=Role.WITNESS)
    assert told(case) == ["Noor E. zit nu in deze zaak.", "Noor heet in dit plan nu Noor H."]


def test_another_spelling_is_no_other_child(cast: Cast) -> None:
    case = with_plan(cast, (cast.sem,), (cast.daan,))
    actions.change_pupil(act=ITSELF, pupil=cast.daan, first_name="Daniël")
    assert told(case) == ["Andere naam: Daan is nu Daniël"]
    freeze(case)
    assert told(case) == []


def test_after_the_summer_nobody_left_and_nobody_joined(cast: Cast) -> None:
    case, other = with_two_noors(cast)
    seven = actions.add_group(act=ITSELF, school=cast.school, school_year="2027-2028", name="7", year_group=7)
    for pupil in (cast.sem, cast.daan, cast.noor, other):
        actions.change_pupil(act=ITSELF, pupil=pupil, group=seven)
    assert sorted(told(case)) == [f"{name} zit nu in groep 7." for name in ("Daan", "Noor E.", "Noor H.", "Sem")]
    actions.change_pupil(act=ITSELF, pupil=other, group=None)
    assert "Noor E. zit nu niet in een groep." in told(case)


def test_a_child_that_goes_and_comes_back_did_neither(cast: Cast) -> None:
    case, other = with_two_noors(cast)
    people.remove_child(act=case.act(), case_id=case.id, involved_id=UUID(case.key(other)), because="Niet erbij.")
    people.add_child(act=case.act(), case_id=case.id, pupil_id=other.pk, role=Role.INSTIGATOR)
    assert told(case) == []


def test_a_withdrawn_agreement_is_told_and_makes_a_new_version(cast: Cast) -> None:
    case = with_plan(cast, (cast.sem,), (cast.daan,)).until_due().evaluate("yes").until_due().evaluate("positive")
    freeze(case)
    (agreement,) = case.file.of_kind("agreement")
    recording.withdraw(act=case.act(), case_id=case.id, fact_id=agreement.pk, reason="Was voor een andere zaak.")
    assert told(case) == ["Deze afspraak geldt niet meer: Daan laat de tas van Sem met rust."]
    version = case.issue_plan()
    assert content_of(version).agreements == ()


def test_a_stand_in_is_told_when_there_comes_one_and_when_there_is_none_any_more(cast: Cast) -> None:
    case = with_plan(cast, (cast.sem,), (cast.daan,))
    people.set_stand_in(act=case.act(), case_id=case.id, to=cast.bram.pk)
    assert told(case) == ["De vervanger is nu Bram de Boer."]
    freeze(case)
    people.set_stand_in(act=case.act(), case_id=case.id, to=None)
    assert told(case) == ["Er is geen vervanger meer."]


# Versions of before a child's id was kept


def child(name: str, group: str = "6", role: Role = Role.TARGET, **more: Any) -> Child:
    return Child(name, group, role.value, **more)


@dataclass(frozen=True)
class Old:
    """Children of a version without ids, those of the next, and what may be said of it."""

    former: tuple[Child, ...]
    new: tuple[Child, ...]
    says: tuple[What, ...] = ()


@pytest.mark.parametrize(
    "old",
    [
        Old((child("Sem"), child("Daan")), (child("Sem"), child("Daan"))),
        Old((child("Sem"), child("Daan")), (child("Sem"), child("Daniël"))),  # another spelling, or another child
        Old((child("Noor"), child("Noor", role=Role.INSTIGATOR)), (child("Noor"),)),
        Old((child("Noor"),), (child("Noor", called="Noor B."), child("Noor", called="Noor E."))),
        Old((child("Sem"), child("Daan")), (child("Sem", "7"), child("Daan", "7"))),  # the summer
        Old((child("Sem"),), (child("Sem", "7", Role.WITNESS),)),
        Old((child("Sem"), child("Daan")), (child("Sem"),), (What.CHILD_LEFT,)),
        Old((child("Sem"),), (child("Sem"), child("Daan")), (What.CHILD_NEW,)),
        Old((child("Sem"),), (child("Sem", role=Role.WITNESS),), (What.CHILD_ROLE,)),
    ],
    ids=lambda old: " ".join(one.name for one in (*old.former, *old.new)),
)
def test_a_version_without_ids_is_compared_gently(old: Old) -> None:
    """Nothing is said of what may have been another child."""
    new = tuple(structs.replace(one, id=uuid4()) for one in old.new)
    changes = changes_between(plan_of(children=old.former), plan_of(children=new))
    assert tuple(change.what for change in changes) == old.says


def test_a_version_that_was_stored_before_ids_were_kept_still_opens() -> None:
    stored = msgspec.json.decode(to_text(plan_of(children=(child("Noor"),))))
    assert stored["children"] == [{"first_name": "Noor", "group": "6", "role": "target"}]
    assert msgspec.json.decode(msgspec.json.encode(stored), type=Plan).children[0].name == "Noor"


# Everything that is shown, both ways


def plan_of(**more: Any) -> Plan:
    """A plan with something in each field."""
    day = date(2026, 11, 23)
    children = (child("Sem", id=UUID(int=1)), child("Daan", role=Role.INSTIGATOR, id=UUID(int=2)))
    plan = Plan(
        reference="2026-001",
        number=1,
        issued_on=day,
        issued_by="Anouk Vermeer",
        owner="Anouk Vermeer",
        stand_in="Bram de Boer",
        coordinators=("Carla Jansen",),
        children=children,
        problem="Sem wordt uitgelachen.",
        agreements=(PlanAgreement(UUID(int=5), "Daan stopt.", "Daan", day, day, "running", day, ((day, "kept"),)),),
        approaches=(Approach(day, "Een steungroep.", "Mia Bos", "Samenwerkingsverband", ("Steungroep",)),),
        class_talks=(ClassTalk(day, "Kringgesprek", "Melden is geen klikken."),),
        watch_for="Let op het plein.",
        watch_until=day,
        informed=(GuardiansInformed("Sem", 1, 2, day, UUID(int=1)),),
        evaluations=(
            Evaluation(
                "first",
                "Eerste evaluatie",
                1,
                "Beter?",
                day,
                "Ja",
                True,
                False,
                "Rustiger.",
                False,
                "Elke week.",
                "Ja.",
            ),
        ),
        let_go=(LetGo(day, "Aanpak", "Gesprek", "Carla Jansen"),),
        step="approach",
        step_title="Aanpak",
        round=1,
        next_title="Eerste evaluatie",
        next_on=day,
        promises=(PlanPromise(UUID(int=6), UUID(int=1), "Sem", "Elke pauze langs.", "Mo", (1, 3), day, 7, 9),),
        experts=(PlanExpert("Mia Bos", "Wijkteam", day),),
    )
    return structs.replace(plan, **more)


NOT_SHOWN_OR_NAMED_BY = {
    ("agreements", "key"): "which agreement it is",
    ("promises", "key"): "which promise it is",
    ("promises", "child"): "which child it is",
    ("promises", "name"): "told of the child itself",
    ("promises", "kept"): "it goes on by itself from day to day",
    ("promises", "of"): "the same",
    ("children", "id"): "which child it is",
    ("informed", "id"): "which child it is",
    ("informed", "first_name"): "told of the child itself",
    ("informed", "called"): "told of the child itself",
}


def other_than(value: Any) -> list[Any]:
    """What a field may have become: something else, and nothing."""
    match value:
        case bool():
            return [not value]
        case int():
            return [value + 1]
        case str():
            return [f"{value} anders", ""] if value else ["anders"]
        case date():
            return [value.replace(day=1), None]
        case tuple():
            return [()]
        case UUID():
            return [uuid4()]
        case None:
            return [TODAY]
    raise AssertionError(f"say in this test what {value!r} can become")


def every_change() -> Iterator[tuple[str, Plan]]:
    """The plan with one thing different each time: each field, and each field of what stands in it."""
    plan = plan_of()
    for field in Plan.__struct_fields__:
        if field in NOT_COMPARED:
            continue
        value = getattr(plan, field)
        for other in other_than(value):
            yield f"{field}: {other!r}", structs.replace(plan, **{field: other})
        if isinstance(value, tuple) and isinstance(value[0], msgspec.Struct):
            for part in value[0].__struct_fields__:
                if (field, part) in NOT_SHOWN_OR_NAMED_BY:
                    continue
                for other in other_than(getattr(value[0], part)):
                    changed = structs.replace(value[0], **{part: other})
                    yield f"{field}.{part}: {other!r}", structs.replace(plan, **{field: (changed, *value[1:])})


def test_each_field_of_a_plan_is_compared_or_says_why_not() -> None:
    assert set(COMPARED) | set(NOT_COMPARED) == set(Plan.__struct_fields__)
    assert not set(COMPARED) & set(NOT_COMPARED)


@pytest.mark.parametrize("other", [pytest.param(plan, id=what) for what, plan in every_change()])
def test_whatever_becomes_different_is_told_both_ways(other: Plan) -> None:
    assert other != plan_of()
    for former, new in ((plan_of(), other), (other, plan_of())):
        changes = changes_between(former, new)
        assert changes
        assert all(change_in_words(change) for change in changes)


def test_nothing_is_told_of_a_version_that_says_the_same() -> None:
    assert changes_between(plan_of(), plan_of(number=2, issued_by="Bram de Boer")) == ()


def test_an_approach_that_was_put_right_is_told_once() -> None:
    right = Approach(TODAY, "Een steungroep om Sem heen.", "Mia Bos", "Samenwerkingsverband")
    assert [change.what for change in changes_between(plan_of(), plan_of(approaches=(right,)))] == [What.CORRECTED]


def test_of_whose_guardians_were_told_is_said_in_one_line() -> None:
    before = tuple(GuardiansInformed(name, 0, 2, None, UUID(int=key)) for key, name in ((1, "Sem"), (2, "Daan")))
    now = tuple(structs.replace(one, informed=2) for one in before)
    (change,) = changes_between(plan_of(informed=before), plan_of(informed=now))
    assert change_in_words(change) == "Ouders geïnformeerd: veranderd bij Sem en Daan."
