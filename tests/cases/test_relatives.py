"""A colleague who is family of a child: who leads decides whether they are kept out, before the plan (decision 085)."""

import pytest

from kring.cases.access import standing
from kring.cases.actions import issuing, opening, people, relatives, school_changes
from kring.cases.bodies import RelativeStays
from kring.cases.cannot_wait import Why, cannot_wait
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Case
from kring.cases.relatives import possible_relatives, to_decide_first, waiting_relatives
from kring.demo import doing
from kring.mail.models import Letter
from kring.protocol.terms import Role
from kring.school.models import Guardianship, StaffMember
from kring.school.rights import Standing
from tests.cases.telling import Telling, tell
from tests.cast import ITSELF, TODAY, Cast, act_of
from tests.school import plain


def is_family(cast: Cast, staff: StaffMember | None) -> None:
    """The school says that Sem's mother is this colleague."""
    inge = Guardianship.objects.get(guardian=cast.inge_bakker)
    school_changes.say_who_on_staff(act=act_of(cast.ada), guardianship=inge, staff=staff)


def ready(cast: Cast) -> Telling:
    """A case that is about to have its plan."""
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").feeling(3)
    doing.do_the_rest(case, most=len(case.progress.last.tasks) - 2)
    return case


def issue(case: Telling) -> None:
    issuing.issue_plan(act=case.as_(case.cast.anouk).act(), case_id=case.id)


def decide(case: Telling, by: StaffMember, staff: StaffMember, *, keep_out: bool, because: str = "") -> None:
    act = case.as_(by).act()
    relatives.decide_on_relative(act=act, case_id=case.id, staff_id=staff.pk, keep_out=keep_out, because=because)


def asks(staff: StaffMember) -> list[Why]:
    return [one.why for one in cannot_wait(staff, TODAY) if one.why is not Why.NEW]


def waits(case: Telling) -> bool:
    return case.case.relative_waits


def letters() -> int:
    return Letter.objects.filter(kind="relative").count()


def test_it_is_asked_at_once_of_who_may_decide_it_and_of_nobody_else(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    assert not waits(case)
    is_family(cast, cast.mo)
    assert waits(case)
    assert asks(cast.carla) == asks(cast.hein) == [Why.RELATIVE]
    assert asks(cast.anouk) == []
    assert Letter.objects.filter(kind="relative", to_staff__in=[cast.carla, cast.hein]).count() == letters() == 2


def test_a_new_case_with_the_child_asks_it_too_and_so_does_a_child_that_joins(cast: Cast) -> None:
    is_family(cast, cast.mo)
    assert tell(cast).report(cast.sem, by=(cast.daan,)).case.relative_waits
    case = tell(cast).report(cast.noor, by=(cast.jens,))
    assert not waits(case)
    people.add_child(act=case.act(), case_id=case.id, pupil_id=cast.sem.pk, role=Role.WITNESS)
    assert waits(case)
    other = tell(cast).report(cast.yara, by=(cast.lars,))
    opening.join_case(act=other.act(), case_id=other.id, report=other.report_of(cast.sem))
    assert waits(other)
    assert letters() == 6


def test_the_plan_waits_for_the_answer(cast: Cast) -> None:
    is_family(cast, cast.mo)
    case = ready(cast)
    with pytest.raises(Refused, match="Eerst beslist iemand"):
        issue(case)
    decide(case, cast.carla, cast.mo, keep_out=True)
    assert standing(cast.mo, case.case) is Standing.EXCLUDED
    assert not waits(case)
    issue(case)


def test_on_purpose_not_takes_a_reason_and_leaves_a_mark(cast: Cast) -> None:
    is_family(cast, cast.mo)
    case = ready(cast)
    with pytest.raises(Refused) as refused:
        decide(case, cast.hein, cast.mo, keep_out=False, because=" ")
    assert refused.value.field == "because"
    decide(case, cast.hein, cast.mo, keep_out=False, because="De ouders weten het.")
    [one] = case.file.of(RelativeStays)
    assert (one.body.name, one.body.because, one.fact.by) == (cast.mo.name, "De ouders weten het.", cast.hein)
    assert not waits(case)
    issue(case)


def test_nobody_decides_about_themselves(cast: Cast) -> None:
    is_family(cast, cast.carla)
    case = ready(cast)
    for keep_out in (True, False):
        with pytest.raises(Refused):
            decide(case, cast.carla, cast.carla, keep_out=keep_out, because="Het is goed zo.")
    decide(case, cast.hein, cast.carla, keep_out=True)
    assert to_decide_first(case.file) == []


def test_where_nobody_else_leads_the_plan_does_not_wait_for_ever(cast: Cast) -> None:
    StaffMember.objects.filter(pk=cast.hein.pk).update(is_active=False)
    is_family(cast, cast.carla)
    case = ready(cast)
    assert waiting_relatives(case.file)
    issue(case)


def test_who_only_takes_part_decides_nothing(cast: Cast) -> None:
    is_family(cast, cast.mo)
    case = ready(cast)
    with pytest.raises(NotAllowed):
        decide(case, cast.anouk, cast.mo, keep_out=False, because="Het is goed zo.")


def test_who_may_see_nothing_of_a_case_is_not_asked_about(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    is_family(cast, cast.ada)
    assert not waits(case)
    is_family(cast, cast.mo)
    school_changes.change_colleague(act=act_of(cast.ada), staff=cast.mo, is_active=False)
    assert not waits(case)


def test_the_school_may_take_it_back(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    is_family(cast, cast.mo)
    is_family(cast, None)
    assert not waits(case)


@pytest.mark.parametrize("alike", ["name", "email", "phone"])
def test_the_same_name_address_or_number_is_only_asked_about(cast: Cast, alike: str) -> None:
    cast.inge_bakker.name, cast.inge_bakker.email, cast.inge_bakker.phone = {
        "name": (cast.hein.name.upper(), "", ""),
        "email": ("Inge", cast.hein.account.email if cast.hein.account else "", ""),
        "phone": ("Inge", "", "06-0000 1001"),
    }[alike]
    cast.inge_bakker.save()
    plain.change_school(act=ITSELF, school=cast.school, phone_head="06 0000 1001")
    case = ready(cast)
    [possible] = possible_relatives(case.file)
    assert (possible.staff, possible.is_said) == (cast.hein, False)
    assert [child.pupil for child in possible.children] == [cast.sem]
    assert asks(cast.carla) == []
    assert letters() == 0
    issue(case)
    decide(case, cast.carla, cast.hein, keep_out=False, because="Een ander met dezelfde naam.")
    assert possible_relatives(case.file) == []


def test_of_whom_the_school_said_that_it_is_somebody_else_nobody_asks_it_again(cast: Cast) -> None:
    cast.inge_bakker.name = cast.mo.name
    cast.inge_bakker.save()
    inge = Guardianship.objects.get(guardian=cast.inge_bakker)
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    assert possible_relatives(case.file)
    act = act_of(cast.ada)
    school_changes.say_who_on_staff(act=act, guardianship=inge, staff=None, not_these=[cast.mo])
    assert possible_relatives(case.file) == []
    is_family(cast, cast.mo)
    assert [one.staff for one in waiting_relatives(case.file)] == [cast.mo]


def test_a_closed_case_asks_nothing(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    Case.objects.filter(pk=case.id).update(closed_on=TODAY)
    is_family(cast, cast.mo)
    assert not waits(case)
