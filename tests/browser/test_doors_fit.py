"""Every screen of both doors fits a phone with letters twice as large, is as large as a thumb, and goes by keyboard."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kring.reports.actions import handling
from kring.reports.actions.settling import settle
from kring.reports.models import By, Incoming
from kring.reports.told import Fear, Subject, Teller
from kring.school.models import StaffMember
from tests.browser import test_childs_door, test_parents_door
from tests.browser.fitting import faults_of
from tests.browser.visitor import PHONE
from tests.cast import Cast
from tests.reports.outside import link_in, mailed
from tests.reports.telling import act_of, doors_of, somebody_tells, told

SPACE = re.compile(r"\s+")
LONG = "Donaudampfschifffahrtsgesellschaftskapitän " * 3


class Looks:
    """Looks at each screen that comes, and keeps what is wrong with it."""

    def __init__(self, page: Page) -> None:
        self.page, self.wrong, self.seen = page, list[str](), set[str]()

    def __call__(self) -> None:
        asked = SPACE.sub(" ", self.page.get_by_role("heading", level=1).inner_text())
        if asked not in self.seen:
            self.seen.add(asked)
            self.wrong += [f"{asked}: {fault}" for fault in faults_of(self.page)]


def lengthen_names() -> None:
    """Who reads it has a name of sixty letters without a space."""
    for one in StaffMember.objects.all():
        one.name = f"{one.name.replace(' ', '')}{'Abcdefghijkl' * 5}"[:60]
        one.save()


@pytest.mark.parametrize(
    ("tells", "at_least"),
    [pytest.param(test_childs_door.tells, 14, id="child"), pytest.param(test_parents_door.tells, 9, id="parent")],
)
def test_every_screen_fits_whatever_names_stand_on_it(
    comes: Any, everybody: Cast, tells: Callable[[Page, Any], object], at_least: int
) -> None:
    doors_of(everybody)
    lengthen_names()
    page = comes(PHONE).page
    looks = Looks(page)
    tells(page, looks)
    assert len(looks.seen) >= at_least
    assert not looks.wrong, "\n".join(looks.wrong)


def test_the_page_of_a_child_that_comes_back_fits(comes: Any, everybody: Cast) -> None:
    doors_of(everybody)
    page = comes(PHONE).page
    looks = Looks(page)
    code = test_childs_door.tells(page, lambda: None)
    kept = Incoming.objects.get()
    settle(school=kept.school, at=act_of(everybody.carla).at)
    handling.answer(act=act_of(everybody.carla), incoming_id=kept.pk, text=LONG, asks=True)
    lengthen_names()
    page.goto("/vertel/de-wilg/code/")
    looks()
    page.get_by_label("Wat zijn je zes woorden?").fill(code)
    test_childs_door.taps(page, "Verder")
    looks()
    test_childs_door.taps(page, "Ik ben klaar")
    looks()
    assert len(looks.seen) == 3
    assert not looks.wrong, "\n".join(looks.wrong)


@pytest.mark.parametrize("subject", [Subject.CHILDREN, Subject.HEAD], ids=["parent", "board"])
def test_what_a_mailed_link_opens_fits(comes: Any, everybody: Cast, subject: Subject) -> None:
    teller = Teller(name=LONG.split()[0], mail="ilse@example.org" if subject is Subject.CHILDREN else "")
    door = doors_of(everybody, board_mail="raad@example.org")
    what = told(LONG, fears=(Fear.AFRAID_NOW,))
    kept = somebody_tells(door, what, by=By.PARENT, teller=teller, subject=subject)
    if subject is Subject.CHILDREN:
        handling.answer(act=act_of(everybody.carla), incoming_id=kept.pk, text=LONG)
    page = comes(PHONE).page
    looks = Looks(page)
    page.goto(link_in(mailed(kept.school)[0]))
    looks()
    test_parents_door.goes_on(page)
    looks()
    assert len(looks.seen) == 2
    assert not looks.wrong, "\n".join(looks.wrong)


def test_the_parents_screens_fit_in_english_too(comes: Any, everybody: Cast) -> None:
    doors_of(everybody)
    page = comes(PHONE).page
    looks = Looks(page)

    def goes_on(button: str = "on") -> None:
        before = page.get_by_role("heading", level=1).inner_text()
        page.locator(f"main button[name={button}]").first.click()
        expect(page.get_by_role("heading", level=1)).not_to_have_text(before)
        looks()

    page.goto("/vertel/de-wilg/ouder/?taal=en")
    looks()
    goes_on("begin")
    page.get_by_text("It is about an adult at school").or_(page.locator("label.pick").last).first.click()
    for _screen in range(4):
        goes_on()
    page.locator("input[name=fears]").first.check()
    for _screen in range(3):
        goes_on()
    goes_on("send")
    goes_on("written")
    assert len(looks.seen) == 11
    assert not looks.wrong, "\n".join(looks.wrong)
