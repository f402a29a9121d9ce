"""Dossier: what was recorded, in words, for whom; former versions; taking back."""

from datetime import date, time, timedelta

import pytest
from django.test import Client

from kring.cases import bodies
from kring.cases.actions import caring, closing, deciding, opening, people, planning, putting_right, recording
from kring.cases.actions.answering import answer_danger
from kring.cases.models import Fact, Report
from kring.protocol.terms import Role
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb
from kring.web.case import trail as trail_page
from kring.web.case.trail import SAYS
from kring.web.request import clock
from tests.cases.examples import promise, reply_of_mother, statement_of_mother
from tests.cases.telling import Telling, tell
from tests.cast import NOW, Cast, sign_in
from tests.web.sending import hidden, send, text_of


@pytest.fixture
def told(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,))


def page_of(client: Client, staff: object, url: str) -> str:
    response = sign_in(client, staff).get(url)  # type: ignore[arg-type]
    assert response.status_code == 200, url
    return text_of(response)


def dossier(client: Client, staff: object, told: Telling) -> str:
    return page_of(client, staff, f"/zaken/{told.id}/dossier/")


def address(told: Telling, fact: Fact) -> str:
    return f"/zaken/{told.id}/regel/{fact.pk}/"


def a_talk(told: Telling, cast: Cast) -> Fact:
    key = told.key(cast.sem)
    return recording.record_talk(
        act=told.act(),
        case_id=told.id,
        duty="talk_target",
        on=told.today,
        about=[key],
        talk=bodies.Talk(
            said="We zaten in de klas.",
            own_words="Ze lachen altijd.",
            in_confidence="Ik durf niet naar de wc.",
            also_present="Carla Jansen",
            feelings={key: 1},
        ),
    )


def test_the_newest_step_stands_on_top_and_in_it_the_newest_fact(client, cast, told):
    told.step_1().judged("bullying")
    told.talk("ask_target", told.key(cast.sem), feeling=3)
    page = dossier(client, cast.anouk, told)
    order = ["Stap 3: aanpak", "Vooraf vragen", "Stap 2: analyseren", "Is dit plagen of pesten? : Pesten", "Stap 1"]
    places = [page.index(text) for text in order]
    assert places == sorted(places)
    assert page.rindex("De melding") > page.rindex("Praten met de leerling die gepest wordt")


def test_every_line_opens_and_tells_all_its_fields_in_words(client, cast, told):
    page = page_of(client, cast.anouk, address(told, a_talk(told, cast)))
    assert "Praten met de leerling die gepest wordt Stap 1: signaleren Met Sem" in page
    assert "Wat er gezegd is We zaten in de klas." in page
    assert "In de woorden van het kind Ze lachen altijd." in page
    assert "In vertrouwen gezegd komt nooit in het plan Ik durf niet naar de wc." in page
    assert "Wie er nog bij was Carla Jansen" in page
    assert "Hoe veilig voelt Sem zich? Niet veilig" in page
    assert "Wanneer maandag 23 november 2026" in page
    assert "Opgeschreven Anouk Vermeer, vandaag om 10.0" in page


@pytest.mark.slow
def test_every_kind_of_fact_can_be_read(client, cast):
    told = tell(cast).report(cast.sem, by=(cast.daan, cast.lars))
    planning.plan_talk(
        act=told.act(),
        case_id=told.id,
        duty="talk_target",
        on=told.today,
        about=told.keys(Role.TARGET),
        talk=bodies.PlannedTalk(begins=time(14, 5), place="De spreekkamer"),
    )
    told.step_1().judged("bullying").step_3().until_due().evaluate("no", bodies.Kept.PARTLY)
    told.until_due().evaluate("negative", bodies.Kept.NOT).until_due().evaluate("positive")
    no_more = bodies.CareMoment.NEXT_TEACHER
    caring.choose_more_care(act=told.act(), case_id=told.id, moment=no_more, wanted=False)
    told.until_due().after_care().until_due().after_care().as_(cast.carla)
    promise(told)
    people.hand_over(act=told.act(), case_id=told.id, to=cast.bram.pk, reason="Verlof")
    closing.close_case(act=told.hear().act(), case_id=told.id, reason="Klaar", check_on=date(2027, 12, 1))
    closing.check_back(act=told.act(), case_id=told.id, quiet=False, note="Het is terug.")
    closing.waive(act=told.act(), case_id=told.id, duty="incidents", reason="Al bekend.")
    seen = bodies.Observation(seen=True, what="Er werd geduwd.", place="playground")
    recording.observe(act=told.act(), case_id=told.id, on=told.today, observation=seen)
    grave = bodies.Severity(level=bodies.Level.GRAVE, reasons="Sem eet niet meer.", danger=(bodies.Danger.HOME,))
    recording.estimate_severity(act=told.act(), case_id=told.id, severity=grave)
    answered = bodies.DangerAnswered(called="Veilig Thuis", done="Advies gevraagd.", time="10:40")
    answer_danger(act=told.act(), case_id=told.id, on=told.today, answered=answered)
    mother = next(link.pk for link in told.file.guardianships if link.must_be_told)
    putting_right.put_right(
        act=told.act(), case_id=told.id, guardianships=[mother], on=told.today, said="Het ligt anders."
    )
    reply_of_mother(told)
    statement_of_mother(told, told.file.of_kind("incident")[0])
    lars = next(child.pk for child in told.file.people if child.pupil_id == cast.lars.pk)
    people.remove_child(act=told.act(), case_id=told.id, involved_id=lars, because="Lars was ziek.", mistake=True)
    facts = told.file.facts
    sign_in(client, cast.carla)
    for fact in facts:
        page = text_of(client.get(address(told, fact)))
        assert "Opgeschreven" in page, fact.kind
        for key in ("first_evaluation", "not_reached", "playground", "None"):
            assert key not in page, fact.kind
    assert {fact.kind for fact in facts} >= set(bodies.KINDS) - {
        "danger_answered",  # only where there was danger
        "not_told_seen",  # only where somebody is not told, by choice
        "joint_wish",  # tests/web/cases/test_together.py
        "defender",  # tests/web/cases/test_defender.py
        "endorsed",
        "talk_summary",  # tests/web/cases/test_talk_summary.py
        "severity",
        "extra",
        "withdrawn",
        "home_note",
        "relative_stays",
        "gone",  # only where a child left the school
        "planned",
        "later",  # tests/web/cases/test_later.py
        "outside_expert",
        "help_beside",
        "on_own_words",  # where a child had its own words before it
        "consultation_confirmed",  # where a coordinator confirms it
    }


def test_an_earlier_day_that_was_chosen_can_be_read(client, cast, told):
    told.step_1()
    fact = deciding.plan_step(act=told.act(), case_id=told.id, on=told.today, why="Er komt een studiedag.")
    assert "Eerdere dag gekozen" in page_of(client, cast.anouk, address(told, fact))


def test_a_corrected_line_keeps_its_former_version_readable(client, cast, told):
    [first] = told.incident(what="Zijn tas werd verstopt.")
    act = told.as_(cast.carla).act(corrects=first.pk)
    incident = bodies.Incident(what="Zijn gymtas werd verstopt.", place="playground", sorts=("things",))
    [second] = recording.record_incidents(
        act=act, case_id=told.id, incidents=[(told.today, told.keys(Role.TARGET), incident)]
    )
    page = page_of(client, cast.anouk, address(told, second))
    assert "Zijn gymtas werd verstopt." in page
    assert "Eerdere versies Anouk Vermeer" in page
    assert "Zijn tas werd verstopt." in page
    assert "Waar Op het plein Soort Spullen afpakken" in page
    former = page_of(client, cast.anouk, address(told, first))
    assert "Dit is een eerdere versie. Lees wat er nu staat" in former
    assert "Verbeteren" not in former
    assert "Zijn tas werd verstopt." not in dossier(client, cast.anouk, told)


def test_what_was_recorded_by_mistake_is_taken_back_and_stays_readable(client, cast, told):
    [fact] = told.incident(what="Verkeerde zaak.")
    answer = send(sign_in(client, cast.anouk), f"{address(told, fact)}intrekken/", reason="Hoort bij Noor.")
    assert (answer.status_code, answer["Location"]) == (303, f"/zaken/{told.id}/dossier/")
    page = dossier(client, cast.anouk, told)
    assert "Ingetrokken: voorval : Hoort bij Noor." in page
    page = page_of(client, cast.anouk, address(told, fact))
    assert "Ingetrokken door Anouk Vermeer, vandaag om 10.00 uur. Hoort bij Noor." in page
    assert "Verkeerde zaak." in page
    assert not told.file.of_kind("incident")


def test_taking_back_asks_for_a_reason_and_keeps_what_stands(client, cast, told):
    [fact] = told.incident()
    answer = send(sign_in(client, cast.anouk), f"{address(told, fact)}intrekken/", reason=" ")
    assert answer.status_code == 422
    assert "Schrijf op waarom dit niet klopt." in text_of(answer)
    assert told.file.of_kind("incident")


def test_a_double_click_takes_back_once(client, cast, told):
    [fact] = told.incident()
    url = f"{address(told, fact)}intrekken/"
    sign_in(client, cast.anouk)
    fields = {"token": hidden(client.get(url), "token"), "seen": "", "reason": "Dubbel."}
    assert [client.post(url, fields).status_code for _click in range(2)] == [303, 303]
    assert sum(one.kind == "withdrawn" for one in told.file.every_fact) == 1


def test_taking_back_what_was_put_right_meanwhile_keeps_the_reason_and_says_so(client, cast, told):
    [fact] = told.incident()
    [right] = recording.record_incidents(
        act=told.act(corrects=fact.pk),
        case_id=told.id,
        incidents=[(fact.on, fact.about, bodies.Incident(what="Het was zijn jas.", place="playground", sorts=()))],
    )
    answer = send(sign_in(client, cast.anouk), f"{address(told, fact)}intrekken/", reason="Dit was het kind van 5.")
    assert answer.status_code == 422
    assert "Deze regel is intussen verbeterd of ingetrokken." in text_of(answer)
    assert "Dit was het kind van 5." in text_of(answer)
    assert [one.pk for one in told.file.of_kind("incident")] == [right.pk]


def test_a_decision_is_never_taken_back(client, cast, told):
    told.step_1().judged("bullying")
    [decision] = told.file.of_kind("decision")
    sign_in(client, cast.carla)
    assert "Intrekken" not in text_of(client.get(address(told, decision)))
    assert client.get(f"{address(told, decision)}intrekken/").status_code == 404


def test_a_report_that_is_kept_back_is_read_by_who_leads(client, cast):
    told = tell(cast, cast.bram)
    report = opening.NewReport(
        story="Mijn zoon wil niet meer naar school.",
        reported_by=Report.By.GUARDIAN,
        reporter="Inge Bakker",
        people=((cast.sem.pk, Role.TARGET),),
        reported_on=told.today,
        story_kept_back=True,
    )
    told.opens(report)
    page = dossier(client, cast.anouk, told)
    assert "Mijn zoon" not in page
    assert "Inge Bakker" not in page
    assert "Wat er gemeld is, weten de Seo-coördinator en de directeur." in page
    assert "Mijn zoon wil niet meer naar school." in dossier(client, cast.carla, told)


# Home and health


def test_notes_on_home_are_for_coordinator_and_head_only(client, cast, told):
    note = recording.note_home(act=told.as_(cast.carla).act(), case_id=told.id, text="Vader is ziek.")
    for url in (f"/zaken/{told.id}/thuis/", address(told, note), f"{address(told, note)}intrekken/"):
        assert sign_in(client, cast.anouk).get(url).status_code == 404, url
        assert sign_in(client, cast.hein).get(url).status_code == 200, url
    for url in (f"/zaken/{told.id}/", f"/zaken/{told.id}/dossier/"):
        for reader in (cast.anouk, cast.carla):
            assert "Vader is ziek." not in page_of(client, reader, url)
    assert "Notitie over thuis" not in dossier(client, cast.anouk, told)


def test_reading_them_is_a_line_of_its_own_in_the_trail(client, cast, told):
    note = recording.note_home(act=told.as_(cast.carla).act(), case_id=told.id, text="Vader is ziek.")
    for url in (f"/zaken/{told.id}/thuis/", address(told, note)):
        before = TrailLine.objects.of_case(told.id).filter(verb="case.confidential_read").count()
        assert "Vader is ziek." in page_of(client, cast.hein, url)
        assert TrailLine.objects.of_case(told.id).filter(verb="case.confidential_read").count() == before + 1


def test_sending_an_empty_note_shows_the_others_and_is_therefore_a_reading(client, cast, told):
    recording.note_home(act=told.as_(cast.carla).act(), case_id=told.id, text="Vader is ziek.")
    answer = sign_in(client, cast.hein).post(f"/zaken/{told.id}/thuis/", {"text": ""})
    assert answer.status_code == 422
    assert "Vader is ziek." in text_of(answer)
    line = TrailLine.objects.of_case(told.id).get(verb="case.confidential_read")
    assert line.by == cast.hein


def test_a_note_is_written_and_stands_below_the_form(client, cast, told):
    url = f"/zaken/{told.id}/thuis/"
    assert send(sign_in(client, cast.carla), url, text="Moeder werkt 's nachts.").status_code == 303
    page = page_of(client, cast.carla, url)
    assert "De notitie is bewaard." in page
    assert "Carla Jansen, vandaag om 10.00 uur Moeder werkt 's nachts." in page


def test_a_note_taken_back_is_nowhere_in_the_dossier(client, cast, told):
    note = recording.note_home(act=told.as_(cast.carla).act(), case_id=told.id, text="Vader is ziek.")
    answer = send(sign_in(client, cast.carla), f"{address(told, note)}intrekken/", reason="Klopt niet: ander gezin.")
    assert answer["Location"] == f"/zaken/{told.id}/thuis/"
    for reader in (cast.anouk, cast.carla):
        page = dossier(client, reader, told)
        assert "ander gezin" not in page
        assert "Vader is ziek" not in page


# The trail


def test_the_trail_tells_in_words_who_did_what_and_who_read(client, cast, told):
    told.step_1().judged("bullying").step_3()
    people.add_child(act=told.act(), case_id=told.id, pupil_id=cast.lars.pk, role=Role.WITNESS)
    people.hand_over(act=told.as_(cast.carla).act(), case_id=told.id, to=cast.bram.pk)
    people.exclude(act=told.act(), case_id=told.id, staff_id=cast.wil.pk)
    sign_in(client, cast.anouk).get(f"/zaken/{told.id}/")
    page = page_of(client, cast.hein, f"/zaken/{told.id}/spoor/")
    assert "Hein Smit las in de zaak" in page
    assert "Anouk Vermeer las in de zaak" in page
    assert "Anouk Vermeer opende de zaak" in page
    assert "Anouk Vermeer deelde het plan, versie 1" in page
    assert "Anouk Vermeer voegde Lars toe: ziet het" in page
    assert "Carla Jansen droeg de zaak over aan Bram de Boer" in page
    assert "Carla Jansen sloot Wil de Ruiter uit" in page
    assert "Anouk Vermeer maakte een stap af: stap 3: aanpak" in page


def test_every_verb_of_a_case_has_its_words():
    of_a_case = {verb for verb in Verb if verb.split(".")[0] in ("case", "fact", "duty", "step", "plan", "person")}
    of_a_case |= {Verb.STAFF_EXCLUDED, Verb.STAFF_INCLUDED}
    assert of_a_case <= set(SAYS)


def test_a_long_trail_is_leafed_through(client, cast, told, monkeypatch):
    monkeypatch.setattr(trail_page, "PAGE", 10)
    sign_in(client, cast.carla)
    for _time in range(15):
        client.get(f"/zaken/{told.id}/")
    first = client.get(f"/zaken/{told.id}/spoor/").content.decode()
    older = first[first.index("?tot=") :].split('"')[0]
    assert "opende de zaak" not in first
    assert "opende de zaak" in text_of(client.get(f"/zaken/{told.id}/spoor/{older}"))
    assert client.get(f"/zaken/{told.id}/spoor/?tot=x").status_code == 404


def test_opening_a_case_again_and_again_is_one_moment_that_folds_open(client, cast, told, monkeypatch):
    carla = sign_in(client, cast.carla)
    for minute in range(4):
        monkeypatch.setattr(clock, "now", lambda minute=minute: NOW + timedelta(minutes=minute))
        carla.get(f"/zaken/{told.id}/")
    page = text_of(carla.get(f"/zaken/{told.id}/spoor/"))  # which is a reading too
    assert "van 10.00 tot 10.03 uur Carla Jansen las in de zaak (5 keer) Alle 5 regels" in page
    for time_of_day in ("10.00", "10.01", "10.02", "10.03"):
        assert f"{time_of_day} Carla Jansen las in de zaak" in page


def test_who_only_wants_to_know_what_was_done_leaves_out_who_read(client, cast, told):
    carla = sign_in(client, cast.carla)
    carla.get(f"/zaken/{told.id}/")
    assert "Carla Jansen las in de zaak" in text_of(carla.get(f"/zaken/{told.id}/spoor/"))
    page = text_of(carla.get(f"/zaken/{told.id}/spoor/?wat=gedaan"))
    assert "Carla Jansen las in de zaak" not in page
    assert "Anouk Vermeer opende de zaak" in page


def test_a_teacher_does_not_read_the_trail(client, cast, told):
    assert sign_in(client, cast.anouk).get(f"/zaken/{told.id}/spoor/").status_code == 404


# Doors


@pytest.mark.parametrize("page", ["dossier/", "spoor/", "thuis/", "mensen/", "afsluiten/"])
def test_strangers_find_none_of_these_pages(client, cast, told, page):
    people.exclude(act=told.as_(cast.carla).act(), case_id=told.id, staff_id=cast.hein.pk)
    for stranger in (cast.mo, cast.ada, cast.hein, cast.bram, cast.linde.head):
        assert sign_in(client, stranger).get(f"/zaken/{told.id}/{page}").status_code == 404


def test_a_fact_of_another_case_is_not_found_by_this_ones_address(client, cast, told):
    other = tell(cast).report(cast.noor, by=(cast.lars,))
    [fact] = other.incident()
    sign_in(client, cast.anouk)
    assert client.get(address(told, fact)).status_code == 404
    assert client.get(f"{address(told, fact)}intrekken/").status_code == 404
