"""The colleague's door: who, what, where and whether there is danger; the same report as by the long form."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kring.cases.bodies import Danger
from kring.cases.models import Case, Concern, Involved, Report
from kring.protocol.terms import Role
from kring.web.models import Draft
from kring.web.report.form import ReportForm
from kring.web.report.quick import SIGNS, QuickForm
from tests.cases.telling import tell
from tests.cast import TODAY, Cast, sign_in
from tests.web.browsing import it_is_now
from tests.web.sending import hidden, send, text_of

STORY = "Daan schopte Sem achter het hek."


def filled(cast: Cast, **other: Any) -> dict[str, Any]:
    counts = {"targets-count": "1", "instigators-count": "1"}
    return counts | {"bullied": [cast.sem.pk], "story": STORY, "place": "playground", "danger": "none"} | other


def quickly(browser: Client, cast: Cast, **other: Any) -> Any:
    return send(browser, "/snel/", **filled(cast, **other))


def test_it_is_a_report_like_any_other_and_the_case_is_in_step_1(client, cast):
    answer = quickly(sign_in(client, cast.anouk), cast, bullies=[cast.daan.pk])
    kept, case = Report.objects.get(), Case.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/melding/{kept.pk}/")
    assert (kept.story, kept.place, kept.reported_by, kept.reported_on) == (STORY, "playground", "colleague", TODAY)
    assert (kept.happened_on, kept.danger_signs, kept.taken_by, case.owner) == (None, (), cast.anouk, cast.anouk)
    assert case.current_step == tell(cast).report(cast.yara).step
    parts = {one.pupil.first_name: one.role for one in Involved.objects.filter(case=case).select_related("pupil")}
    assert parts == {"Sem": Role.TARGET, "Daan": Role.INSTIGATOR}


def test_nobody_passes_the_question_of_danger_by(client, cast):
    browser = sign_in(client, cast.anouk)
    assert 'name="danger" value="none" checked' not in browser.get("/snel/").content.decode()
    data = filled(cast)
    del data["danger"]
    answer = send(browser, "/snel/", **data)
    assert answer.status_code == 422
    assert "Kies of er nu gevaar is." in text_of(answer)
    assert STORY in answer.content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize("sign", [Danger.SELF_HARM, Danger.VIOLENCE, Danger.HOME])
def test_danger_is_said_with_one_tap_and_whom_to_call_comes_first(client, cast, sign):
    answer = quickly(sign_in(client, cast.anouk), cast, danger=sign.value)
    assert Report.objects.get().danger_signs == (sign,)
    assert Case.objects.get().danger_since is not None
    assert "Bel nu. De rest kan even wachten." in text_of(client.get(answer["Location"]))


def test_what_is_about_a_colleague_of_school_goes_its_own_way_with_all_that_was_typed(client, cast):
    answer = quickly(sign_in(client, cast.anouk), cast, danger="staff")
    assert answer["Location"].startswith("/melding/medewerker/")
    page = text_of(client.get(answer["Location"]))
    assert STORY in page
    assert "Het ging om: Sem" in page
    assert "Waar: Plein." in page
    assert not Case.objects.exists()
    assert not Concern.objects.exists()


def test_every_sign_of_danger_can_be_tapped():
    assert set(SIGNS) == set(Danger)


def test_what_is_not_known_yet_is_said_at_once_and_asked_in_the_case(client, cast):
    answer = quickly(sign_in(client, cast.anouk), cast)
    done = text_of(client.get(answer["Location"]))
    assert "Nog niet bekend: op welke dag het was en wie het doet. Dat vraagt Kring later, in de zaak." in done
    case = text_of(client.get(f"/zaken/{Case.objects.get().pk}/"))
    assert "De melding staat al ingevuld: vul de dag aan, lees na en bewaar." in case
    assert "Wie het doet is nog niet bekend. Voeg een leerling toe" in case


def test_who_does_it_is_not_called_unknown_when_it_was_tapped(client, cast):
    answer = quickly(sign_in(client, cast.anouk), cast, bullies=[cast.daan.pk])
    assert "Nog niet bekend: op welke dag het was. Dat" in text_of(client.get(answer["Location"]))


def test_who_does_not_read_the_case_is_told_nothing_of_what_it_lacks(client, cast):
    answer = quickly(sign_in(client, cast.bram), cast)
    done = text_of(client.get(answer["Location"]))
    assert "Nog niet bekend" not in done
    assert f"{cast.anouk.name} pakt dit op" in done


def test_a_running_case_is_offered_and_back_leads_to_the_short_form(client, cast):
    running = tell(cast).report(cast.sem, by=(cast.daan,))
    browser = sign_in(client, cast.anouk)
    asked = quickly(browser, cast)
    assert 'href="/snel/"' in asked.content.decode()
    token, seen = hidden(asked, "token"), hidden(asked, "seen")
    answer = browser.post("/snel/", filled(cast) | {"token": token, "seen": seen, "answer": f"join:{running.id}"})
    assert answer.status_code == 303
    assert [report.case_id for report in Report.objects.all()] == [running.id, running.id]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({}, "De melding staat bij deze zaak."),
        (
            {"bullied": "daan", "bullies": "sem"},
            "De melding staat bij deze zaak. Een leerling heeft in de melding een andere rol dan in de zaak. "
            "De eigenaar beslist wat klopt.",
        ),
    ],
    ids=["the same roles", "other roles"],
)
def test_who_reads_the_case_is_told_that_it_was_joined_and_that_a_role_differs(client, cast, other, said):
    running = tell(cast).report(cast.sem, by=(cast.daan,))
    data = {name: [getattr(cast, child).pk] for name, child in other.items()}
    answer = quickly(sign_in(client, cast.anouk), cast, answer=f"join:{running.id}", **data)
    assert said in text_of(client.get(answer["Location"]))
    assert "De melding staat bij" not in text_of(client.get(answer["Location"]))


def test_who_does_not_read_the_case_that_was_joined_is_not_told_of_its_roles(client, cast):
    running = tell(cast).report(cast.sem, by=(cast.daan,))
    other = {"bullied": [cast.daan.pk], "bullies": [cast.sem.pk]}
    answer = quickly(sign_in(client, cast.bram), cast, answer=f"join:{running.id}", **other)
    done = text_of(client.get(answer["Location"]))
    assert "pakt dit op" in done
    assert "andere rol" not in done
    assert "bij deze zaak" not in done


def test_who_may_not_report_is_led_from_the_home_screen_to_their_own_work(client, cast):
    browser = sign_in(client, cast.ada)
    assert browser.get("/snel/")["Location"] == "/"
    assert browser.get("/snel/", follow=True).status_code == 200
    assert browser.post("/snel/", filled(cast)).status_code == 404


def test_sent_twice_it_is_one_report(client, cast):
    browser = sign_in(client, cast.anouk)
    page = browser.get("/snel/")
    data = filled(cast) | {"token": hidden(page, "token"), "seen": hidden(page, "seen")}
    first, second = browser.post("/snel/", data), browser.post("/snel/", data)
    assert first["Location"] == second["Location"]
    assert Report.objects.count() == 1


def test_when_the_session_has_ended_the_text_waits_for_its_writer_behind_the_sign_in_page(client, cast):
    browser = sign_in(client, cast.anouk)
    page = browser.get("/snel/")
    data = filled(cast) | {"token": hidden(page, "token"), "seen": hidden(page, "seen")}
    browser.logout()
    answer = browser.post("/snel/", data)
    assert answer["Location"].startswith("/aanmelden/?next=/snel/")
    draft = Draft.objects.get()
    assert draft.staff_id == cast.anouk.pk
    again = sign_in(Client(), cast.anouk).get(f"/snel/?concept={draft.pk}")
    assert STORY in again.content.decode()
    assert not Report.objects.exists()


def test_all_of_it_goes_along_to_the_long_form(client, cast):
    browser = sign_in(client, cast.anouk)
    moved = quickly(browser, cast, danger="violence", fully="yes")
    assert moved["Location"].startswith("/melding/?concept=")
    page = browser.get(moved["Location"]).content.decode()
    assert STORY in page
    for ticked in (f'value="{cast.sem.pk}"', 'value="violence"', 'value="playground"'):
        assert re.search(rf"{ticked}[^>]* checked", page), ticked
    assert [draft.key for draft in Draft.objects.all()] == ["/melding/"]
    assert not Report.objects.exists()


def test_what_was_sent_already_is_not_taken_along_to_be_sent_again(client, cast):
    browser = sign_in(client, cast.anouk)
    page = browser.get("/snel/")
    data = filled(cast) | {"token": hidden(page, "token"), "seen": hidden(page, "seen")}
    sent = browser.post("/snel/", data)
    answer = browser.post("/snel/", data | {"fully": "yes"})
    assert answer["Location"] == sent["Location"]
    assert not Draft.objects.exists()


def test_what_the_short_form_asks_has_the_same_name_on_the_long_one():
    assert set(QuickForm.base_fields) - {"danger"} <= set(ReportForm.base_fields)
    assert set(QuickForm.row_kinds) <= set(ReportForm.row_kinds)


def test_a_form_that_stood_open_for_a_day_tells_it_on_the_day_it_is_sent(client, cast, monkeypatch):
    browser = sign_in(client, cast.anouk)
    page = browser.get("/snel/")
    it_is_now(monkeypatch, TODAY + timedelta(days=1))
    data = filled(cast) | {"token": hidden(page, "token"), "seen": hidden(page, "seen")}
    browser.post("/snel/", data)
    assert Report.objects.get().reported_on == TODAY + timedelta(days=1)
