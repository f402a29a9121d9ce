"""Letting go of a talk with a bullied child: its form, Vandaag on the day, and the plan."""

from datetime import timedelta

import pytest

from kring.cases.actions import closing
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, sign_in
from tests.web.browsing import early, it_is_now
from tests.web.sending import send, text_of

LINE = "Nog een gesprek: Sem en Daan, groep 6"


@pytest.fixture
def case(cast: Cast) -> Telling:
    return early(tell(cast)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()


def test_the_form_asks_another_day_or_what_the_child_says(client, cast, case):
    carla, url = sign_in(client, cast.carla), f"/zaken/{case.id}/niet-nodig/talk/"
    assert "Of zegt het kind zelf dat het niet hoeft?" in text_of(carla.get(url))
    answer = send(carla, url, reason="Sem is ziek.")
    assert answer.status_code == 422
    assert "Kies een dag waarop het alsnog komt" in text_of(answer)
    assert send(carla, url, reason="Sem is ziek.", again_on="2026-11-26").status_code == 303
    assert str(case.case.talk_owed_on) == "2026-11-26"


def test_of_what_is_no_talk_with_a_bullied_child_it_asks_nothing_more(client, cast, case):
    page = text_of(sign_in(client, cast.carla).get(f"/zaken/{case.id}/niet-nodig/review/"))
    assert "Op welke dag komt dit gesprek alsnog?" not in page


def test_on_its_day_it_is_on_the_owners_vandaag_and_after_it_on_that_of_who_leads(client, cast, case, monkeypatch):
    on = TODAY + timedelta(days=3)
    closing.waive(act=case.as_(cast.carla).act(), case_id=case.id, duty="talk", reason="Sem is ziek.", again_on=on)
    for day, owner, leader in (
        (on - timedelta(days=1), False, False),
        (on, True, False),
        (on + timedelta(days=1), True, True),
    ):
        it_is_now(monkeypatch, day)
        assert (LINE in text_of(sign_in(client, cast.anouk).get("/vandaag/"))) is owner, day
        assert (LINE in text_of(sign_in(client, cast.carla).get("/vandaag/"))) is leader, day


def test_the_plan_says_on_which_day_it_comes_or_that_the_child_did_not_want_it(client, cast, case):
    on = TODAY + timedelta(days=3)
    closing.waive(act=case.as_(cast.carla).act(), case_id=case.id, duty="talk", reason="Sem is ziek.", again_on=on)
    case.as_(cast.anouk).do_the_rest().decide("yes").do_the_rest()
    page = text_of(sign_in(client, cast.mo).get(f"/plannen/{case.id}/"))
    assert "Het gesprek komt alsnog: donderdag 26 november 2026." in page
    assert "Sem is ziek." not in page
