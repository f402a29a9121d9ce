"""A report that the teacher may not read, and one of which only the name is kept (decision 049)."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from kring.cases.access import may_read_story
from kring.cases.actions import opening, passing_on
from kring.cases.errors import NotAllowed
from kring.cases.models import Case, Report
from kring.mail.models import Letter
from kring.trail.models import TrailLine
from tests.cases.telling import tell
from tests.cast import Cast, act_of, sign_in
from tests.web.sending import send, text_of
from tests.web.test_report import STORY
from tests.web.test_report import report as reports


def dossier(client: Client, staff: Any, case: Case) -> str:
    return text_of(sign_in(client, staff).get(f"/zaken/{case.pk}/dossier/"))


@pytest.fixture
def kept_back(cast: Cast) -> Report:
    told = tell(cast, cast.mo)
    report = replace(
        told.report_of(cast.sem, by=(cast.daan,)),
        story=STORY,
        reported_by=Report.By.PUPIL,
        reporter="Lars",
        passed_on=True,
        story_kept_back=True,
    )
    return Report.objects.get(case=opening.open_case(act=told.act(), report=report))


def told_to(kind: str) -> set[str]:
    return {name.split()[0] for name in Letter.objects.filter(kind=kind).values_list("to_staff__name", flat=True)}


def test_no_to_the_name_hides_the_name_and_not_the_story(client, cast):
    reports(sign_in(client, cast.mo), cast, reported_by="pupil", reporter="Lars", passed_on="nee", story_passed_on="ja")
    kept = Report.objects.get()
    assert (kept.passed_on, kept.story_kept_back) == (False, False)
    page = dossier(client, cast.anouk, kept.case)
    assert STORY in page
    assert "Lars" not in page
    assert told_to("story_kept_back") == set()


def test_the_story_can_be_kept_for_those_who_lead_who_are_told_at_once(client, cast):
    reports(sign_in(client, cast.mo), cast, reported_by="pupil", reporter="Lars", passed_on="ja", story_passed_on="nee")
    kept = Report.objects.get()
    assert (kept.passed_on, kept.story_kept_back) == (True, True)
    page = dossier(client, cast.anouk, kept.case)
    assert STORY not in page
    assert "Wat er gemeld is, weten de Seo-coördinator en de directeur. Vraag hun wat je mag weten." in page
    assert "Doorgeven aan de leerkracht" not in page
    assert told_to("story_kept_back") == {"Carla", "Hein"}
    assert [may_read_story(one, kept) for one in (cast.carla, cast.hein, cast.mo, cast.anouk)] == [True] * 3 + [False]


def test_ones_own_report_is_never_kept_back(client, cast):
    reports(sign_in(client, cast.bram), cast, story_passed_on="nee")
    assert not Report.objects.get().story_kept_back


def test_the_question_is_answered_already_and_a_form_without_it_says_so(client, cast):
    page = sign_in(client, cast.mo).get("/melding/").content.decode()
    assert "Mag de leerkracht lezen wat er is verteld?" in page
    answer = reports(client, cast, reported_by="pupil", reporter="Lars", passed_on="nee", story_passed_on="")
    assert answer.status_code == 422
    assert "Kies of de leerkracht mag lezen wat er is verteld." in text_of(answer)


def test_those_who_lead_are_asked_on_the_case_and_pass_it_on(client, cast, kept_back):
    case = kept_back.case
    asked = "Wat er op maandag 23 november 2026 is gemeld, lezen alleen de Seo-coördinator en de directeur."
    assert asked not in text_of(sign_in(client, cast.anouk).get(f"/zaken/{case.pk}/"))
    assert asked in text_of(sign_in(client, cast.carla).get(f"/zaken/{case.pk}/"))
    page = dossier(client, cast.carla, case)
    assert STORY in page
    assert "Doorgeven aan de leerkracht" in page
    url = f"/zaken/{case.pk}/melding/{kept_back.pk}/doorgeven/"
    answer = send(client, url)
    assert (answer.status_code, answer["Location"]) == (303, f"/zaken/{case.pk}/dossier/")
    assert STORY in dossier(client, cast.anouk, case)
    assert told_to("story_passed_on") == {"Anouk"}
    assert asked not in text_of(sign_in(client, cast.carla).get(f"/zaken/{case.pk}/"))
    assert client.get(url).status_code == 404
    assert TrailLine.objects.filter(verb="report.passed_on", subject_id=kept_back.pk, by=cast.carla).count() == 1


def test_only_those_who_lead_pass_it_on(client, cast, kept_back):
    for staff in (cast.anouk, cast.mo):
        with pytest.raises(NotAllowed):
            passing_on.pass_on_story(act=act_of(staff), case_id=kept_back.case_id, report_id=kept_back.pk)
    kept_back.refresh_from_db()
    assert kept_back.story_kept_back
