"""A visitor who reads no Dutch follows the demo: by the browser's language, or by the switch in the footer."""

from datetime import timedelta
from random import Random

import pytest

from kring.demo.build import build_demo
from kring.school.models import School, StaffMember
from tests.browser.visitor import PHONE
from tests.cast import NOW, TODAY


@pytest.fixture
def demo(transactional_db: None, settings) -> School:
    """The demo school, alone in its database."""
    settings.KRING_DEMO = True
    return build_demo(at=NOW, today=TODAY, random=Random(6))


def test_the_demo_can_be_followed_in_english(demo, comes):
    visitor = comes(locale="en-GB")
    visitor.opens("/")
    visitor.is_at("Together we make the bullying stop")
    visitor.reads("No password is needed.")
    visitor.presses("Choose Anouk Vermeer")
    visitor.is_at("Good morning, Anouk")

    # Step 3 is too late: the joint talk is written up at once.
    visitor.follows("Sem")
    visitor.reads("Step 3", "Hold the joint talk")
    visitor.does("Hold the joint talk")
    visitor.chooses("Was the talk together or apart?", "Together")
    visitor.fills("What was said?", "They listened to each other.")
    visitor.chooses("Sem, how safe do you feel?", "It’s OK")
    visitor.presses("Save the talk")
    visitor.is_at("Sem and Daan")

    # A week goes by, and the coordinator sees what is late.
    visitor.lets_go_by("A week later")
    visitor.is_at("Move time ahead?")
    visitor.page.get_by_role("main").get_by_role("button", name="A week later").click()
    visitor.reads("It is now 7 days later.")
    visitor.changes_role("Change role")
    visitor.presses("Choose Carla Jansen")
    visitor.is_at("Good morning, Carla")
    visitor.follows_menu("Plans", of="Main menu")
    visitor.follows("Lieke")
    visitor.reads("What has changed?")
    assert StaffMember.objects.get(name="Anouk Vermeer").school.clock_ahead_days == timedelta(days=7).days


def test_the_language_is_switched_in_the_footer_and_stays(comes, everybody):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.switches_to("English")
    anouk.is_at("Good")
    anouk.opens("/melding/")
    anouk.is_at("New report")
    anouk.switches_to("Nederlands")
    anouk.is_at("Nieuwe melding")
