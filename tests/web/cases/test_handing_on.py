"""The hand-over sheet: half a page, for those between whom a case goes and for who leads (decision 086)."""

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.actions import people, recording
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
