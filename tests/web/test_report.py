"""Melding (row S0): under a minute, from each of the three; and to which case it belongs."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.actions import people
from kring.cases.bodies import Danger
from kring.cases.cannot_wait import Why
from kring.cases.models import Case, CaseStaff, Concern, Involved, Report
from kring.cases.wording import PLACES, PLACES_TO_TAP
from kring.protocol.terms import Role
from kring.trail.models import TrailLine
from kring.web.models import Draft
from tests.cases.telling import tell
from tests.cast import TODAY, Cast, sign_in
from tests.web.sending import all_hidden, hidden, send, text_of

STORY = "Daan duwt Sem elke pauze van de glijbaan."


def filled(cast: Cast, **other: Any) -> dict[str, Any]:
    """The form as somebody fills it in within a minute."""
    return {
        "reported_by": "colleague",
        "reporter": "",
        "story_passed_on": "ja",
        "targets-count": "1",
        "bullied": [cast.sem.pk],
        "bullies": [cast.daan.pk],
        "instigators-count": "1",
        "others-count": "1",
        "story": STORY,
        "reported_on": "2026-11-23",
    } | other


def report(browser: Client, cast: Cast, **other: Any) -> Any:
    return send(browser, "/melding/", **filled(cast, **other))


def children(case: Case) -> dict[str, str]:
    return {row.pupil.first_name: row.role for row in Involved.objects.filter(case=case).select_related("pupil")}


# Who reports


def test_a_colleague_reports_and_the_case_is_open(client, cast):
    answer = report(sign_in(client, cast.anouk), cast)
    case = Case.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/zaken/{case.pk}/")
    kept = Report.objects.get()
    assert (kept.story, kept.reported_by, kept.reporter, kept.passed_on) == (STORY, "colleague", "", True)
    assert kept.taken_by == cast.anouk
    assert case.owner == cast.anouk
    assert children(case) == {"Sem": Role.TARGET, "Daan": Role.INSTIGATOR}


@pytest.mark.parametrize("by", ["pupil", "guardian"])
def test_it_is_taken_down_for_a_pupil_or_a_parent_with_the_name_and_who_may_know_it(client, cast, by):
    report(sign_in(client, cast.anouk), cast, reported_by=by, reporter="Inge Bakker", passed_on="nee")
    kept = Report.objects.get()
    assert (kept.reported_by, kept.reporter, kept.passed_on) == (by, "Inge Bakker", False)


def test_for_a_pupil_the_name_and_whether_the_teacher_may_know_are_asked(client, cast):
    answer = report(sign_in(client, cast.anouk), cast, reported_by="pupil")
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Vul in wie dit vertelde." in page
    assert "Kies of de leerkracht mag weten wie het vertelde." in page
    assert STORY in page
    assert not Case.objects.exists()


def test_a_name_typed_before_choosing_oneself_is_not_kept(client, cast):
    report(sign_in(client, cast.anouk), cast, reporter="Inge Bakker", passed_on="nee")
    kept = Report.objects.get()
    assert (kept.reporter, kept.passed_on) == ("", True)


def test_who_does_it_may_be_unknown(client, cast):
    report(sign_in(client, cast.anouk), cast, bullies=[])
    assert children(Case.objects.get()) == {"Sem": Role.TARGET}


def test_several_children_each_with_their_part(client, cast):
    report(sign_in(client, cast.anouk), cast, joined=[cast.lars.pk], saw=[cast.yara.pk])
    assert children(Case.objects.get()) == {
        "Sem": Role.TARGET,
        "Daan": Role.INSTIGATOR,
        "Lars": Role.FOLLOWER,
        "Yara": Role.WITNESS,
    }


def test_one_more_child_is_a_press_that_keeps_what_was_typed(client, cast):
    answer = report(sign_in(client, cast.anouk), cast, **{"targets-more": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="targets-1-first_name"' in page
    assert STORY in page
    assert not Case.objects.exists()


def test_children_of_the_own_group_are_tapped_and_no_name_is_typed(client, cast):
    browser = sign_in(client, cast.anouk)
    page = browser.get("/melding/").content.decode()
    assert f'name="bullied" value="{cast.sem.pk}"' in page
    assert f'name="bullied" value="{cast.yara.pk}"' not in page, "of another group"
    tapped = {"bullied": [cast.sem.pk], "bullies": [cast.daan.pk], "joined": [cast.lars.pk]}
    answer = report(browser, cast, **tapped)
    assert answer.status_code == 303
    case = Case.objects.get()
    assert children(case) == {"Sem": Role.TARGET, "Daan": Role.INSTIGATOR, "Lars": Role.FOLLOWER}
    assert len(Report.objects.get().children) == 3


def test_a_child_that_is_tapped_in_both_lists_has_both_parts(client, cast):
    tapped = {"bullied": [cast.sem.pk], "bullies": [cast.sem.pk, cast.daan.pk]}
    report(sign_in(client, cast.anouk), cast, **tapped)
    assert children(Case.objects.get()) == {"Sem": Role.BOTH, "Daan": Role.INSTIGATOR}


def test_a_child_that_is_bullied_and_is_said_to_have_seen_it_is_asked_about(client, cast):
    tapped = {"bullied": [cast.sem.pk], "saw": [cast.sem.pk]}
    answer = report(sign_in(client, cast.anouk), cast, **tapped)
    assert answer.status_code == 422
    assert text_of(answer).count("Sem Bakker staat ook bij wie gepest wordt of pest.") == 2
    assert not Case.objects.exists()


def test_a_child_of_another_group_is_found_by_name_beside_those_who_are_tapped(client, cast):
    answer = report(sign_in(client, cast.anouk), cast, bullied=[cast.sem.pk, cast.yara.pk])
    assert answer.status_code == 303
    assert children(Case.objects.get()) == {"Sem": Role.TARGET, "Yara": Role.TARGET, "Daan": Role.INSTIGATOR}


@pytest.mark.parametrize(
    ("when", "typed", "kept"),
    [
        ("today", "", date(2026, 11, 23)),
        ("yesterday", "", date(2026, 11, 22)),
        ("earlier", "2026-11-18", date(2026, 11, 18)),
        ("today", "2026-11-18", date(2026, 11, 23)),
        ("", "", None),
    ],
)
def test_when_and_where_it_was_is_said_by_a_tap_and_goes_along_to_the_first_incident(client, cast, when, typed, kept):
    browser = sign_in(client, cast.anouk)
    assert report(browser, cast, when=when, happened_on=typed, place="playground").status_code == 303
    told = Report.objects.get()
    assert (told.happened_on, told.place) == (kept, "playground")
    form = browser.get(f"/zaken/{told.case_id}/voorval/").content.decode()
    assert STORY in form
    assert '<option value="playground" selected>' in form


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Vul in op welke dag het gebeurde."),
        ("2026-11-24", "Deze dag moet nog komen."),
        ("2025-11-01", "Deze dag is meer dan een jaar geleden."),
    ],
)
def test_an_earlier_day_that_cannot_be_is_said_beside_it(client, cast, typed, sentence):
    answer = report(sign_in(client, cast.anouk), cast, when="earlier", happened_on=typed)
    assert answer.status_code == 422
    assert text_of(answer).count(sentence) == 2
    assert not Case.objects.exists()


def test_every_place_of_an_incident_can_be_tapped():
    assert list(PLACES_TO_TAP) == list(PLACES)


def test_whom_to_call_stands_on_top_before_anything_is_typed(client, cast):
    page = sign_in(client, cast.anouk).get("/melding/").content.decode()
    assert page.index('href="tel:112"') < page.index("Wie wordt er gepest?") < page.index("Wat is er gebeurd?")


def test_one_more_line_keeps_who_was_tapped_and_typed_and_all_of_them_are_in_the_case(client, cast):
    browser = sign_in(client, cast.anouk)
    told: dict[str, Any] = {"bullied": [cast.sem.pk], "bullies": [cast.daan.pk, cast.lars.pk, cast.yara.pk]}
    told["instigators-0-first_name"] = "Kai"
    page = report(browser, cast, **told, **{"instigators-more": "1"}).content.decode()
    for name, child in (("bullied", cast.sem), ("bullies", cast.daan), ("bullies", cast.lars), ("bullies", cast.yara)):
        assert re.search(rf'name="{name}" value="{child.pk}"[^>]* checked', page)
    assert 'name="instigators-0-first_name" value="Kai"' in page
    told |= {"instigators-count": "2", "instigators-1-first_name": "Puck"}
    assert report(browser, cast, **told).status_code == 303
    parts = dict.fromkeys(("Daan", "Lars", "Yara", "Kai", "Puck"), Role.INSTIGATOR)
    assert children(Case.objects.get()) == {"Sem": Role.TARGET} | parts


@pytest.mark.parametrize("group", ["targets", "instigators", "others"])
def test_one_more_line_stands_open_also_while_the_one_before_it_is_empty(client, cast, group):
    tapped = {"bullied": [cast.sem.pk], "bullies": [cast.daan.pk]}
    page = report(sign_in(client, cast.anouk), cast, **tapped, **{f"{group}-more": "1"}).content.decode()
    above = page[: page.index(f'name="{group}-1-first_name"')]
    around: list[str] = []
    for tag in re.findall(r"</?details[^>]*>", above):
        if tag == "</details>":
            around.pop()
        else:
            around.append(tag)
    assert around
    assert all(" open" in tag for tag in around)


# What cannot be right


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"story": " "}, "Schrijf kort op wat er gemeld is."),
        ({"bullied": []}, "Kies om welke leerling het gaat: wie wordt er gepest?"),
        ({"reported_on": "2026-11-24"}, "Deze dag moet nog komen."),
        ({"reported_on": "2025-11-01"}, "Deze dag is meer dan een jaar geleden."),
        ({"story": "x" * 10_001}, "Je tekst heeft 10.001 tekens."),
        ({"story": "Sem\x00 huilde."}, "In je tekst stond een onzichtbaar teken"),
        ({"others-0-role": "witness"}, "Vul ook de voornaam in."),
    ],
)
def test_what_cannot_be_right_is_said_beside_the_field_and_nothing_is_lost(client, cast, typed, sentence):
    answer = report(sign_in(client, cast.anouk), cast, reporter="bewaard", **typed)
    page = text_of(answer)
    assert answer.status_code == 422
    assert page.count(sentence) == 2, "in the summary and at the field"
    assert 'value="bewaard"' in answer.content.decode()
    assert not Case.objects.exists()


def test_the_summary_tells_what_is_not_right_in_the_order_of_the_page(client, cast):
    wrong = {"others-0-role": "witness", "story": " ", "when": "earlier", "reported_on": "2026-11-24"}
    unknown = {"bullies": [str(cast.linde.mila.pk)]}
    page = report(sign_in(client, cast.anouk), cast, **wrong, **unknown).content.decode()
    summary, _rest = page.split('id="fouten"')[1].split("</ul>", 1)
    told = re.findall(r'href="#([^"]+)"', summary)
    assert len(told) == 5, told
    assert told == sorted(told, key=lambda one: page.index(f' id="{one}"'))


def test_a_child_in_two_roles_is_refused_with_its_name(client, cast):
    answer = report(sign_in(client, cast.anouk), cast, joined=[cast.daan.pk])
    assert answer.status_code == 422
    assert (
        text_of(answer).count("Daan Visser staat ook bij wie gepest wordt of pest. Kies voor ieder kind één rol.") == 2
    )
    assert not Case.objects.exists()
    typed = {"instigators-0-first_name": "Sem", "instigators-0-which": str(cast.sem.pk)}
    answer = report(sign_in(client, cast.anouk), cast, **typed)
    assert text_of(answer).count("Sem Bakker staat er twee keer in. Wordt dit kind gepest en pest het ook?") == 2


def test_a_child_that_is_bullied_and_joins_in_is_one_child_with_both_parts(client, cast):
    answer = report(sign_in(client, cast.anouk), cast, bullies=[cast.sem.pk, cast.daan.pk])
    assert answer.status_code == 303
    assert children(Case.objects.get()) == {"Sem": Role.BOTH, "Daan": Role.INSTIGATOR}


def test_a_child_of_another_school_cannot_be_chosen(client, cast):
    answer = report(sign_in(client, cast.anouk), cast, bullied=[cast.linde.mila.pk])
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_markup_and_emoji_are_just_text(client, cast):
    report(sign_in(client, cast.anouk), cast, story="<b>Sem</b> 😢")
    assert Report.objects.get().story == "<b>Sem</b> 😢"


def test_a_double_click_opens_one_case(client, cast):
    browser = sign_in(client, cast.anouk)
    typed = filled(cast, token=hidden(browser.get("/melding/"), "token"), seen="")
    first, second = browser.post("/melding/", typed), browser.post("/melding/", typed)
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == Report.objects.count() == 1


# After it


def test_a_team_member_reads_who_takes_it_over_and_gets_no_case(client, cast):
    browser = sign_in(client, cast.mo)
    answer = report(browser, cast)
    assert answer["Location"] == f"/melding/{Report.objects.get().pk}/"
    page = browser.get(answer["Location"])
    assert "Anouk Vermeer pakt dit op, en de Seo-coördinator kijkt mee." in text_of(page)
    assert "/zaken/" + str(Case.objects.get().pk) not in page.content.decode()
    assert browser.get(f"/zaken/{Case.objects.get().pk}/").status_code == 404


@pytest.mark.parametrize(
    ("sign", "words", "number"),
    [
        (Danger.SELF_HARM, "Laat het kind niet alleen.", "0800-0113"),
        (Danger.VIOLENCE, "Bij acuut gevaar bel je het alarmnummer.", "112"),
        (Danger.HOME, "Volg de meldcode.", "0800-2000"),
    ],
)
def test_a_sign_of_danger_shows_at_once_whom_to_call_and_then_leads_on(client, cast, sign, words, number):
    browser = sign_in(client, cast.anouk)
    answer = report(browser, cast, dangers=[sign.value])
    page = browser.get(answer["Location"])
    assert "Bel nu. De rest kan even wachten." in text_of(page)
    assert words in text_of(page)
    assert number in text_of(page)
    assert 'class="call" href="tel:' in page.content.decode()
    assert f'href="/zaken/{Case.objects.get().pk}/"' in page.content.decode()
    assert Report.objects.get().danger_signs == (sign,)


def test_a_teacher_of_another_group_gets_no_case_by_reporting_either(client, cast):
    """Nor by being listed in it without a word: taking part is what the owner asks of somebody."""
    browser = sign_in(client, cast.bram)
    answer = report(browser, cast)
    case, kept = Case.objects.get(), Report.objects.get()
    assert answer["Location"] == f"/melding/{kept.pk}/"
    assert STORY in text_of(browser.get(answer["Location"]))
    for address in (f"/zaken/{case.pk}/", f"/zaken/{case.pk}/dossier/", f"/zaken/{case.pk}/mensen/"):
        assert browser.get(address).status_code == 404
    assert not CaseStaff.objects.filter(case=case, staff=cast.bram).exists()


def test_only_who_took_it_down_sees_the_page_after_it(client, cast):
    report(sign_in(Client(), cast.mo), cast)
    kept = Report.objects.get()
    for nobody in (cast.anouk, cast.carla, cast.ada, cast.linde.head):
        assert sign_in(Client(), nobody).get(f"/melding/{kept.pk}/").status_code == 404


def test_the_administrator_makes_no_report(client, cast):
    browser = sign_in(client, cast.ada)
    assert browser.get("/melding/").status_code == 404
    assert browser.post("/melding/", filled(cast)).status_code == 404


# One case, or another


def choose(browser: Client, asked: Any, answer: str) -> Any:
    return browser.post("/melding/", all_hidden(asked) | {"answer": answer})


def test_a_running_case_with_the_same_child_is_shown_before_a_second_one_is_opened(client, cast):
    told = tell(cast).report(cast.sem)
    browser = sign_in(client, cast.anouk)
    asked = report(browser, cast)
    page = text_of(asked)
    assert asked.status_code == 200
    assert "Hoort dit bij een zaak die al loopt?" in page
    assert "Zaak 2026-001 van Anouk Vermeer. Loopt: signaleren." in page
    assert Case.objects.count() == 1
    answer = choose(browser, asked, f"join:{told.id}")
    assert answer["Location"] == f"/zaken/{told.id}/"
    assert Case.objects.count() == 1
    assert Report.objects.filter(case=told.id).count() == 2
    assert children(told.case) == {"Sem": Role.TARGET, "Daan": Role.INSTIGATOR}


def test_a_new_case_may_be_opened_beside_it_with_everything_typed(client, cast):
    told = tell(cast).report(cast.sem)
    browser = sign_in(client, cast.anouk)
    answer = choose(browser, report(browser, cast, dangers=["home", "violence"]), "new")
    new = Case.objects.exclude(pk=told.id).get()
    kept = Report.objects.get(case=new)
    assert answer["Location"] == f"/melding/{kept.pk}/"
    assert kept.story == STORY
    assert set(kept.danger_signs) == {Danger.HOME, Danger.VIOLENCE}


@pytest.mark.parametrize("answer", ["new", "join"])
def test_a_double_click_on_the_choice_makes_one_report(client, cast, answer):
    told = tell(cast).report(cast.sem)
    browser = sign_in(client, cast.anouk)
    asked = report(browser, cast)
    chosen = "new" if answer == "new" else f"join:{told.id}"
    first, second = choose(browser, asked, chosen), choose(browser, asked, chosen)
    assert first["Location"] == second["Location"]
    assert Report.objects.count() == 2
    assert Case.objects.count() == (2 if answer == "new" else 1)


def test_an_earlier_case_shows_what_was_agreed_and_cannot_be_joined(client, cast):
    told = tell(cast).on(date(2026, 10, 5)).report(cast.sem, by=(cast.daan,)).step_1().judged("teasing")
    told.agree("Daan laat de tas van Sem met rust.")
    told.on(date(2026, 10, 7)).close()
    browser = sign_in(client, cast.anouk)
    asked = report(browser, cast)
    page = text_of(asked)
    assert "Er was eerder iets" in page
    assert "Daan laat de tas van Sem met rust." in page
    assert "Afgesloten op woensdag 7 oktober" in page
    assert "Hoort bij deze zaak" not in page
    assert TrailLine.objects.filter(verb="case.read", case_id=told.id, by=cast.anouk).count() == 1
    assert choose(browser, asked, "new").status_code == 303
    assert Case.objects.count() == 2


def test_of_a_case_one_may_not_read_only_that_it_runs_and_with_whom_is_told(client, cast):
    told = tell(cast).report(cast.sem, by=(cast.lars,))
    browser = sign_in(client, cast.mo)
    asked = report(browser, cast)
    page = text_of(asked)
    assert "Er loopt een zaak met Sem bij Anouk Vermeer" in page
    assert "Lars" not in page
    assert "2026-001" not in page
    assert f'href="/zaken/{told.id}/"' not in asked.content.decode()
    assert TrailLine.objects.filter(verb="case.seen_to_run", case_id=told.id, by=cast.mo).count() == 1
    answer = choose(browser, asked, f"join:{told.id}")
    assert browser.get(answer["Location"]).status_code == 200
    assert Report.objects.filter(case=told.id).count() == 2


def test_who_leads_sees_that_somebody_asked_again_and_again_and_reported_nothing(client, cast):
    told = tell(cast).report(cast.sem, by=(cast.lars,))
    said = "een collega zag deze week drie keer of vaker dat deze zaak loopt"
    for _turn in range(3):
        assert said not in text_of(sign_in(client, cast.carla).get("/vandaag/"))
        asked = report(sign_in(client, cast.mo), cast)
    assert said in text_of(sign_in(client, cast.carla).get("/vandaag/"))
    assert said not in text_of(sign_in(client, cast.anouk).get("/vandaag/"))
    trail = text_of(sign_in(client, cast.carla).get(reverse("trail", args=[told.id])))
    assert "zag bij een melding dat deze zaak loopt (3 keer)" in trail
    assert told.waits_for(cast.hein, Why.ASKED_AGAIN)
    assert not told.on(TODAY + timedelta(days=8)).waits_for(cast.hein, Why.ASKED_AGAIN)
    assert choose(sign_in(client, cast.mo), asked, f"join:{told.id}").status_code == 303
    assert said not in text_of(sign_in(client, cast.carla).get("/vandaag/")), "there was a reason"


def test_who_is_excluded_learns_nothing_of_the_case_and_cannot_join_it(client, cast):
    told = tell(cast).report(cast.sem)
    people.exclude(act=told.as_(cast.hein).on(TODAY).act(), case_id=told.id, staff_id=cast.wil.pk)
    browser = sign_in(client, cast.wil)
    forged = filled(cast, token=hidden(browser.get("/melding/"), "token"), seen="", answer=f"join:{told.id}")
    assert browser.post("/melding/", forged).status_code == 404
    answer = report(browser, cast)
    assert Report.objects.filter(case=told.id).count() == 1
    kept = Report.objects.exclude(case=told.id).get()
    assert (kept.story, answer["Location"]) == (STORY, f"/melding/{kept.pk}/")
    assert "Anouk Vermeer pakt dit op" in text_of(browser.get(answer["Location"]))
    assert browser.get(f"/zaken/{kept.case_id}/").status_code == 404


@pytest.mark.parametrize("answer", ["join:niets", "join:6f6c1f0e-0000-4000-8000-000000000000", "anders"])
def test_a_case_that_is_not_there_cannot_be_joined(client, cast, answer):
    browser = sign_in(client, cast.anouk)
    forged = filled(cast, token=hidden(browser.get("/melding/"), "token"), seen="", answer=answer)
    assert browser.post("/melding/", forged).status_code == 404
    assert not Report.objects.exists()


def test_leaving_the_question_unanswered_loses_nothing(client, cast):
    tell(cast).report(cast.sem)
    browser = sign_in(client, cast.anouk)
    report(browser, cast)
    page = browser.get("/melding/").content.decode()
    assert STORY in page
    assert re.search(rf'name="bullied" value="{cast.sem.pk}"[^>]* checked', page)


def test_after_it_was_saved_the_form_is_empty_again(client, cast):
    tell(cast).report(cast.sem)
    browser = sign_in(client, cast.anouk)
    choose(browser, report(browser, cast), "new")
    assert STORY not in browser.get("/melding/").content.decode()
    assert not Draft.objects.exists()


# About a member of staff


def test_a_report_about_staff_opens_no_case_and_its_text_goes_along(client, cast):
    browser = sign_in(client, cast.anouk)
    answer = report(browser, cast, dangers=["staff"])
    assert (answer.status_code, answer["Location"]) == (303, f"/melding/medewerker/?concept={Draft.objects.get().id}")
    page = browser.get(answer["Location"])
    assert "Er is geen zaak geopend; je tekst staat hier." in text_of(page)
    assert STORY in page.content.decode()
    assert not Case.objects.exists()
    assert not Concern.objects.exists()
    assert STORY not in browser.get("/melding/").content.decode()


def test_with_a_report_about_staff_goes_who_told_it_when_and_of_which_children(client, cast):
    browser = sign_in(client, cast.anouk)
    told = {"reported_by": "guardian", "reporter": "Inge Bakker", "passed_on": "nee", "story_passed_on": "nee"}
    answer = report(browser, cast, dangers=["staff"], reported_on="2026-11-20", **told)
    page = text_of(browser.get(answer["Location"]))
    assert STORY in page
    for also in ("Dit vertelde: Inge Bakker.", "Dat was vrijdag 20 november.", "Sem", "Daan"):
        assert also in page
