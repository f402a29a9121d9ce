"""Letting a duty go, closing a case, looking back, opening it again."""

from datetime import date, timedelta

import pytest

from kring.cases.actions import closing
from kring.cases.bodies import Stopped
from kring.protocol.progress import State
from kring.web.request import clock
from tests.cases.telling import Telling, tell
from tests.cast import NOW, Cast, sign_in
from tests.web.sending import hidden, send, text_of


@pytest.fixture
def told(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,))


@pytest.fixture
def teasing(told: Telling) -> Telling:
    told.step_1().judged("teasing").agree()
    return told


@pytest.fixture
def through(told: Telling, monkeypatch: pytest.MonkeyPatch) -> Telling:
    """The protocol is through; only closing is left."""
    told.step_1().judged("bullying").step_3().until_due().evaluate("yes").until_due().evaluate("positive")
    told.until_due().after_care().until_due().after_care()
    monkeypatch.setattr(clock, "now", lambda: NOW + (told.today - NOW.date()))
    return told


def at(told: Telling, part: str) -> str:
    return f"/zaken/{told.id}/{part}/"


# Hoeft niet


def test_the_coordinator_lets_a_duty_go_with_a_reason(client, cast, told):
    url = at(told, "niet-nodig/talk_instigator")
    answer = send(sign_in(client, cast.carla), url, reason="We weten nog niet wie het doet.")
    assert (answer.status_code, answer["Location"]) == (303, f"/zaken/{told.id}/")
    task = told.progress.last.task("talk_instigator")
    assert task is not None
    assert task.state is State.WAIVED
    assert client.get(url).status_code == 404


def test_without_a_reason_nothing_is_let_go(client, cast, told):
    answer = send(sign_in(client, cast.carla), at(told, "niet-nodig/talk_instigator"), reason="")
    assert answer.status_code == 422
    assert "Schrijf op waarom dit niet hoeft. De reden blijft zichtbaar." in text_of(answer)


def test_a_teacher_lets_nothing_go_and_an_unknown_duty_is_not_found(client, cast, told):
    assert sign_in(client, cast.anouk).get(at(told, "niet-nodig/talk_instigator")).status_code == 404
    assert sign_in(client, cast.carla).get(at(told, "niet-nodig/coffee")).status_code == 404


# Afsluiten


def test_before_closing_teasing_no_childs_word_is_announced_that_nobody_asks(client, cast, teasing):
    page = text_of(sign_in(client, cast.anouk).get(f"/zaken/{teasing.id}/"))
    assert "De zaak blijft openstaan tot iemand die afsluit. Met de reden." in page
    assert "wat het kind er zelf van zegt" not in page


def test_the_teacher_closes_a_case_of_teasing_with_a_day_to_look_back(client, cast, teasing):
    answer = send(
        sign_in(client, cast.anouk), at(teasing, "afsluiten"), reason="Ze spelen weer samen.", check_on="2026-12-05"
    )
    assert (answer.status_code, answer["Location"]) == (303, f"/zaken/{teasing.id}/")
    case = teasing.case
    assert (case.ended_as, case.closed_on, case.next_due_on) == ("teasing", date(2026, 11, 23), date(2026, 12, 7))


def test_a_teacher_does_not_close_a_case_of_bullying_and_reads_who_does(client, cast, through):
    url = at(through, "afsluiten")
    page = text_of(sign_in(client, cast.anouk).get(url))
    assert "De Seo-coördinator of de directeur sluit de zaak" in page
    assert "Je hoeft niets te doen: het staat al op hun Vandaag." in page
    assert client.post(url, {"reason": "Klaar"}).status_code == 404
    assert through.case.closed_on is None


def test_the_coordinator_closes_it_with_what_the_child_says(client, cast, through):
    sign_in(client, cast.carla)
    url = at(through, "afsluiten")
    assert "Vraag het eerst aan Sem zelf." in text_of(client.get(url))
    answer = send(client, url, reason="Het is al maanden goed.")
    assert answer.status_code == 422
    assert "Vraag eerst aan Sem zelf of het gestopt is." in text_of(answer)
    through.as_(cast.carla).hear(stopped=Stopped.STOPPED, must_not="Mijn pet mag niet af.")
    assert "Vraag het eerst aan Sem zelf." not in text_of(client.get(url))
    assert send(client, url, reason="Het is al maanden goed.").status_code == 303
    page = text_of(client.get(f"/zaken/{through.id}/"))
    assert "Het pesten is gestopt." in page
    assert "Sem Gestopt" in page


def test_closing_before_the_protocol_is_through_is_warned_for(client, cast, told):
    page = text_of(sign_in(client, cast.hein).get(at(told, "afsluiten")))
    assert "Het protocol is nog niet klaar: de zaak staat in stap 1: signaleren." in page
    told.hear()
    assert send(client, at(told, "afsluiten"), reason="Het kind is verhuisd.").status_code == 303
    assert told.case.ended_as == "otherwise"


def test_a_day_to_look_back_that_has_been_is_refused_and_the_text_is_kept(client, cast, teasing):
    answer = send(sign_in(client, cast.anouk), at(teasing, "afsluiten"), reason="Het gaat goed.", check_on="2026-11-02")
    assert answer.status_code == 422
    assert "Deze dag is al geweest." in text_of(answer)
    assert "Het gaat goed." in text_of(answer)


def test_a_double_click_closes_once(client, cast, teasing):
    url = at(teasing, "afsluiten")
    sign_in(client, cast.anouk)
    fields = {"token": hidden(client.get(url), "token"), "seen": "", "reason": "Het gaat goed."}
    assert [client.post(url, fields).status_code for _click in range(2)] == [303, 303]
    assert len(teasing.file.of_kind("closed")) == 1
    assert client.get(url).status_code == 404


# Navraag


@pytest.fixture
def looked_after(cast: Cast, teasing: Telling, monkeypatch: pytest.MonkeyPatch) -> Telling:
    closing.close_case(
        act=teasing.act(), case_id=teasing.id, reason="Ze spelen weer samen.", check_on=date(2026, 12, 7)
    )
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=14))
    return teasing.on(date(2026, 12, 7))


def test_on_the_day_itself_it_is_asked_and_kept_that_it_is_quiet(client, cast, looked_after):
    page = text_of(sign_in(client, cast.anouk).get(at(looked_after, "navraag")))
    assert "De navraag was afgesproken voor vandaag." in page
    answer = send(client, at(looked_after, "navraag"), quiet="ja", note="Ze spelen elke dag samen.")
    assert answer.status_code == 303
    page = text_of(client.get(f"/zaken/{looked_after.id}/"))
    assert "Navraag gedaan: Ze spelen elke dag samen." in page
    assert "Navraag vastleggen" not in page
    assert looked_after.case.next_due_on is None


def test_when_it_is_not_quiet_the_case_is_open_again(client, cast, looked_after):
    answer = send(sign_in(client, cast.anouk), at(looked_after, "navraag"), quiet="nee", note="Het is terug.")
    assert answer.status_code == 303
    page = text_of(client.get(answer["Location"]))
    assert "De navraag is bewaard. De zaak is weer open." in page
    assert "Stap 1: signaleren, ronde 2" in page


def test_looking_back_needs_an_answer_and_a_day_that_was_set(client, cast, looked_after, told):
    answer = send(sign_in(client, cast.anouk), at(looked_after, "navraag"), note="")
    assert "Kies ja of nee." in text_of(answer)
    assert "Schrijf kort op wat je hoorde." in text_of(answer)
    other = tell(cast).report(cast.noor)
    assert client.get(at(other, "navraag")).status_code == 404


# Heropenen


def test_a_closed_case_of_bullying_can_go_on_at_step_1_or_step_3(client, cast, through):
    through.as_(cast.carla).close()
    url = at(through, "heropenen")
    assert sign_in(client, cast.anouk).get(url).status_code == 404
    page = text_of(sign_in(client, cast.carla).get(url))
    assert "Stap 1: signaleren" in page
    assert "Stap 3: aanpak" in page
    assert send(client, url, to="approach", reason="Het is terug.").status_code == 303
    assert through.step == "approach"
    assert client.get(url).status_code == 404


def test_after_teasing_it_begins_again_at_step_1(client, cast, teasing):
    teasing.close()
    page = text_of(sign_in(client, cast.carla).get(at(teasing, "heropenen")))
    assert "Stap 3" not in page
    answer = send(client, at(teasing, "heropenen"), to="approach", reason="Het is terug.")
    assert answer.status_code == 422
    answer = send(client, at(teasing, "heropenen"), to="signal", reason="")
    assert "Schrijf op waarom de zaak weer opengaat." in text_of(answer)
