"""Every page fits a phone, also with names and texts that are far too long, and with letters twice as large."""

import json
from typing import Any

import pytest

from kring.cases.models import Fact
from kring.school.models import Guardian, Pupil, StaffMember
from tests.browser.fitting import faults_of
from tests.browser.test_every_page import pages
from tests.browser.visitor import PHONE
from tests.web.world import make_world

pytestmark = pytest.mark.looks

LONG = "Abcdefghijkl" * 10


def lengthened(told: Any) -> Any:
    """What was written down, with each text of it one word of 300 letters."""
    if isinstance(told, str):
        return (told.replace(" ", "") * 300)[:300] if " " in told else told
    if isinstance(told, list):
        return [lengthened(one) for one in told]
    return {name: lengthened(one) for name, one in told.items()} if isinstance(told, dict) else told


def lengthen_everything() -> None:
    """Gives everybody a name of 120 letters without a space, each guardian two numbers of 30 digits, and each text of a
    case one word."""
    for person in [*Pupil.objects.all(), *Guardian.objects.all(), *StaffMember.objects.all()]:
        for name in ("first_name", "last_name") if isinstance(person, Pupil) else ("name",):
            setattr(person, name, (getattr(person, name).replace(" ", "") + LONG)[:120])
        if isinstance(person, Guardian):
            person.phone = f"{'0123456789' * 3} / {'06' * 15}"
        person.save()
    for fact in Fact.objects.all():
        fact.sealed_body = json.dumps(lengthened(json.loads(fact.sealed_body)))
        fact.save()


@pytest.mark.parametrize("who", ["H", "T", "N"])
def test_every_page_fits_a_phone_whatever_names_and_texts_stand_on_it(comes, everybody, settings, who):
    settings.KRING_MAIL = True
    world = make_world(everybody)
    visitor = comes(PHONE)
    if who != "N":
        visitor.signs_in(world.who[who])
    lengthen_everything()
    wrong = []
    for face in pages(who, but_not="" if who == "H" else "H"):
        visitor.page.goto(world.url(face))
        wrong += [f"{face}: {fault}" for fault in faults_of(visitor.page)]
    assert not wrong, "\n".join(wrong)
