"""On Vandaag stands that something was told by a door, and never what it says."""

import pytest
from django.test import Client
from django.urls import reverse

from kring.reports.actions import handling
from kring.reports.told import Fear
from kring.school.models import StaffMember
from tests.cast import Cast, sign_in
from tests.reports.telling import act_of, doors_of, somebody_tells, told


def on_today(staff: StaffMember) -> str:
    return sign_in(Client(), staff).get(reverse("today")).content.decode()


@pytest.mark.parametrize(
    ("fears", "sentence"), [((Fear.AFRAID_NOW,), "Iemand is nu niet veilig."), ((), "Bij de deur is iets verteld.")]
)
def test_on_vandaag_stands_that_it_waits_and_never_what_it_says(
    cast: Cast, fears: tuple[Fear, ...], sentence: str
) -> None:
    kept = somebody_tells(doors_of(cast), told("Hij verstopt mijn tas.", fears=fears))
    page = on_today(cast.carla)
    assert sentence in page
    assert reverse("told_one", args=(kept.pk,)) in page
    assert "verstopt mijn tas" not in page
    assert sentence not in on_today(cast.anouk)
    handling.pass_on(act=act_of(cast.carla), incoming_id=kept.pk, staff_id=cast.anouk.pk, with_name=False)
    assert "Een collega gaf iets aan je door." in on_today(cast.anouk)


def test_several_things_that_ask_the_same_are_one_notice_with_the_list_behind_it(cast: Cast) -> None:
    door = doors_of(cast)
    for story in ("Hij duwt.", "Zij schopt.", "Ze lachen."):
        somebody_tells(door, told(story))
    page = on_today(cast.carla)
    assert "Drie keer is bij de deur iets verteld." in page
    assert page.count('href="/verteld/"') >= 2
    assert "Vandaag heb je drie dingen te doen" in page
