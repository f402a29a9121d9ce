"""Plannen: what the whole team reads, who has read it, and what is asked of them."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from kring.cases import bodies
from kring.cases.actions import closing, people, recording
from kring.cases.actions.reminding import sweep
from kring.cases.models import PlanRead
from kring.mail.models import Letter
from kring.protocol.terms import Role
from kring.trail.models import TrailLine
from kring.web.request import clock
from tests.cases.telling import Telling, tell
from tests.cast import NOW, TODAY, Cast, sign_in
from tests.web.many import many_like
from tests.web.sending import text_of


@pytest.fixture
def told(cast: Cast) -> Telling:
    """A running case with its first plan, issued on 16 November."""
    told = tell(cast).on(date(2026, 11, 13)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    return told.on(date(2026, 11, 16)).step_3()


@pytest.fixture
def second(told: Telling) -> Telling:
    """The same with a second version, of today."""
    return told.on(TODAY).evaluate("yes")


def plan(client: Client, staff: object, told: Telling, number: str = "") -> str:
    response = sign_in(client, staff).get(f"/plannen/{told.id}/{number}")  # type: ignore[arg-type]
    assert response.status_code == 200
    return text_of(response)


def test_the_whole_team_finds_the_running_plan_in_the_list_marked_as_not_read(client, cast, told):
    browser = sign_in(client, cast.mo)
    page = text_of(browser.get("/plannen/"))
    assert "Sem, groep 6 nog niet gelezen" in page
    assert "Versie 1 van maandag 16 november. Zaak van Anouk Vermeer." in page
    assert "let op tot en met vandaag" in page
    browser.get(f"/plannen/{told.id}/")
    assert "nog niet gelezen" not in text_of(browser.get("/plannen/"))


def test_without_a_plan_the_list_says_so(client, cast):
    tell(cast).report(cast.sem)
    assert "Er loopt nu geen handelingsplan." in text_of(sign_in(client, cast.mo).get("/plannen/"))


def test_a_case_without_a_plan_has_no_plan_page_even_for_its_owner(client, cast):
    told = tell(cast).report(cast.sem)
    assert sign_in(client, cast.anouk).get(f"/plannen/{told.id}/").status_code == 404


def test_opening_the_plan_is_reading_it_once_marked_and_every_time_in_the_trail(client, cast, told):
    browser = sign_in(client, cast.mo)
    browser.get(f"/plannen/{told.id}/")
    browser.get(f"/plannen/{told.id}/")
    assert PlanRead.objects.filter(staff=cast.mo).count() == 1
    assert TrailLine.objects.filter(verb="plan.read", by=cast.mo, case_id=told.id).count() == 2


def test_a_team_member_reads_the_problem_and_the_agreements_but_nothing_of_the_file(client, cast, told):
    page = plan(client, cast.mo, told)
    assert "Sem wordt elke dag uitgelachen op het plein." in page
    assert "Daan laat de tas van Sem met rust." in page
    for secret in ("We spraken over de pauze.", "Ze doen het elke pauze.", "Op het plein wordt elke dag iemand"):
        assert secret not in page
    assert "Naar de zaak" not in page


def test_how_many_read_it_is_there_for_all_and_who_only_for_who_reads_the_file(client, cast, told):
    page = plan(Client(), cast.mo, told)
    assert "Gelezen door 1 van de 6 collega’s." in page
    assert "Wie wel, wie niet" not in page
    page = plan(client, cast.anouk, told)
    assert "Gelezen door 2 van de 6 collega’s." in page
    assert "Mo Yilmaz gelezen vandaag om" in page
    assert "Hein Smit mail nog niet verstuurd" in page
    assert "Ada Kok" not in page


def test_who_is_kept_out_is_not_counted_among_the_readers(client, cast, told):
    people.exclude(act=told.as_(cast.hein).on(TODAY).act(), case_id=told.id, staff_id=cast.wil.pk)
    assert "van de 5 collega’s" in plan(client, cast.mo, told)


def test_the_newest_version_says_on_top_what_changed(client, cast, second):
    page = plan(client, cast.mo, second)
    assert "Eerste evaluatie: Is het gelukt om de afspraken na te komen? Ja" in page
    assert "Dit is een eerdere versie." not in page


def test_who_reads_the_file_may_look_back_at_an_earlier_version_which_says_that_it_is_one(client, cast, second):
    page = plan(client, cast.carla, second, "1/")
    assert "Dit is een eerdere versie. Lees de versie die nu geldt" in page
    assert "Versie 2 geldt nu 23 november Versie 1 16 november" in page
    assert PlanRead.objects.get(staff=cast.carla).version.number == 1


def test_the_team_reads_the_version_in_force_and_no_older_one(client, cast, second):
    browser = sign_in(client, cast.mo)
    assert browser.get(f"/plannen/{second.id}/1/").status_code == 404
    assert "Versie 1" not in text_of(browser.get(f"/plannen/{second.id}/"))


def test_reading_an_old_version_does_not_mark_the_new_one_as_read(client, cast, second):
    browser = sign_in(client, cast.carla)
    browser.get(f"/plannen/{second.id}/1/")
    assert "nog niet gelezen" in text_of(browser.get("/plannen/"))


@pytest.mark.parametrize("number", ["3/", "0/"])
def test_a_version_that_never_was_is_not_found(client, cast, second, number):
    assert sign_in(client, cast.anouk).get(f"/plannen/{second.id}/{number}").status_code == 404


def test_what_colleagues_are_asked_to_watch_stands_above_the_plan_as_it_is_now(client, cast, told):
    page = plan(client, cast.mo, told)
    assert "Let je mee op, tot en met vandaag? Let op het plein. Noteer wat je zag" in page
    recording.observe(
        act=told.as_(cast.mo).on(TODAY).act(), case_id=told.id, observation=bodies.Observation(seen=False), on=TODAY
    )
    assert "Jij gaf al antwoord: dank je." in plan(client, cast.mo, told)


def test_a_request_that_has_ended_is_gone_and_an_observation_is_still_possible(client, cast, told, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
    response = sign_in(client, cast.mo).get(f"/plannen/{told.id}/")
    assert "Let je mee op" not in text_of(response)
    assert f'href="/observatie/{told.id}/"' in response.content.decode()


def test_excluded_administrator_and_other_school_find_no_plan(client, cast, told):
    people.exclude(act=told.as_(cast.hein).on(TODAY).act(), case_id=told.id, staff_id=cast.wil.pk)
    for nobody in (cast.wil, cast.ada, cast.linde.head, cast.linde.teacher):
        browser = sign_in(Client(), nobody)
        assert browser.get(f"/plannen/{told.id}/").status_code == 404
        assert browser.get(f"/plannen/{told.id}/1/").status_code == 404
    assert "Sem" not in text_of(sign_in(Client(), cast.wil).get("/plannen/"))
    assert "Sem" not in text_of(sign_in(Client(), cast.linde.head).get("/plannen/"))
    assert sign_in(Client(), cast.ada).get("/plannen/").status_code == 404
    assert PlanRead.objects.count() == 0


def test_who_is_not_signed_in_is_asked_to_and_comes_back(client, cast, told):
    answer = client.get(f"/plannen/{told.id}/")
    assert answer.status_code in (302, 303)
    assert str(told.id) in answer["Location"]


def test_when_the_case_is_closed_the_plan_is_only_there_for_who_reads_the_file(client, cast, second):
    closing.close_case(act=second.as_(cast.hein).on(TODAY).hear().act(), case_id=second.id, reason="Verhuisd.")
    assert sign_in(Client(), cast.mo).get(f"/plannen/{second.id}/").status_code == 404
    assert sign_in(Client(), cast.mo).get("/plannen/").content.decode().count("Sem, groep 6") == 0
    assert "Naar de zaak" in plan(client, cast.anouk, second)


def test_twenty_five_plans_a_page(client, cast, told):
    many_like(told.case, 26)
    browser = sign_in(client, cast.mo)
    first = browser.get("/plannen/").content.decode()
    assert len(re.findall(r'<li class="row whole">', first)) == 25
    assert 'href="/plannen/?blad=2"' in first
    second_page = browser.get("/plannen/?blad=2")
    assert len(re.findall(r'<li class="row whole">', second_page.content.decode())) == 2
    assert "26 tot en met 27" in text_of(second_page)


def test_what_was_typed_cannot_break_the_page(client, cast, told):
    other = tell(cast).on(date(2026, 11, 13)).report(cast.noor, by=(cast.lars,)).step_1().judged("bullying")
    other.on(date(2026, 11, 16))
    other.talk("ask_target", *other.keys(Role.TARGET), feeling=2)
    other.talk("joint_talk", *other.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=3)
    recording.formulate_problem(act=other.act(), case_id=other.id, text="<script>alert('plein')</script>")
    other.agree("<img src=x onerror=alert(1)>")
    other.inform_everybody().issue_plan()
    page = sign_in(client, cast.mo).get(f"/plannen/{other.id}/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_who_reads_the_file_sees_how_far_the_mail_to_each_came(client, cast, told):
    letters = Letter.objects.filter(kind="plan_issued")
    letters.filter(to_staff=cast.bram).update(sent_at=NOW)
    letters.filter(to_staff=cast.hein).update(refused_at=NOW, answer="550 no such user here")
    letters.filter(to_staff=cast.carla).update(given_up_at=NOW, answer="")
    letters.filter(to_staff=cast.wil).update(withdrawn_at=NOW)
    page = plan(client, cast.anouk, told)
    assert "Bram de Boer mail verstuurd vandaag om" in page
    assert "Hein Smit mail geweigerd: 550 no such user here" in page
    assert "Carla Jansen mail niet gelukt" in page
    assert "Mo Yilmaz mail nog niet verstuurd" in page
    assert "Wil de Ruiter kreeg geen mail" in page
    assert "550" not in plan(client, cast.mo, told)


def test_a_reminder_that_did_arrive_counts_when_the_first_mail_was_refused(client, cast, told):
    sweep(school=cast.school, at=NOW, today=TODAY)
    to_mo = Letter.objects.filter(to_staff=cast.mo)
    to_mo.filter(kind="plan_issued").update(refused_at=NOW, answer="550 no such user here")
    to_mo.filter(kind="plan_unread").update(sent_at=NOW)
    assert "Mo Yilmaz mail verstuurd vandaag om" in plan(client, cast.anouk, told)


def test_who_shared_the_version_got_no_mail_and_is_named_as_such(client, cast, told):
    assert "Anouk Vermeer deelde deze versie" in plan(client, cast.hein, told)
    plan(client, cast.anouk, told)
    assert "Anouk Vermeer gelezen vandaag om" in plan(client, cast.hein, told)
