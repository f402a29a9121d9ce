"""What coordinator or head does with what was told at a door, from its page to a case."""

import re

from playwright.sync_api import expect

from kring.cases.models import Case
from kring.protocol.editions import current
from kring.reports.models import Incoming, State
from tests.browser.visitor import Visitor


def makes_a_case(leader: Visitor, kept: Incoming) -> Case:
    """From the page of what was told to a case, without typing it again; it is in the first step."""
    leader.follows("Maak er een zaak van")
    expect(leader.page.get_by_text(kept.told.story)).to_be_visible()
    if kept.who_told.name:
        leader.chooses("Mag de leerkracht weten wie het vertelde?", "Nee")
    leader.chooses("Mag de leerkracht lezen wat er is verteld?", "Ja")
    leader.page.locator("main form .form-end button").last.click()
    leader.page.wait_for_url(re.compile(r"/(zaken|melding)/"))
    leader.looks()
    kept.refresh_from_db()
    case = Case.objects.select_related("school").get()
    first = current(case.school.protocol).steps[0].key
    assert (kept.state, kept.case, case.current_step) == (State.IN_CASE, case, first)
    return case
