"""Wat je meldde: those who report see what became of it, and nothing of what the children told (decision 049)."""

from datetime import date

import pytest

from kring.cases.actions import people
from kring.cases.bodies import Talk
from kring.cases.models import Case, CaseStaff, Report
from kring.trail.models import TrailLine
from tests.cases.telling import tell
from tests.cast import TODAY, sign_in
from tests.web.sending import text_of


@pytest.fixture
def told(cast):
    """Bram saw something of children of Anouk's group."""
    return tell(cast, cast.bram).report(cast.sem, by=(cast.daan,))


def page_of(client, staff, told):
    return sign_in(client, staff).get(f"/melding/{Report.objects.get(case=told.id).pk}/")


def test_a_teacher_of_another_group_gets_no_file_by_reporting(client, cast, told):
    assert not CaseStaff.objects.filter(case=told.id).exists()
    assert sign_in(client, cast.bram).get(f"/zaken/{told.id}/").status_code == 404
    page = text_of(page_of(client, cast.bram, told))
    assert "Anouk Vermeer pakt dit op" in page
    assert Report.objects.get(case=told.id).story in page
    assert "Er staat nog geen gesprek met de kinderen in Kring." in page


def test_the_first_talk_is_told_with_its_day_and_nothing_of_what_was_said(client, cast, told):
    told.as_(cast.anouk).on(date(2026, 11, 24)).step_1()
    page = text_of(page_of(client, cast.bram, told))
    assert "Het eerste gesprek met een kind was dinsdag 24 november." in page
    said = [talk.body.said for talk in told.file.of(Talk)]
    assert said
    assert not [words for words in said if words in page]
    Case.objects.filter(pk=told.id).update(closed_on=TODAY)
    assert "De zaak is afgesloten." in text_of(page_of(client, cast.bram, told))


def test_each_look_at_it_is_in_the_trail(client, cast, told):
    page_of(client, cast.bram, told)
    line = TrailLine.objects.get(verb="report.read")
    assert (line.by, line.case_id, line.subject_id) == (cast.bram, told.id, Report.objects.get(case=told.id).pk)
    assert "Bram de Boer las de eigen melding" in text_of(sign_in(client, cast.carla).get(f"/zaken/{told.id}/spoor/"))


def test_once_added_it_is_the_case_that_is_opened(client, cast, told):
    people.include_colleague(act=told.as_(cast.anouk).act(), case_id=told.id, staff_id=cast.bram.pk)
    page = page_of(client, cast.bram, told)
    assert f'href="/zaken/{told.id}/"' in page.content.decode()
    assert "Er staat nog geen gesprek" not in text_of(page)


def test_who_is_kept_out_sees_who_took_it_up_and_no_more(client, cast, told):
    told.as_(cast.anouk).step_1()
    people.exclude(act=told.as_(cast.carla).act(), case_id=told.id, staff_id=cast.bram.pk)
    page = text_of(page_of(client, cast.bram, told))
    assert "Anouk Vermeer pakt dit op" in page
    assert "gesprek" not in page


def test_the_list_has_ones_own_reports_only_and_vandaag_leads_to_it(client, cast, told):
    tell(cast, cast.mo).report(cast.noor)
    assert 'href="/meldingen/"' in sign_in(client, cast.bram).get("/vandaag/").content.decode()
    page = client.get("/meldingen/")
    assert text_of(page).count("Gemeld op") == 1
    assert f'href="/melding/{Report.objects.get(case=told.id).pk}/"' in page.content.decode()
    assert "Je meldde nog niets" in text_of(sign_in(client, cast.hein).get("/meldingen/"))
    assert sign_in(client, cast.ada).get("/meldingen/").status_code == 404
