"""Vandaag: what it asks, of whom, in which words, and which button does it."""

import re
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from kring.cases.actions import closing, opening, people, planning, recording
from kring.cases.bodies import Danger, Observation, PlannedTalk
from kring.cases.cannot_wait import MOST_NEW
from kring.cases.models import Fact, Report
from kring.cases.queries import MOST_ON_TODAY
from kring.protocol.terms import Role
from kring.reports.waiting import waits_for
from kring.web.lists.today_on_top import OnTop, in_order
from kring.web.lists.today_told import told_on_top
from kring.web.request import clock
from kring.web.road.links import Go
from tests.cases.telling import Telling, tell
from tests.cast import ITSELF, NOW, TODAY, Cast, sign_in
from tests.reports.telling import doors_of, somebody_tells
from tests.school import plain
from tests.web.many import many_like
from tests.web.sending import hidden, text_of

FRIDAY = date(2026, 11, 20)
THURSDAY = date(2026, 11, 19)


def today_of(client: Client, staff: object) -> str:
    return text_of(sign_in(client, staff).get("/vandaag/"))  # type: ignore[arg-type]


def late_in_step_3(cast: Cast) -> Telling:
    """Decided on Wednesday; step 3 should have been done on Friday."""
    told = tell(cast).on(date(2026, 11, 18)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    told.talk("ask_target", *told.keys(Role.TARGET), feeling=2)
    return told


def evaluated_today(cast: Cast) -> Telling:
    """Step 3 was done a week ago, so the first evaluation is today."""
    told = tell(cast).on(date(2026, 11, 13)).report(cast.noor, by=(cast.lars,)).step_1().judged("bullying")
    return told.on(date(2026, 11, 16)).step_3()


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [(8, "Goedemorgen, Anouk"), (13, "Goedemiddag, Anouk"), (19, "Goedenavond, Anouk")],
)
def test_the_greeting_goes_with_the_time_of_day_here(client, cast, monkeypatch, hour, greeting):
    moment = datetime(2026, 11, 23, hour - 1, 0, tzinfo=NOW.tzinfo)  # in November it is one hour later here
    monkeypatch.setattr(clock, "now", lambda: moment)
    assert greeting in today_of(client, cast.anouk)


def test_an_empty_day_says_so_kindly(client, cast):
    tell(cast).report(cast.sem)
    page = today_of(client, cast.bram)
    assert "Maandag 23 november. Vandaag wacht er niets op je." in page
    assert "Fijne dag." in page


def test_who_has_no_case_yet_reads_what_kring_will_ask(client, cast):
    plain.change_school(act=ITSELF, school=cast.school, phone_head="06-0000 1001", phone_coordinator="06-0000 1002")
    page = today_of(client, cast.anouk)
    assert "Meldt iemand pesten, dan staat hier stap voor stap wat Kring van jou vraagt." in page
    assert "Alles wat moest, is gedaan." not in page


def filled(client, staff) -> list[str]:
    """Where the filled buttons of this person's Vandaag lead."""
    page = sign_in(client, staff).get("/vandaag/").content.decode().partition("</main>")[0]
    return re.findall(r'class="button" href="([^"]+)"', page)


def test_a_late_step_says_what_when_and_that_the_coordinator_sees_it_and_has_one_button(client, cast):
    told = late_in_step_3(cast)
    response = sign_in(client, cast.anouk).get("/vandaag/")
    page = text_of(response)
    assert "Te laat 1" in page
    assert "Sem en Daan, groep 6 1 schooldag te laat" in page
    assert "Stap 3. Het gesprek met Sem en Daan moest vrijdag gedaan zijn. De Seo-coördinator ziet het ook." in page
    assert f'class="button" href="/zaken/{told.id}/ineens/joint_talk/"' in response.content.decode()


def test_a_first_evaluation_asks_its_question_and_counts_the_colleagues_who_saw_something(client, cast):
    told = evaluated_today(cast)
    for colleague in (cast.bram, cast.mo, cast.wil):
        recording.observe(
            act=told.as_(colleague).on(date(2026, 11, 18)).act(),
            case_id=told.id,
            observation=Observation(seen=True, what="Er werd geduwd."),
            on=told.today,
        )
    page = today_of(client, cast.anouk)
    assert "Noor en Lars, groep 6 vandaag" in page
    assert "Stap 4, eerste evaluatie. Is het gelukt om de afspraken na te komen?" in page
    assert "Drie collega’s zagen iets sinds het vorige gesprek." in page
    assert "Evaluatie beginnen" in page
    assert "Ouders van" not in page, "there is nothing to tell them yet"


def test_who_was_spoken_with_is_said_beside_who_was_not(client, cast):
    told = tell(cast).on(FRIDAY).report(cast.jens, by=(cast.daan,))
    told.talk("talk_target", *told.keys(Role.TARGET), feeling=3)
    page = today_of(client, cast.anouk)
    assert "Deze week 1" in page
    assert "Jens en Daan, groep 6 morgen Stap 1. Je sprak met Jens. Het gesprek met Daan komt nog." in page


def test_the_line_about_guardians_says_who_was_spoken_with_and_names_nobody(client, cast):
    told = evaluated_today(cast).on(TODAY)
    told.talk("talk", *told.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=4)
    told.review()
    told.decide("yes")
    page = today_of(client, cast.anouk)
    assert "Ouders van Noor en Lars vandaag" in page
    asked = page.split("Nog te spreken: ")[1].split(".")[0]
    assert sorted(asked.replace(" en ", ", ").split(", ")) == ["moeder van Lars", "moeder van Noor", "vader van Noor"]
    for name in ("Samira", "Karim", "Petra"):
        assert name not in page


def test_a_step_whose_question_is_next_leads_to_its_answer(client, cast):
    told = tell(cast).on(FRIDAY).report(cast.sem, by=(cast.daan,)).step_1()
    response = sign_in(client, cast.anouk).get("/vandaag/")
    assert "Is dit plagen of pesten?" in text_of(response)
    assert f'href="/zaken/{told.id}/besluit/"' in response.content.decode()


def test_a_guideline_that_has_passed_has_a_heading_of_its_own_and_is_never_called_late(client, cast):
    tell(cast).on(date(2026, 11, 16)).report(cast.sem, by=(cast.daan,)).safe()
    page = today_of(client, cast.anouk)
    assert "Te laat" not in page
    assert "Richttermijn voorbij 1 Sem en Daan, groep 6 richttermijn voorbij" in page
    assert "De richttermijn was woensdag." in page


def test_of_all_that_asks_for_today_one_has_the_filled_button_and_danger_has_it_before_all(client, cast):
    late = late_in_step_3(cast)
    evaluated_today(cast)
    assert filled(client, cast.anouk) == [f"/zaken/{late.id}/ineens/joint_talk/"]
    in_danger = tell(cast)
    in_danger.opens(
        opening.NewReport(
            story="Thuis gaat het mis.",
            reported_by=Report.By.COLLEAGUE,
            people=((cast.jens.pk, Role.TARGET),),
            reported_on=TODAY,
            dangers=(Danger.HOME,),
        )
    )
    (only,) = filled(client, cast.anouk)
    assert only.startswith(f"/zaken/{in_danger.id}/")


def planned_tomorrow(told: Telling, duty: str, *about: str) -> str:
    """Such a talk; where it is moved to today."""
    fact = planning.plan_talk(
        act=told.on(TODAY).act(),
        case_id=told.id,
        duty=duty,
        on=TODAY + timedelta(days=1),
        about=about,
        talk=PlannedTalk(begins=time(13, 15)),
    )
    return f"/zaken/{told.id}/regel/{fact.pk}/verbeteren/?naar=vandaag"


def test_a_talk_that_is_planned_past_its_term_is_moved_to_today_by_its_button(client, cast):
    told = late_in_step_3(cast)
    move = planned_tomorrow(told, "joint_talk", *told.keys(Role.TARGET, Role.INSTIGATOR))
    assert filled(client, cast.anouk) == [move]


def test_on_a_day_without_school_no_talk_is_moved_to_it(client, cast, monkeypatch):
    told = late_in_step_3(cast)
    planned_tomorrow(told, "joint_talk", *told.keys(Role.TARGET, Role.INSTIGATOR))
    monkeypatch.setattr(clock, "now", lambda: NOW - timedelta(days=1))
    for page in ("/vandaag/", f"/zaken/{told.id}/"):
        assert "naar=vandaag" not in sign_in(client, cast.anouk).get(page).content.decode()


def test_a_talk_of_another_duty_takes_no_button_from_what_comes_first(client, cast):
    told = late_in_step_3(cast)
    with_custody = next(link for link in told.file.guardianships if link.must_be_told)
    planned_tomorrow(told, "inform_guardians", str(with_custody.pk))
    assert filled(client, cast.anouk) == [f"/zaken/{told.id}/ineens/joint_talk/"]


@pytest.mark.parametrize(("days", "heading"), [(21, "Deze week"), (25, "Vandaag")])
def test_what_a_holiday_would_make_a_child_wait_for_is_asked_before_it(client, cast, monkeypatch, days, heading):
    """The first evaluation of a talk on 14 December falls in the holiday, and so on 4 January."""
    tell(cast).on(date(2026, 12, 14)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=days))
    page = text_of(sign_in(client, cast.anouk).get("/vandaag/")).split("Wat je meldde")[0]
    said = "Door vrije dagen duurt het anders tot maandag 4 januari 2027. Kan het vóór de vakantie, uiterlijk"
    assert said in page.split(f" {heading} ")[-1]
    assert said not in text_of(sign_in(client, cast.carla).get("/vandaag/")), "it is asked of who does it"


def test_the_coordinator_sees_what_is_late_elsewhere_with_its_owner_and_looks_instead_of_doing(client, cast):
    told = late_in_step_3(cast)
    response = sign_in(client, cast.carla).get("/vandaag/")
    page = text_of(response)
    assert "1 schooldag te laat" in page
    assert "Zaak van Anouk Vermeer" in page
    assert f'href="/zaken/{told.id}/"' in response.content.decode()
    assert f"/zaken/{told.id}/taak/" not in response.content.decode()


def test_a_colleague_who_takes_no_part_sees_no_case_of_another(client, cast):
    late_in_step_3(cast)
    page = today_of(client, cast.mo)
    assert "Sem" not in page
    assert "Fijne dag" in page


def test_a_new_case_is_said_to_who_leads_until_they_opened_it(client, cast):
    case = tell(cast, by=cast.mo).report(cast.sem, by=(cast.daan,))
    for leader in (cast.carla, cast.hein):
        page = today_of(client, leader)
        assert "Een nieuwe zaak: Sem" in page
        assert "Vandaag heb je" not in page, "what is only told is nothing to do"
    for other in (cast.anouk, cast.mo, cast.bram):
        assert "Een nieuwe zaak" not in today_of(client, other)
    sign_in(client, cast.carla).get(f"/zaken/{case.id}/")
    assert "Een nieuwe zaak" not in today_of(client, cast.carla)
    assert "Een nieuwe zaak" in today_of(client, cast.hein), "each for themselves"


def test_of_many_new_cases_the_latest_are_told_and_where_all_are(client, cast):
    told = tell(cast, by=cast.mo).report(cast.sem, by=(cast.daan,))
    many_like(told.case, MOST_NEW - 1)
    eight = today_of(client, cast.carla)
    assert "Acht nieuwe zaken:" in eight
    assert "Alle zaken" not in eight
    many_like(told.case, 1)
    response = sign_in(client, cast.carla).get("/vandaag/")
    assert "Meer dan acht nieuwe zaken. De laatste:" in text_of(response)
    notice = next(one for one in response.context["notices"].shown if one.strong.startswith("Meer"))
    assert len(notice.links) == MOST_NEW + 1
    assert (notice.links[-1].text, notice.links[-1].url) == ("Alle zaken", "/zaken/")


def test_who_leads_and_reported_it_or_owns_it_knows_of_it(client, cast):
    tell(cast, by=cast.carla).report(cast.sem, by=(cast.daan,))
    assert "Een nieuwe zaak" not in today_of(client, cast.carla)
    assert "Een nieuwe zaak" in today_of(client, cast.hein)


def test_a_case_that_can_be_closed_is_the_leaders_to_close_and_the_teacher_reads_that(client, cast):
    told = tell(cast).on(date(2026, 6, 1)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    told.until_due().evaluate("yes").until_due().evaluate("positive").until_due().after_care().until_due().after_care()
    assert told.step == "close"
    due = told.case.next_due_on
    assert due is not None
    assert due < TODAY
    leader = sign_in(Client(), cast.hein).get("/vandaag/").content.decode()
    assert f'href="/zaken/{told.id}/afsluiten/"' in leader
    teacher = sign_in(client, cast.anouk).get("/vandaag/")
    assert "De Seo-coördinator of de directeur kan de zaak nu afsluiten." in text_of(teacher)
    assert f"/zaken/{told.id}/afsluiten/" not in teacher.content.decode()


def test_a_request_to_watch_reaches_every_colleague_and_is_answered_with_one_press(client, cast):
    told = evaluated_today(cast)
    browser = sign_in(client, cast.mo)
    page = browser.get("/vandaag/")
    assert "Collega Anouk vraagt: zie je iets rond Noor (groep 6)? Antwoorden kost tien tellen." in text_of(page)
    answer = browser.post(
        f"/observatie/{told.id}/", {"token": hidden(page, "token"), "seen": "", "then": "today", "saw": "nothing"}
    )
    assert (answer.status_code, answer["Location"]) == (303, "/vandaag/")
    noted = Fact.objects.get(case=told.id, kind="observation")
    assert noted.by == cast.mo
    assert getattr(noted.body, "seen", None) is False
    after = text_of(browser.get("/vandaag/"))
    assert "Dank je. Ook weten dat er niets was, helpt." in after
    assert "Collega Anouk vraagt" not in after


def test_who_asked_to_watch_is_not_asked_to_answer(client, cast):
    evaluated_today(cast)
    assert "Collega Anouk vraagt" not in today_of(client, cast.anouk)


def test_a_request_that_has_ended_asks_nothing_any_more(client, cast, monkeypatch):
    evaluated_today(cast)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
    assert "Collega Anouk vraagt" not in today_of(client, cast.mo)


def test_a_plan_not_read_yet_waits_for_the_team_until_it_is_opened(client, cast):
    told = evaluated_today(cast)
    browser = sign_in(client, cast.mo)
    recording.observe(
        act=told.as_(cast.mo).on(date(2026, 11, 18)).act(),
        case_id=told.id,
        observation=Observation(seen=False),
        on=told.today,
    )
    assert "Voor het hele team 1 Noor, groep 6 : het plan nieuw plan" in text_of(browser.get("/vandaag/"))
    browser.get(f"/plannen/{told.id}/")
    assert "Voor het hele team" not in text_of(browser.get("/vandaag/"))


def test_a_report_about_staff_stands_on_top_for_the_leaders_but_never_for_the_accused(client, cast):
    told = tell(cast, cast.mo)
    opening.raise_concern(
        act=told.act(token=uuid4()), story="De directeur trok een kind aan de arm.", accused=cast.hein.pk
    )
    assert "Er is een melding over een medewerker." in today_of(Client(), cast.carla)
    assert "melding over een medewerker" not in today_of(Client(), cast.hein)
    assert "melding over een medewerker" not in today_of(Client(), cast.anouk)


def test_who_is_excluded_sees_nothing_of_a_late_case_not_even_as_coordinator(client, cast):
    told = late_in_step_3(cast)
    people.exclude(act=told.as_(cast.hein).on(TODAY).act(), case_id=told.id, staff_id=cast.carla.pk)
    assert "Sem" not in today_of(client, cast.carla)


def test_the_administrator_has_no_today_and_begins_at_the_school(client, cast):
    browser = sign_in(client, cast.ada)
    assert browser.get("/vandaag/").status_code == 404
    assert browser.get("/")["Location"] == "/school/"


def test_another_school_sees_nothing_of_it(client, cast):
    late_in_step_3(cast)
    evaluated_today(cast)
    page = today_of(client, cast.linde.head)
    assert "Sem" not in page
    assert "Te laat" not in page
    assert "De Linde kan beginnen." in page


def test_a_closed_case_of_teasing_asks_how_it_goes_on_the_day_that_was_chosen(client, cast):
    told = tell(cast).on(date(2026, 11, 9)).report(cast.sem, by=(cast.daan,)).step_1().judged("teasing")
    told.agree()
    closing.close_case(act=told.act(), case_id=told.id, reason="Er zijn afspraken.", check_on=TODAY)
    response = sign_in(client, cast.anouk).get("/vandaag/")
    assert "Navraag. De zaak is afgesloten met afspraken. Gaat het nog goed?" in text_of(response)
    assert f'href="/zaken/{told.id}/navraag/"' in response.content.decode()


@pytest.mark.parametrize("leads", [False, True])
def test_when_there_are_more_cases_than_fit_the_rest_is_a_link_away(client, cast, leads):
    staff = cast.carla if leads else cast.anouk
    many_like(late_in_step_3(cast).case, MOST_ON_TODAY + 5)
    page = sign_in(client, staff).get("/vandaag/").content.decode()
    assert page.count('<li class="row whole">') == MOST_ON_TODAY
    address = "/zaken/" if leads else f"/zaken/?wie={staff.pk}"
    assert re.search(rf'href="{re.escape(address)}">.*Meer staat bij Zaken', page)


def test_names_cannot_break_the_page(client, cast):
    cast.sem.first_name = "<b>Sem</b>"
    cast.sem.save()
    late_in_step_3(cast)
    assert "<b>Sem</b>" not in sign_in(client, cast.anouk).get("/vandaag/").content.decode()


def test_right_after_a_report_it_says_that_something_comes_and_what_comes_first(client, cast):
    told = tell(cast).report(cast.sem, by=(cast.daan,))
    answer = sign_in(client, cast.anouk).get("/vandaag/")
    page = text_of(answer)
    assert "Vandaag moet er niets af. Hieronder zie je wat eerst komt." in page
    assert "Is Sem veilig voor nu?" in page
    assert f"/zaken/{told.id}/veilig/" in answer.content.decode()


def info(strong: str, *links: str) -> OnTop:
    return OnTop("info", "inbox", "", strong, "", [Go(text, "/") for text in links])


def test_before_something_to_do_all_that_only_tells_something_is_one_line_that_says_what_comes_first():
    told, asks = (
        info("", "Bij de deur is iets verteld.", "Wie iets vertelde, schrijft terug."),
        OnTop("", "scale", "", "Lees even mee", "", []),
    )
    new = info("Drie nieuwe zaken:", "Sem", "Noor", "Jens")
    found = in_order([told, asks, new], before_rows=True)
    assert (found.shown, found.folded, found.line) == ([asks], [told, new], None)
    assert found.folded_in_words == "Bij de deur is iets verteld, en nog twee berichten"
    assert in_order([new], before_rows=True).folded_in_words == "Drie nieuwe zaken"
    assert in_order([told, asks, new], before_rows=False).folded == [], "there is nothing that it would stand before"
    assert in_order([], before_rows=True).folded_in_words == ""


def test_one_thing_to_read_is_a_link_and_is_not_unfolded_first():
    told, new = info("", "Bij de deur is iets verteld."), info("Een nieuwe zaak:", "Sem en Daan, groep 6")
    assert in_order([told], before_rows=True).line == Go("Bij de deur is iets verteld.", "/")
    assert in_order([new], before_rows=True).line == Go("Een nieuwe zaak: Sem en Daan, groep 6", "/")
    assert in_order([told, new], before_rows=True).line is None


def test_what_is_late_or_asks_for_something_today_is_never_folded(cast):
    pressing = [OnTop(look, "siren", "", look, "", []) for look in ("late", "")]
    assert in_order([*pressing, info("Een nieuwe zaak:", "Sem")], before_rows=True).shown == pressing
    somebody_tells(doors_of(cast))
    assert [one.says for one in told_on_top(waits_for(cast.carla, TODAY))] == [["Bij de deur is iets verteld"]]


def test_a_row_that_is_the_link_already_has_no_button_to_the_same_page(client, cast):
    late = late_in_step_3(cast)
    page = sign_in(client, cast.carla).get("/vandaag/").content.decode()
    (row,) = [one for one in re.findall(r'<li class="row whole">.*?</li>', page, re.DOTALL) if "te laat" in one]
    assert row.count(f'href="/zaken/{late.id}/"') == 1
    assert "Zaak bekijken" not in row
