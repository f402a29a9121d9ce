"""A promise of the school on screen: made in the case, ticked on Vandaag, and shown wherever it is looked back on."""

from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kring import words
from kring.cases.models import Promise, PromiseTold
from kring.school.models import StaffMember
from tests.cases.examples import promise
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, sign_in
from tests.web.browsing import filled_in, let_tick, opened
from tests.web.sending import text_of

MONDAY = TODAY
TUESDAY = TODAY + timedelta(days=1)


@pytest.fixture
def case(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()


def at(monkeypatch: pytest.MonkeyPatch, day: date, hour: int) -> None:
    let_tick(monkeypatch, datetime.combine(day, time(hour), words.HERE))


def vandaag(client: Client, staff: StaffMember) -> str:
    return text_of(sign_in(client, staff).get("/vandaag/"))


def url(case: Telling) -> str:
    return reverse("promise_told", args=[case.id, Promise.objects.get(case=case.id).pk])


def ticked(client: Client, staff: StaffMember, address: str, day: date) -> None:
    """One press on Vandaag."""
    page = sign_in(client, staff).get("/vandaag/").content.decode()
    form = page[page.index(f'action="{address}"') :].partition("</form>")[0]
    token = form.partition('name="token" value="')[2].partition('"')[0]
    assert 'name="kept" value="ja"' in form
    sent = {"token": token, "seen": "", "then": "today", "on": day.isoformat(), "kept": "ja"}
    answer = client.post(address, sent)
    assert (answer.status_code, answer["Location"]) == (303, "/vandaag/")


def test_it_is_made_in_the_case_and_ticked_on_vandaag_with_one_press(client: Client, cast: Cast, case: Telling) -> None:
    address = reverse("promise", args=[case.id])
    anouk = sign_in(client, cast.anouk)
    sent = filled_in(opened(anouk, address), what="Elke pauze even langs.", staff=str(cast.mo.pk))
    assert anouk.post(address, sent).status_code == 303
    shown = vandaag(client, cast.mo)
    assert "Elke pauze even langs." in shown
    assert "Beloofd voor Sem, groep 6, tot en met" in shown
    assert "Daan" not in shown.partition("Voor het hele team")[0]
    ticked(client, cast.mo, url(case), MONDAY)
    assert PromiseTold.objects.get().kept
    assert "Elke pauze even langs." not in vandaag(client, cast.mo)
    for page in ("case", "file"):
        assert "Elke pauze even langs." in text_of(sign_in(client, cast.anouk).get(reverse(page, args=[case.id])))
    assert "Mo Yilmaz, 1 van de 1 keer" in text_of(client.get(reverse("case", args=[case.id])))


def test_that_it_did_not_work_out_is_told_with_or_without_a_word(client: Client, cast: Cast, case: Telling) -> None:
    promise(case, staff_id=cast.mo.pk)
    mo = sign_in(client, cast.mo)
    form = opened(mo, f"{url(case)}?op={MONDAY.isoformat()}")
    assert (form["kept"], form["on"]) == (["nee"], [MONDAY.isoformat()])
    page = text_of(mo.get(url(case)))
    assert "Beloofd voor Sem." in page
    assert "Daan" not in page
    assert mo.post(url(case), filled_in(form, note="Ik was ziek.")).status_code == 303
    (fact,) = case.file.of_kind("promise")
    shown = text_of(sign_in(client, cast.anouk).get(reverse("fact", args=[case.id, fact.pk])))
    assert "0 van de 1 keer" in shown
    assert "maandag 23 november: Ik was ziek." in shown


def test_colleagues_who_did_not_promise_it_and_do_not_work_at_the_case_find_nothing(
    client: Client, cast: Cast, case: Telling
) -> None:
    promise(case)
    for staff in (cast.bram, cast.mo):
        assert sign_in(client, staff).get(url(case)).status_code == 404


def test_a_missed_day_is_on_vandaag_of_the_owner_after_school_and_of_the_leaders_after_two(
    client: Client, cast: Cast, case: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise(case, staff_id=cast.mo.pk)
    at(monkeypatch, MONDAY, 15)
    assert "gemist" not in vandaag(client, cast.anouk)
    at(monkeypatch, MONDAY, 16)
    assert "Belofte van Mo Yilmaz: ‘Elke pauze even langs.’. Die is vandaag niet afgevinkt." in vandaag(
        client, cast.anouk
    )
    at(monkeypatch, TUESDAY, 15)
    assert "Die is gisteren niet afgevinkt." in vandaag(client, cast.anouk)
    assert "gemist" not in vandaag(client, cast.carla)
    at(monkeypatch, TUESDAY, 16)
    assert "gemist" in vandaag(client, cast.carla)
    assert "gemist" not in vandaag(client, cast.bram)


def test_the_plan_tells_what_was_promised_and_how_often_it_was_kept(client: Client, cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    fact = promise(case)
    ticked(client, cast.anouk, url(case), MONDAY)
    case.step_3()
    shown = text_of(sign_in(client, cast.mo).get(reverse("plan", args=[case.id])))
    assert "Voor: Sem" in shown
    assert "elke schooldag, tot en met 30 november" in shown
    assert "1 van de 1 keer" in shown
    case.until_due()
    promise(case, act=case.act(corrects=fact.pk), until_on=MONDAY)
    case.evaluate("yes")
    shown = text_of(sign_in(client, cast.mo).get(reverse("plan", args=[case.id])))
    assert "Deze belofte van de school is voorbij: Elke pauze even langs." in shown


def test_it_stands_beside_the_agreements_at_the_evaluation(
    client: Client, cast: Cast, case: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise(case)
    ticked(client, cast.anouk, url(case), MONDAY)
    case.until_due().talk("talk", case.key(cast.sem), case.key(cast.daan), together=True, feeling=4)
    at(monkeypatch, case.today, 9)
    page = text_of(sign_in(client, cast.anouk).get(reverse("duty", args=[case.id, "review"])))
    assert "Elke pauze even langs.: 1 van de" in page


def test_it_is_stopped_and_given_over_from_the_file(client: Client, cast: Cast, case: Telling) -> None:
    fact = promise(case)
    address = reverse("correct", args=[case.id, fact.pk])
    anouk = sign_in(client, cast.anouk)
    form = opened(anouk, address)
    assert form["staff"] == [str(cast.anouk.pk)]
    assert "weekdays" not in form
    assert anouk.post(address, filled_in(form, staff=str(cast.mo.pk))).status_code == 303
    assert "Elke pauze even langs." in vandaag(client, cast.mo)
