"""Zaak: where a case stands, the one next thing to do, and what stands beside it."""

import re
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kring.cases import bodies
from kring.cases.actions import closing, deciding, informing, opening, people, planning, recording
from kring.cases.models import Report
from kring.demo.doing import DOES
from kring.mail.models import Letter
from kring.protocol.terms import Kind, Role
from kring.school.models import Guardianship
from kring.trail.models import TrailLine
from kring.vault.keys import forget_keys
from kring.web.request import clock
from kring.web.road.names import reported_by
from tests.cases.telling import Telling, tell
from tests.cast import NOW, Cast, sign_in
from tests.web.many import many_like
from tests.web.sending import text_of

WEDNESDAY = date(2026, 11, 18)


def page_of(client: Client, staff: object, told: Telling, query: str = "") -> str:
    response = sign_in(client, staff).get(f"/zaken/{told.id}/{query}")  # type: ignore[arg-type]
    assert response.status_code == 200
    return text_of(response)


def html_of(client: Client, staff: object, told: Telling) -> str:
    html: str = sign_in(client, staff).get(f"/zaken/{told.id}/").content.decode()  # type: ignore[arg-type]
    return html


@pytest.fixture
def told(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,))


@pytest.fixture
def late(cast: Cast) -> Telling:
    """In step 3, which should have been done last Friday."""
    told = tell(cast).on(WEDNESDAY).report(cast.sem, by=(cast.daan,), followers=(cast.lars,))
    told.step_1().judged("bullying")
    told.talk("ask_target", told.key(cast.sem), feeling=2)
    return told


# The head and the path


def test_the_head_says_who_which_case_who_reported_and_whose_it_is(client, cast, told):
    page = page_of(client, cast.anouk, told)
    assert "Sem en Daan, groep 6 gemeld op 23 november · meer" in page
    assert "zaak 2026-001 · gemeld door Anouk Vermeer op 23 november · eigenaar Anouk Vermeer" in page


def test_who_reported_is_told_by_name_only_to_who_may_know(client, cast):
    told = tell(cast, cast.bram)
    report = opening.NewReport(
        story="Mijn zoon wil niet meer naar school.",
        reported_by=Report.By.GUARDIAN,
        reporter="Inge Bakker",
        people=((cast.sem.pk, Role.TARGET),),
        reported_on=told.today,
    )
    told.opens(report)
    seen_by_teacher = page_of(client, cast.anouk, told)
    assert "gemeld door een ouder op 23 november" in seen_by_teacher
    assert "Inge Bakker" not in seen_by_teacher
    assert "gemeld door een ouder (Inge Bakker) op 23 november" in page_of(client, cast.carla, told)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Moeder van Sem", "een ouder (moeder van Sem)"),
        ("Oma", "een ouder (oma)"),
        ("De Vries", "een ouder (De Vries)"),
        ("Een ouder, zonder naam", "een ouder, zonder naam"),
    ],
)
def test_who_told_it_fits_the_sentence_however_it_was_typed(cast, typed, said):
    told = tell(cast)
    told.opens(replace(told.report_of(cast.sem), reported_by=Report.By.GUARDIAN, reporter=typed))
    assert reported_by(Report.objects.get(), cast.carla) == said


def test_the_path_shows_what_is_done_what_is_late_and_what_comes(client, cast, late):
    page = page_of(client, cast.anouk, late)
    assert "Signaleren , gedaan 18 november Analyseren , gedaan" in page
    assert "Pesten, 18 november" in page
    assert "Aanpak , nu bezig, te laat moest 20 november" in page
    assert "Eerste evaluatie , komt nog een week na stap 3" in page
    assert "Tweede evaluatie , komt nog twee weken na stap 4" in page


def test_the_path_of_teasing_ends_with_closing(client, cast, told):
    told.step_1().judged("teasing").agree()
    page = page_of(client, cast.anouk, told)
    assert "Plagen, 23 november" in page
    assert "Afsluiten , nu bezig" in page
    assert "Eerste evaluatie" not in page


def test_every_round_stands_on_the_path(client, cast, told, monkeypatch):
    told.step_1().judged("bullying").step_3().until_due().evaluate("yes").until_due().evaluate("negative")
    told.until_due()
    monkeypatch.setattr(clock, "now", lambda: NOW + (told.today - NOW.date()))
    page = page_of(client, cast.anouk, told)
    assert "Nagekomen, 30 november" in page
    assert "Nog niet, 14 december" in page
    assert "Tweede evaluatie, ronde 2 , nu bezig vandaag" in page
    assert "Stap 5: tweede evaluatie, ronde 2" in page


def test_a_finished_step_can_be_opened_again_to_read(client, cast, late):
    page = page_of(client, cast.anouk, late, "?stap=1")
    assert "Terug naar nu" in page
    assert "Stap 1: signaleren Klaar sinds woensdag 18 november." in page
    assert "Praten met de leerling die gepest wordt , gedaan Sem, 18 november" in page
    assert "Vastleggen" not in page


@pytest.mark.parametrize("number", ["9", "0", "-1", "x", "²", "99999"])
def test_a_step_that_the_case_has_not_come_to_is_not_there(client, cast, told, number):
    assert sign_in(client, cast.anouk).get(f"/zaken/{told.id}/?stap={number}").status_code == 404


# The checklist


def test_only_the_first_thing_to_do_has_the_filled_button(client, cast, late):
    html = html_of(client, cast.anouk, late)
    page, _end, _what_is_kept_unseen = html.partition("</main>")
    assert page.count('<section class="now') == 1
    assert page.count('class="button"') == 1
    assert f'class="button" href="/zaken/{late.id}/ineens/joint_talk/"' in page
    assert page.count(f'href="/zaken/{late.id}/taak/joint_talk/"') == 1, "what comes first stands in the list no more"


def test_what_is_done_folds_to_a_line_with_the_day_and_a_link_to_the_fact(client, cast, late):
    fact = late.file.of_kind("talk")[-1]
    html = html_of(client, cast.anouk, late)
    assert f'<a href="/zaken/{late.id}/regel/{fact.pk}/">Sem, 18 november</a>' in html


def test_many_incidents_fold_behind_their_number(client, cast, told):
    for _day in range(5):
        told.incident()
    assert "Voorvallen opschrijven , gedaan 5 voorvallen, het laatst op 23 november" in page_of(
        client, cast.anouk, told
    )


def test_who_is_missing_is_said_by_first_name_and_of_guardians_how_many_were_spoken_to(client, cast, late):
    page = page_of(client, cast.anouk, late)
    assert "Met: Sem · Daan" in page
    assert "0 van 4 ouders gesproken." in page
    assert "Bakker" not in page


def test_where_calling_comes_first_each_guardian_is_said_by_what_they_are(client, cast, late):
    while (task := late.progress.last.next_task) and task.duty.kind is not Kind.INFORM_GUARDIANS:
        DOES[task.duty.kind](late, task)
    page = page_of(client, cast.anouk, late)
    assert "Nu 1 schooldag te laat Ouders informeren" in page
    assert "Nog te spreken: moeder van Sem · vader van Sem · moeder van Daan · moeder van Lars" in page
    assert "Bakker" not in page


def test_a_guardian_who_was_not_reached_stays_with_the_day_of_the_attempt(client, cast, late):
    mother = next(link for link in late.file.guardianships if link.guardian_id == cast.inge_bakker.pk)
    informing.inform_guardian(
        act=late.act(),
        case_id=late.id,
        guardianship_id=mother.pk,
        on=late.today,
        informed=bodies.Informed(reached=bodies.Reached.NOT_REACHED),
    )
    page = page_of(client, cast.anouk, late)
    assert "0 van 4 ouders gesproken. Nog te spreken: moeder van Sem (nog niet bereikt op 18 november)" in page


def test_when_nobody_is_known_to_do_it_the_page_asks_to_add_a_pupil(client, cast):
    told = tell(cast).report(cast.sem)
    told.safe()
    told.talk("talk_target", told.key(cast.sem), feeling=2)
    page = html_of(client, cast.anouk, told)
    assert "Wie het doet is nog niet bekend. Voeg een leerling toe" in page
    (button,) = re.findall(r'<a class="button" href="([^"]*)"', page)
    assert button == f"/zaken/{told.id}/mensen/leerling/", "what cannot be recorded yet is no button"
    assert f"/zaken/{told.id}/taak/talk_instigator/" not in page
    assert f'href="{button}">Leerling toevoegen' in sign_in(client, cast.anouk).get("/vandaag/").content.decode()


def test_what_waits_says_what_comes_first(client, cast, told):
    page = page_of(client, cast.anouk, told)
    assert "De ernst inschatten , kan nog niet Doe eerst ‘Voorvallen opschrijven’. Dan kan dit." in page


def test_the_question_stands_after_the_duties_that_come_before_it(client, cast, told, monkeypatch):
    told.step_1().judged("bullying").step_3().until_due()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=7))
    page = page_of(client, cast.anouk, told)
    order = [
        "Praten met beide partijen",
        "Afspraken doornemen van Kring ,",
        "Is het gelukt om de afspraken na te komen? , kan nog niet",
    ]
    places = [page.index(text) for text in [*order, "Ouders informeren ,"]]
    assert places == sorted(places)
    told.talk("talk", *told.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=4)
    told.review()
    html = html_of(client, cast.anouk, told)
    assert f'class="button" href="/zaken/{told.id}/besluit/"' in html


def test_an_answered_question_shows_its_answer_and_the_protocols_own_words(client, cast, told):
    told.step_1().judged("teasing")
    page = page_of(client, cast.anouk, told)
    assert "Is dit plagen of pesten? , beantwoord Plagen, 23 november" in page
    assert "Indien hier sprake is van plagen, dan maakt de leerkracht afspraken" in page


def test_the_coordinator_may_let_a_duty_go_and_everybody_sees_who_and_why(client, cast, late):
    assert html_of(client, cast.carla, late).count("/niet-nodig/") == 1, "one place, however many duties there are"
    which = sign_in(client, cast.carla).get(f"/zaken/{late.id}/niet-nodig/").content.decode()
    assert f"/zaken/{late.id}/niet-nodig/class_attention/" in which
    assert "/niet-nodig/" not in html_of(client, cast.anouk, late)
    closing.waive(
        act=late.as_(cast.carla).act(), case_id=late.id, duty="class_attention", reason="De klas was al op kamp."
    )
    page = page_of(client, cast.anouk, late)
    assert "In de klas bespreken , hoeft niet Hoeft niet: De klas was al op kamp. Carla Jansen, 18 november" in page


def test_what_is_optional_says_so_and_is_neither_first_nor_let_go(client, cast):
    told = tell(cast).on(date(2026, 10, 26)).report(cast.sem, by=(cast.daan,), followers=(cast.lars,))
    told.step_1().judged("bullying").step_3().until_due().evaluate("yes").until_due()
    page = page_of(client, cast.carla, told)
    assert "Nog eens in de klas bespreken van Kring , mag Mag, hoeft niet: de stap wacht er niet op." in page
    which = sign_in(client, cast.carla).get(f"/zaken/{told.id}/niet-nodig/").content.decode()
    assert "/niet-nodig/talk/" in which
    assert "/niet-nodig/class_attention/" not in which
    told.hear().talk("talk", *told.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    told.review()
    assert re.search("Nu [^.]* Zijn de effecten positief?", page_of(client, cast.anouk, told))


def test_the_protocols_own_sentences_are_one_tap_away(client, cast, told):
    page = page_of(client, cast.anouk, told)
    assert "“De leerkracht heeft een afzonderlijk gesprek met de leerling die pest (de pester)" in page


# By when


def test_what_is_late_is_said_with_what_to_do_and_a_button_that_does_it(client, cast, late):
    page = page_of(client, cast.anouk, late)
    assert "Nu 1 schooldag te laat Het gezamenlijke gesprek voeren Met: Sem · Daan" in page
    assert "Alles in één keer : Het gezamenlijke gesprek voeren" in page


def test_a_talk_that_is_planned_past_its_term_is_moved_to_today_by_one_button(client, cast, late):
    planning.plan_talk(
        act=late.on(date(2026, 11, 23)).act(),
        case_id=late.id,
        duty="joint_talk",
        on=date(2026, 11, 24),
        about=late.keys(Role.TARGET, Role.INSTIGATOR),
        talk=bodies.PlannedTalk(begins=time(13, 15)),
    )
    page = page_of(client, cast.anouk, late)
    assert "Nu 1 schooldag te laat Het gezamenlijke gesprek voeren Gesprek met Sem en Daan: morgen om" in page
    fact = late.file.of_kind("talk_planned")[-1]
    seen = html_of(client, cast.anouk, late)
    move = f"/zaken/{late.id}/regel/{fact.pk}/verbeteren/?naar=vandaag"
    assert seen.count('class="button"') == seen.count(f'class="button" href="{move}"') == 1
    form = client.get(move).content.decode()
    assert 'value="2026-11-23"' in form
    assert 'value="2026-11-24"' in client.get(move.partition("?")[0]).content.decode()


def test_a_guideline_that_has_passed_is_not_called_late(client, cast):
    told = tell(cast).on(date(2026, 11, 17)).report(cast.sem)
    told.safe()
    page = page_of(client, cast.anouk, told)
    assert "Nu richttermijn voorbij Praten met de leerling die gepest wordt" in page
    assert "te laat" not in page


def test_a_step_that_is_due_today_says_so(client, cast):
    told = tell(cast).on(date(2026, 11, 19)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    assert "Nu vandaag Vooraf vragen wat de leerling wil" in page_of(client, cast.anouk, told)


def test_a_holiday_that_makes_a_child_wait_is_said_with_a_day_before_it(client, cast, monkeypatch):
    told = tell(cast).on(date(2026, 12, 14)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=21))
    page = page_of(client, cast.anouk, told)
    assert "Door vrije dagen wacht Sem langer: tot maandag 4 januari 2027." in page
    assert "Kies een dag vóór de vakantie" in page
    assert f"/zaken/{told.id}/datum/" in html_of(client, cast.anouk, told)
    deciding.plan_step(act=told.act(), case_id=told.id, on=date(2026, 12, 18))
    page = page_of(client, cast.anouk, told)
    assert "Door vrije dagen" not in page
    assert "Naar voren gehaald: vrijdag 18 december in plaats van maandag 4 januari 2027." in page


# Danger


def test_signs_of_danger_show_whom_to_call_on_top(client, cast, told):
    cast.school.phone_head = "030-123 45 67"
    cast.school.save()
    told.incident()
    severity = bodies.Severity(
        level=bodies.Level.GRAVE, reasons="Hij zegt nare dingen.", danger=(bodies.Danger.SELF_HARM,)
    )
    recording.estimate_severity(act=told.act(), case_id=told.id, severity=severity)
    html = html_of(client, cast.anouk, told)
    assert 'href="tel:112"' in html
    assert 'href="tel:0301234567"' in html
    page = page_of(client, cast.anouk, told)
    assert page.index("Bel nu, wacht niet op Kring") < page.index("Signaleren , nu bezig")
    assert "Het nummer van de Seo-coördinator staat nog niet in Kring. Loop er meteen heen." in page


def test_danger_in_the_report_shows_before_anybody_estimated_the_severity(client, cast):
    told = tell(cast)
    report = opening.NewReport(
        story="Thuis gaat het mis.",
        reported_by=Report.By.COLLEAGUE,
        people=((cast.sem.pk, Role.TARGET),),
        reported_on=told.today,
        dangers=(bodies.Danger.HOME,),
    )
    told.opens(report)
    assert "Veilig Thuis" in page_of(client, cast.anouk, told)


def test_without_signs_there_is_no_panel(client, cast, told):
    assert "Bel nu" not in page_of(client, cast.anouk, told.step_1())


# Beside it


def test_the_side_tells_who_takes_part_how_safe_the_child_feels_and_how_often(client, cast, late):
    page = page_of(client, cast.anouk, late)
    assert "Sem wordt gepest" in page
    assert "Daan pest" in page
    assert "Lars pest mee" in page
    assert "Hoe veilig voelt Sem zich?" in page
    assert "een beetje veilig. " in page
    assert "ernst: ernstig" in page
    assert "1 voorval sinds 18 november" in page


def test_a_child_who_would_not_say_is_in_the_table(client, cast, told):
    key = told.key(cast.sem)
    recording.record_talk(
        act=told.act(),
        case_id=told.id,
        duty="talk_target",
        on=told.today,
        about=[key],
        talk=bodies.Talk(said="Hij was stil.", feelings={key: None}),
    )
    assert "23 nov wilde het niet zeggen" in page_of(client, cast.anouk, told)


def test_it_says_who_knows(client, cast, told):
    told.step_1().judged("bullying")
    before = page_of(client, cast.anouk, told)
    assert "Ouders van Sem 0 van 2" in before
    assert "Team na het plan" in before
    told.step_3()
    after = page_of(client, cast.anouk, told)
    assert "Ouders van Sem 2 van 2" in after
    assert "Ouders van Daan 1 van 1" in after
    assert "Seo-coördinator mail nog niet verstuurd" in after
    assert "Team 0 van 4 lazen het" in after
    assert "Plan, versie 1" in after
    sign_in(client, cast.mo).get(f"/plannen/{told.id}/")
    sign_in(client, cast.carla).get(f"/plannen/{told.id}/")
    again = page_of(client, cast.anouk, told)
    assert "Team 1 van 4 lazen het" in again
    assert "Seo-coördinator gelezen vandaag om" in again


def test_of_each_colleague_it_says_sent_waiting_refused_or_read(client, cast, told):
    told.step_1().judged("bullying").step_3()
    letters = Letter.objects.filter(kind="plan_issued")
    letters.filter(to_staff=cast.carla).update(sent_at=NOW)
    for colleague in (cast.hein, cast.bram):
        letters.filter(to_staff=colleague).update(refused_at=NOW, answer="550 5.1.1 no such user")
    sign_in(client, cast.wil).get(f"/plannen/{told.id}/")
    page = page_of(client, cast.anouk, told)
    assert "gekregen op" not in page
    assert "Seo-coördinator mail verstuurd vandaag om" in page
    assert "Directeur mail geweigerd" in page
    assert "Hein Smit mail geweigerd: 550 5.1.1 no such user" in page
    assert "Team 1 van 4 lazen het, één mail kwam niet aan" in page
    assert "Bram de Boer mail geweigerd: 550 5.1.1 no such user" in page
    assert "Mo Yilmaz mail nog niet verstuurd" in page
    assert "Wil de Ruiter gelezen vandaag om" in page
    assert "Anouk Vermeer deelde deze versie" in page


def test_of_each_guardian_it_says_how_it_went(client, cast, told):
    told.step_1().judged("bullying")
    answers = {
        cast.inge_bakker: bodies.Informed(reached=bodies.Reached.INFORMED, channel="phone", said="Dank je."),
        cast.tom_bakker: bodies.Informed(reached=bodies.Reached.NOT_REACHED, because="Geen gehoor."),
        cast.karin_visser: bodies.Informed(reached=bodies.Reached.NOT_INFORMED, because="Contactverbod."),
    }
    for guardian, answer in answers.items():
        link = Guardianship.objects.get(guardian=guardian)
        informing.inform_guardian(
            act=told.act(), case_id=told.id, guardianship_id=link.pk, on=told.today, informed=answer
        )
    page = page_of(client, cast.anouk, told)
    assert "Ouders van Sem 1 van 2" in page
    assert "Moeder van Sem gesproken, 23 november, gebeld, door juf Anouk" in page
    assert "Vader van Sem nog niet bereikt, 23 november, door juf Anouk: Geen gehoor." in page
    assert "Moeder van Daan bewust niet, 23 november, door juf Anouk: Contactverbod." in page
    assert "Vader van Daan geen gezag, alleen op verzoek" in page


def test_who_was_told_on_request_or_before_custody_was_known_is_there_as_such(client, cast, told):
    told.step_1().judged("bullying")
    people.add_child(act=told.act(), case_id=told.id, pupil_id=cast.lars.pk, role=Role.FOLLOWER)
    for guardian, words in (
        (cast.rob_visser, {"on_request": True}),
        (cast.petra_de_wit, {"custody_unknown": "Lars woont bij haar."}),
    ):
        informing.inform_guardian(
            act=told.act(),
            case_id=told.id,
            guardianship_id=Guardianship.objects.get(guardian=guardian).pk,
            on=told.today,
            informed=bodies.Informed(reached=bodies.Reached.INFORMED, channel="phone", **words),
        )
    page = page_of(client, cast.anouk, told)
    assert "Ouders van Daan 0 van 1" in page
    assert "Vader van Daan gesproken, 23 november, gebeld, door juf Anouk, vroeg er zelf om" in page
    assert "Moeder van Lars gesproken, 23 november, gebeld, door juf Anouk: Lars woont bij haar." in page


def test_it_asks_the_database_at_most_twelve_questions_with_a_plan_too(client, cast, told):
    told.step_1().judged("bullying").step_3()
    browser = sign_in(client, cast.carla)
    url = reverse("case", args=[told.id])
    browser.get(url)
    with CaptureQueriesContext(connection) as queries:
        browser.get(url)
    assert len(queries) <= 12, "\n".join(query["sql"] for query in queries.captured_queries)


def test_it_shows_the_agreements_that_hold_now_and_the_dates_to_come(client, cast, told):
    told.step_1().judged("bullying").step_3()
    page = page_of(client, cast.anouk, told)
    assert "Afspraken nu Daan laat de tas van Sem met rust. Daan" in page
    assert "Eerste evaluatie maandag 30 november" in page


def test_what_colleagues_saw_since_they_were_asked_stands_beside_it(client, cast, told):
    told.step_1().judged("bullying").step_3()
    for colleague, body in (
        (cast.mo, bodies.Observation(seen=True, what="Er werd geduwd bij de kapstok.")),
        (cast.bram, bodies.Observation(seen=False)),
        (cast.wil, bodies.Observation(seen=False)),
    ):
        recording.observe(act=told.as_(colleague).act(), case_id=told.id, on=told.today, observation=body)
    page = page_of(client, cast.anouk, told)
    assert "Wat collega’s zagen Er werd geduwd bij de kapstok. Mo Yilmaz, 23 nov" in page
    assert "Twee keer niets bijzonders gezien." in page
    assert "schreef niemand op" not in page


def test_the_days_before_an_evaluation_on_which_nobody_looked_stand_there(client, cast, told, monkeypatch):
    told.step_1().judged("bullying").step_3()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=3))
    page = page_of(client, cast.anouk, told)
    assert "Op dinsdag en woensdag schreef niemand op wat er te zien was. Wie kijkt er morgen?" in page


def test_a_later_case_shows_what_was_agreed_when_it_was_teasing(client, cast):
    former = tell(cast).on(date(2026, 10, 5)).report(cast.sem, by=(cast.daan,)).step_1().judged("teasing")
    former.agree()
    former.close()
    told = tell(cast).report(cast.sem, by=(cast.daan,))
    page = page_of(client, cast.anouk, told)
    assert "Zaak 2026-001: Sem en Daan, groep 6 Was plagen. Afgesloten op 5 oktober." in page
    assert "Toen is afgesproken: Daan laat de tas van Sem met rust." in page


def test_another_case_of_which_the_reader_is_kept_out_is_not_told_of(client, cast, told):
    other = tell(cast, cast.carla).report(cast.sem, by=(cast.noor,))
    people.hand_over(act=other.act(), case_id=other.id, to=cast.bram.pk)
    people.exclude(act=other.act(), case_id=other.id, staff_id=cast.anouk.pk)
    assert "Noor" not in page_of(client, cast.anouk, told)


# The end


def test_in_the_last_step_the_teacher_reads_who_closes_and_the_coordinator_has_the_button(
    client, cast, told, monkeypatch
):
    told.step_1().judged("bullying").step_3().until_due().evaluate("yes").until_due().evaluate("positive")
    told.until_due().after_care().until_due().after_care()
    monkeypatch.setattr(clock, "now", lambda: NOW + (told.today - NOW.date()))
    page = page_of(client, cast.anouk, told)
    assert "De Seo-coördinator of de directeur sluit deze zaak af. Het staat al op hun Vandaag." in page
    assert f'class="button" href="/zaken/{told.id}/afsluiten/"' in html_of(client, cast.carla, told)


def test_a_closed_case_says_how_it_ended_in_the_childs_own_words(client, cast, told):
    told.step_1().judged("teasing").agree()
    told.hear(stopped=bodies.Stopped.STOPPED, feels=5)
    closing.close_case(
        act=told.act(),
        case_id=told.id,
        reason="Ze spelen weer samen.",
        check_on=date(2026, 12, 7),
    )
    page = page_of(client, cast.anouk, told)
    assert "Deze zaak is afgesloten op 23 november. Het was plagen, en er zijn afspraken gemaakt." in page
    assert "Ze spelen weer samen." in page
    assert re.search(r"Sem Gestopt : Sem, [^.]* Heel veilig", page)
    assert "Navraag: maandag 7 december" in page
    assert "Zaak heropenen" not in page
    assert "Zaak heropenen" in page_of(client, cast.carla, told)


def test_a_case_that_was_closed_halfway_says_so_at_the_step_where_it_stood(client, cast, told):
    told.step_1().judged("bullying")
    closing.close_case(act=told.as_(cast.carla).hear().act(), case_id=told.id, reason="Verhuisd.")
    page = page_of(client, cast.anouk, told)
    assert "Aanpak , de zaak is hier afgesloten 23 november" in page
    assert "Verhuisd." in page


def test_a_reopened_case_shows_both_times_on_its_path(client, cast, told):
    told.step_1().judged("teasing").agree()
    told.close()
    closing.reopen(act=told.as_(cast.carla).act(), case_id=told.id, to="signal", reason="Het is terug.")
    page = page_of(client, cast.anouk, told)
    assert "Afsluiten , afgesloten 23 november 1 Signaleren, ronde 2 , nu bezig" in page


# Who sees it


def test_opening_it_is_a_line_in_the_trail(client, cast, told):
    page_of(client, cast.anouk, told)
    line = TrailLine.objects.of_case(told.id).first()
    assert line is not None
    assert (line.verb, line.by_id) == ("case.read", cast.anouk.pk)


def test_what_it_shows_of_an_earlier_case_is_a_line_of_that_one_written_together_with_its_own(client, cast, told):
    told.step_1().judged("teasing").agree()
    told.close()
    again = tell(cast).report(cast.sem, by=(cast.daan,))
    sign_in(client, cast.anouk)
    before = TrailLine.objects.order_by("-pk")[0].pk
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/zaken/{again.id}/")
    lines = TrailLine.objects.filter(pk__gt=before).order_by("pk").values_list("verb", "case_id", "by")
    assert list(lines) == [("case.read", pk, cast.anouk.pk) for pk in (again.id, told.id)]
    assert sum('INTO "trail_trailline"' in query["sql"] for query in asked.captured_queries) == 1
    client.head(f"/zaken/{again.id}/")
    assert not TrailLine.objects.filter(pk__gt=before)[2:], "whoever asks for the head of it sees nothing"


def test_who_takes_no_part_the_administrator_and_another_school_find_no_page(client, cast, told):
    for stranger in (cast.mo, cast.bram, cast.wil, cast.ada, cast.linde.head, cast.linde.coordinator):
        assert sign_in(client, stranger).get(f"/zaken/{told.id}/").status_code == 404


def test_who_is_excluded_finds_no_page_whatever_the_role(client, cast, told):
    people.exclude(act=told.as_(cast.carla).act(), case_id=told.id, staff_id=cast.hein.pk)
    assert sign_in(client, cast.hein).get(f"/zaken/{told.id}/").status_code == 404


def test_text_with_markup_is_shown_as_text(client, cast, told):
    told.incident(what="<script>alert(1)</script> & 😢")
    html = html_of(client, cast.anouk, told)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; 😢" in html


def test_the_page_costs_at_most_twelve_queries_with_one_case_or_with_two_hundred(
    client, cast, late, django_assert_max_num_queries
):
    sign_in(client, cast.carla)
    forget_keys()  # as the first page of a process
    with django_assert_max_num_queries(12) as alone:
        client.get(f"/zaken/{late.id}/")
    many_like(late.case, 200)
    forget_keys()
    with django_assert_max_num_queries(12) as crowded:
        client.get(f"/zaken/{late.id}/")
    assert len(crowded) == len(alone)
