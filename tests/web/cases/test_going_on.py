""" "Bewaren en verder": saving leads at once to what the case asks next (decision 139)."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from kring.cases.actions import planning
from kring.cases.bodies import Danger
from kring.cases.models import Fact
from kring.school.models import Guardian
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, sign_in
from tests.web.browsing import early, filled_in, messages_after, opened, send, text_of

pytestmark = pytest.mark.usefixtures("ticking")

SAID = {"said": "Sem durft niet naar buiten.", "feels": "2"}
SPOKEN = {"reached": "informed", "channel": "phone"}
BUTTON = "Bewaren en verder"


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


@pytest.fixture
def case(cast: Cast) -> Telling:
    """Reported today."""
    return tell(cast).report(cast.sem, by=(cast.daan,))


@pytest.fixture
def calling(cast: Cast) -> Telling:
    """In step 3, where the parents may be called."""
    told = early(tell(cast).on(date(2026, 11, 20)).report(cast.sem, by=(cast.daan,)))
    return told.step_1().judged("bullying")


def address_of(case: Telling) -> str:
    return reverse("case", args=[case.id])


def duty(case: Telling, key: str) -> str:
    return reverse("duty", args=[case.id, key])


def parent(case: Telling, guardian: Guardian) -> str:
    link = next(one for one in case.file.guardianships if one.guardian_id == guardian.pk)
    return reverse("inform", args=[case.id, link.pk])


def goes_on(browser: Client, url: str, **typed: object) -> str:
    """Where it leads, followed as far as a page."""
    answer = browser.post(url, filled_in(opened(browser, url), onward="1", **typed), follow=True)
    assert answer.status_code == 200, text_of(answer)
    return str(answer.request["PATH_INFO"])


def test_whether_the_child_is_safe_for_now_comes_first_and_leads_on_to_the_first_duty(anouk, case, cast):
    asked = reverse("safe_for_now", args=[case.id])
    assert goes_on(anouk, duty(case, "talk_target"), **SAID) == asked
    safe = {f"safe_{case.key(cast.sem).replace('-', '')}": "ja"}
    assert goes_on(anouk, asked, **safe) == duty(case, "talk_instigator")


def test_a_duty_leads_on_to_the_next_and_says_which(anouk, case):
    case.safe()
    answer = send(anouk, duty(case, "talk_target"), onward="1", **SAID)
    assert answer["Location"] == duty(case, "talk_instigator")
    assert messages_after(anouk, answer) == ["Bewaard. Nu nog: Praten met de leerling die pest."]


def test_the_other_button_leads_back_to_the_case(anouk, case):
    case.safe()
    assert send(anouk, duty(case, "talk_target"), **SAID)["Location"] == address_of(case)


def test_it_leads_to_the_page_of_all_that_belongs_together(anouk, case, cast):
    case.safe()
    case.talk("talk_target", case.key(cast.sem), feeling=2)
    case.incident()
    at_once = reverse("at_once", args=[case.id, "severity"])
    assert goes_on(anouk, duty(case, "talk_instigator"), said="Het was een grapje.") == at_once


def test_pressed_twice_it_keeps_one_fact_and_leads_to_one_place(anouk, case):
    case.safe()
    form = filled_in(opened(anouk, duty(case, "talk_target")), onward="1", **SAID)
    before = Fact.objects.count()
    places = {anouk.post(duty(case, "talk_target"), form)["Location"] for _press in range(2)}
    assert (places, Fact.objects.count()) == ({duty(case, "talk_instigator")}, before + 1)


def test_a_form_that_is_not_right_comes_back_with_both_buttons(anouk, case):
    case.safe()
    answer = send(anouk, duty(case, "talk_target"), onward="1", said="Sem durft niet.")
    assert answer.status_code == 422
    assert BUTTON in text_of(answer)


def test_what_has_a_day_to_come_is_not_written_up_today(anouk, case, cast):
    case.safe()
    planning.plan_talk(
        act=case.act(),
        case_id=case.id,
        duty="talk_instigator",
        on=TODAY + timedelta(days=1),
        about=[case.key(cast.daan)],
        talk=bodies.PlannedTalk(begins=time(14, 5), place="De spreekkamer"),
    )
    assert goes_on(anouk, duty(case, "talk_target"), **SAID) == address_of(case)


def test_while_there_is_danger_it_leads_to_the_case_which_says_whom_to_call(anouk, cast):
    case = tell(cast)
    case.opens(replace(case.report_of(cast.sem, by=(cast.daan,)), dangers=(Danger.VIOLENCE,)))
    case.safe()
    assert goes_on(anouk, duty(case, "talk_target"), **SAID) == address_of(case)


def test_from_one_parent_to_the_next_without_the_list_in_between(anouk, calling, cast):
    assert goes_on(anouk, parent(calling, cast.inge_bakker), **SPOKEN) == parent(calling, cast.tom_bakker)


def test_after_who_was_not_reached_the_next_and_then_the_list(anouk, calling, cast):
    assert goes_on(anouk, parent(calling, cast.inge_bakker), reached="not_reached") == parent(calling, cast.tom_bakker)
    assert goes_on(anouk, parent(calling, cast.tom_bakker), **SPOKEN) == parent(calling, cast.karin_visser)
    assert goes_on(anouk, parent(calling, cast.karin_visser), **SPOKEN) == duty(calling, "inform_guardians")


def test_nothing_goes_on_from_a_plan_a_correction_or_a_talk_that_no_step_asks_for(anouk, calling, cast):
    spoken = calling.file.of_kind("talk")[0]
    link = next(one for one in calling.file.guardianships if one.must_be_told)
    for page in (
        reverse("correct", args=[calling.id, spoken.pk]),
        reverse("plan_talk", args=[calling.id, "inform_guardians"]),
        reverse("talk_between", args=[calling.id, link.pk]),
    ):
        assert BUTTON not in text_of(anouk.get(page))
