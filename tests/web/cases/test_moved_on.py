"""A form that was shown in one step is not carried out in another: it comes back with its text, to be read again."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from kring.cases.actions import people
from kring.cases.models import Fact
from kring.cases.typed import FactOf
from kring.demo import doing
from kring.protocol.terms import Role
from kring.trail.models import TrailLine
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.browsing import early, fields_of, filled_in, it_is_now, opened, over_a_week_old
from tests.web.sending import hidden, text_of

pytestmark = pytest.mark.usefixtures("ticking")

MOVED_ON = "De zaak is intussen verdergegaan."


@pytest.fixture
def case(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Telling:
    """The first talk of after-care, which comes round again."""
    case = early(tell(cast).on(date(2026, 9, 7)).report(cast.sem, by=(cast.daan,))).on(date(2026, 9, 7))
    case.step_1().judged("bullying").step_3().until_due().evaluate("yes").until_due().evaluate("positive").until_due()
    assert (case.step, case.progress.last.round) == ("after_care", 1)
    it_is_now(monkeypatch, case.today)
    return case


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


def sent_late(browser: Client, url: str, case: Telling, **typed: Any) -> Any:
    """The form is opened, a colleague finishes the round, and the form is sent."""
    form = filled_in(opened(browser, url), **typed)
    case.after_care()
    assert case.progress.last.round == 2
    return browser.post(url, form)


def test_a_talk_of_one_round_is_not_written_up_in_the_next(anouk, case):
    url = reverse("duty", args=[case.id, "talk"])

    answer = sent_late(anouk, url, case.hear(), said="Hij lacht weer.")

    assert answer.status_code == 409
    assert MOVED_ON in text_of(answer)
    assert "nazorg, ronde 2" in text_of(answer)
    assert "Hij lacht weer." in text_of(answer)
    assert [fact.round for fact in case.file.of_kind("talk") if fact.step == "after_care"] == [1]
    case.hear()
    assert anouk.post(url, fields_of(answer.content.decode())).status_code == 303, "who has read it may"
    assert [fact.round for fact in case.file.of_kind("talk") if fact.step == "after_care"] == [1, 2]


def test_who_took_up_a_duty_of_one_round_is_not_said_to_do_that_of_the_next(anouk, cast, case):
    people.set_stand_in(act=case.act(), case_id=case.id, to=cast.bram.pk)
    page = anouk.get("/vandaag/")
    url = reverse("take_up", args=[case.id, "talk"])
    form = {"token": hidden(page, "token"), "seen": ""}
    assert f'action="{url}"' in page.content.decode()
    case.after_care()

    answer = anouk.post(url, form)

    assert answer.status_code == 409
    assert "nazorg, ronde 2" in text_of(answer)
    assert not TrailLine.objects.filter(verb="duty.taken_up").exists()
    assert anouk.post(url, fields_of(answer.content.decode())).status_code == 303, "who has read it may"


def test_a_form_that_had_expired_says_in_which_round_it_would_be_written_now(anouk, case, monkeypatch):
    url = reverse("duty", args=[case.id, "talk"])

    with over_a_week_old(monkeypatch):
        answer = sent_late(anouk, url, case.hear(), said="Hij lacht weer.")

    assert answer.status_code == 409
    assert MOVED_ON in text_of(answer)
    assert "nazorg, ronde 2" in text_of(answer)
    assert "Hij lacht weer." in text_of(answer)
    case.hear()
    assert anouk.post(url, fields_of(answer.content.decode())).status_code == 303, "who has read it may"
    assert [fact.round for fact in case.file.of_kind("talk") if fact.step == "after_care"] == [1, 2]


def test_a_question_of_one_round_is_not_answered_in_the_next(anouk, case):
    for key in case.keys(Role.TARGET):
        case.talk("talk", key, feeling=5)
    url = reverse("decide", args=[case.id])
    form = filled_in(opened(anouk, url), outcome="well", reasons="Het gaat goed.")
    case.decide("well")
    for key in case.keys(Role.TARGET):
        case.talk("talk", key, feeling=1)

    answer = anouk.post(url, form)

    assert answer.status_code == 409
    assert MOVED_ON in text_of(answer)
    assert case.progress.last.outcome is None


def test_a_date_chosen_for_one_round_does_not_move_the_next(anouk, case):
    url = reverse("plan_step", args=[case.id])
    on = (case.today + timedelta(days=1)).isoformat()
    assert sent_late(anouk, url, case, on=on, why="Sem wil het.").status_code == 409
    assert case.file.of_kind("planned") == []


def test_a_case_that_went_on_is_not_closed_as_it_was(client, cast, case):
    carla = sign_in(client, cast.carla)
    answer = sent_late(carla, reverse("close", args=[case.id]), case, reason="Het gaat goed.")
    assert answer.status_code == 409
    assert "Het gaat goed." in text_of(answer)
    assert case.case.closed_on is None


def test_a_plan_is_issued_as_it_was_read(anouk, case):
    case.agree("Daan groet Sem.")
    answer = sent_late(anouk, reverse("issue_plan", args=[case.id]), case)
    assert answer.status_code == 409
    assert MOVED_ON in text_of(answer)
    assert "wat je schreef" not in text_of(answer), "there was nothing to write"


def test_what_happened_is_taken_in_whatever_step_the_case_is_by_then(anouk, case):
    url = reverse("incident", args=[case.id])
    typed = {"incidents-0-on": case.today.isoformat(), "incidents-0-what": "Zijn tas lag in de sloot."}
    assert sent_late(anouk, url, case, **typed).status_code == 303


def test_an_agreement_is_taken_in_whatever_step_the_case_is_by_then(anouk, case):
    typed = {"what": "Daan groet Sem.", "who": "Daan", "from_on": case.today.isoformat()}
    row = {f"agreements-0-{name}": value for name, value in typed.items()}
    assert sent_late(anouk, reverse("agree", args=[case.id]), case, **row).status_code == 303


@pytest.fixture
def not_positive(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Telling:
    """A second evaluation of which the effects are not positive: it comes round again."""
    case = early(tell(cast).on(date(2026, 9, 7)).report(cast.sem, by=(cast.daan,))).on(date(2026, 9, 7))
    case.as_(cast.carla).step_1().judged("bullying").step_3().until_due().evaluate("yes").until_due()
    case.feeling(4).do_the_rest().decide("negative")
    it_is_now(monkeypatch, case.today)
    return case


def begin_the_next_round(case: Telling) -> Fact:
    """The colleague finishes this round, and has written down the new approach of the next."""
    case.do_the_rest().until_due()
    case.do_the_rest().decide("negative")
    doing.do_the_rest(case, most=1)
    (approach,) = [fact for fact in case.file.of_kind("new_approach") if fact.round == 2]
    return approach


def test_what_a_colleague_wrote_in_the_step_of_now_is_shown_before_it_is_replaced(anouk, not_positive):
    url = reverse("duty", args=[not_positive.id, "new_approach"])
    form = filled_in(opened(anouk, url), text="Daan eet voortaan bij juf Carla.", sorts="limit")
    theirs = begin_the_next_round(not_positive)

    moved_on = anouk.post(url, form)
    assert MOVED_ON in text_of(moved_on)
    answer = anouk.post(url, fields_of(moved_on.content.decode()))

    assert answer.status_code == 409
    assert "intussen vastlegde" in text_of(answer)
    assert FactOf(theirs, bodies.NewApproach).body.text in text_of(answer)
    assert "Daan eet voortaan bij juf Carla." in text_of(answer)


def test_a_form_that_had_expired_does_not_replace_what_a_colleague_wrote_since(anouk, not_positive):
    url = reverse("duty", args=[not_positive.id, "new_approach"])
    form = filled_in(opened(anouk, url), text="Daan eet voortaan bij juf Carla.", sorts="limit", token="")
    doing.do_the_rest(not_positive, most=1)
    expired = anouk.post(url, form)
    assert "Dit formulier was verlopen." in text_of(expired)

    answer = anouk.post(url, fields_of(expired.content.decode()))

    assert answer.status_code == 409
    assert "intussen vastlegde" in text_of(answer)
