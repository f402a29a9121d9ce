"""The hand-over sheet: half a page, for those between whom a case goes and for who leads (decision 086)."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.actions import people, recording
from kring.cases.cannot_wait import Why, cannot_wait
from kring.cases.handing_on import goes_on_elsewhere
from kring.school.models import Pupil, StaffMember
from tests.cases.telling import Telling, tell
from tests.cast import ITSELF, Cast, act_of, sign_in
from tests.school import plain
from tests.web.sending import text_of


@pytest.fixture
def case(cast: Cast) -> Telling:
    told = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    people.include_colleague(act=told.act(), case_id=told.id, staff_id=cast.mo.pk)
    return told.as_(cast.anouk)


def url(case: Telling) -> str:
    return reverse("hand_over_sheet", args=[case.id])


def test_it_says_who_what_is_open_what_holds_what_comes_and_whom_to_ask(
    client: Client, cast: Cast, case: Telling
) -> None:
    recording.note_home(act=act_of(cast.carla), case_id=case.id, text="Vader is ziek.")
    group = plain.add_group(act=ITSELF, school=cast.school, school_year="2027-2028", name="7", year_group=7)
    plain.change_pupil(act=ITSELF, pupil=cast.sem, next_group=group)
    shown = text_of(sign_in(client, cast.anouk).get(url(case)))
    for part in (
        "wordt gepest, groep 6, na de zomer groep 7",
        "Eerste evaluatie",
        "Daan laat de tas van Sem met rust.",
        "maandag 30 november",
        cast.anouk.name,
        cast.carla.name,
    ):
        assert part in shown
    assert "Vader is ziek." not in shown
    assert "Ze doen het elke pauze." not in shown


def test_it_is_for_the_owner_who_was_it_before_the_teacher_of_the_child_and_who_leads(
    client: Client, cast: Cast, case: Telling
) -> None:
    def opens(staff: object) -> bool:
        return bool(sign_in(client, staff).get(url(case)).status_code == 200)  # type: ignore[arg-type]

    assert [opens(one) for one in (cast.anouk, cast.carla, cast.hein)] == [True] * 3
    assert [opens(one) for one in (cast.mo, cast.bram, cast.wil, cast.ada, cast.linde.head)] == [False] * 5
    plain.unassign_teacher(act=ITSELF, group=cast.group6, staff=cast.anouk)
    people.hand_over(act=act_of(cast.carla), case_id=case.id, to=cast.bram.pk)
    assert opens(cast.anouk)
    assert opens(cast.bram)
    assert not opens(cast.mo)
    assert "Was eerder de eigenaar" in text_of(sign_in(client, cast.bram).get(url(case)))


def test_only_they_find_it_beside_the_case(client: Client, cast: Cast, case: Telling) -> None:
    page = reverse("case", args=[case.id])
    assert url(case) in sign_in(client, cast.anouk).get(page).content.decode()
    assert url(case) not in sign_in(client, cast.mo).get(page).content.decode()


SUMMER = date(2027, 8, 2)


def asked(case: Telling, staff: StaffMember, on: date) -> bool:
    """Whether Vandaag asks this person to hand the case on, as the case itself does."""
    on_the_case = bool(goes_on_elsewhere(case.file))
    found = any(one.why is Why.HAND_ON and one.case.pk == case.id for one in cannot_wait(staff, on))
    assert found == on_the_case, "one rule"
    return found


def test_who_leads_sees_on_vandaag_which_cases_go_to_another_teacher(cast: Cast, case: Telling) -> None:
    new = plain.add_group(act=ITSELF, school=cast.school, school_year="2027-2028", name="7", year_group=7)
    plain.assign_teacher(act=ITSELF, group=new, staff=cast.bram)
    june = date(2027, 6, 7)
    assert not asked(case, cast.carla, june)
    plain.change_pupil(act=ITSELF, pupil=cast.sem, next_group=new)
    assert asked(case, cast.carla, june)
    assert asked(case, cast.hein, june)
    assert not any(one.why is Why.HAND_ON for one in cannot_wait(cast.anouk, june)), "handing over is not the owner's"
    Pupil.objects.filter(pk=cast.sem.pk).update(group=new, next_group=None)
    assert asked(case, cast.carla, SUMMER)
    assert not any(one.why is Why.HAND_ON for one in cannot_wait(cast.carla, date(2027, 9, 12))), "then it was a choice"
    Pupil.objects.filter(pk=cast.sem.pk).update(left_on=SUMMER)
    assert not asked(case, cast.carla, SUMMER)
    Pupil.objects.filter(pk=cast.sem.pk).update(left_on=None)
    people.hand_over(act=act_of(cast.carla), case_id=case.id, to=cast.bram.pk)
    assert not asked(case, cast.carla, SUMMER)


def test_a_case_of_the_head_or_of_a_teacher_who_goes_along_asks_nothing(cast: Cast, case: Telling) -> None:
    new = plain.add_group(act=ITSELF, school=cast.school, school_year="2027-2028", name="7", year_group=7)
    plain.change_pupil(act=ITSELF, pupil=cast.sem, next_group=new)
    plain.assign_teacher(act=ITSELF, group=new, staff=cast.anouk)
    assert not asked(case, cast.carla, SUMMER)
    plain.unassign_teacher(act=ITSELF, group=new, staff=cast.anouk)
    assert asked(case, cast.carla, SUMMER)
    people.hand_over(act=act_of(cast.carla), case_id=case.id, to=cast.carla.pk)
    assert not asked(case, cast.carla, SUMMER)


def test_vandaag_tells_them_together_and_leads_to_the_handing_over(client: Client, cast: Cast, case: Telling) -> None:
    new = plain.add_group(act=ITSELF, school=cast.school, school_year="2027-2028", name="7", year_group=7)
    plain.change_pupil(act=ITSELF, pupil=cast.sem, next_group=new)
    shown = sign_in(client, cast.carla).get("/vandaag/")
    assert "Een zaak gaat verder bij een andere leerkracht:" in text_of(shown)
    assert reverse("hand_over", args=[case.id]) in shown.content.decode()
