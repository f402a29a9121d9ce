"""The story of a report is taken along to the first incident: to read, to put right, and to keep with one press."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client

from kring.cases import bodies
from kring.cases.actions.opening import NewReport, join_case
from kring.cases.errors import Refused
from kring.cases.models import Report
from kring.protocol.terms import Role
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, sign_in
from tests.web.sending import send, text_of

STORY = "Daan gooide de tas van Sem over het hek."
READY = "De melding staat al ingevuld: lees na en bewaar."


def told_on_friday(cast: Cast, **other: object) -> Telling:
    case = tell(cast)
    report = replace(
        case.report_of(cast.sem, by=(cast.daan,)), story=STORY, happened_on=date(2026, 11, 20), place="playground"
    )
    return case.opens(replace(report, **other))  # type: ignore[arg-type]


def form_of(case: Telling, browser: Client) -> str:
    page: str = browser.get(f"/zaken/{case.id}/taak/incidents/").content.decode()
    return page


def ticked(page: str) -> list[str]:
    boxes = re.findall(r'<input type="checkbox" name="incidents-0-about"[^>]*>', page)
    return [value[1] for box in boxes if "checked" in box and (value := re.search(r'value="([^"]*)"', box))]


def test_day_place_words_and_children_of_the_report_stand_in_the_form(client, cast):
    case = told_on_friday(cast)
    browser = sign_in(client, cast.anouk)
    assert READY in text_of(browser.get(f"/zaken/{case.id}/"))
    page = form_of(case, browser)
    assert STORY in page
    assert 'value="2026-11-20"' in page
    assert '<option value="playground" selected>' in page
    assert sorted(ticked(page)) == sorted([case.key(cast.sem), case.key(cast.daan)])
    assert 'name="incidents-1-what"' not in page, "one incident, and no empty one beside it"


def test_kept_as_it_stands_it_is_an_incident_and_is_not_offered_again(client, cast):
    case = told_on_friday(cast)
    browser = sign_in(client, cast.anouk)
    about = [case.key(cast.sem), case.key(cast.daan)]
    row = {"on": "2026-11-20", "what": STORY, "place": "playground", "about": about}
    typed = {f"incidents-0-{name}": value for name, value in row.items()} | {"incidents-count": "1"}
    assert send(browser, f"/zaken/{case.id}/taak/incidents/", **typed).status_code == 303
    kept = case.file.of(bodies.Incident)
    assert [(one.fact.on, one.body.what, one.body.place) for one in kept] == [(date(2026, 11, 20), STORY, "playground")]
    assert sorted(kept[0].fact.about) == sorted(about)
    assert READY not in text_of(browser.get(f"/zaken/{case.id}/"))
    assert STORY not in form_of(case, browser).partition('name="incidents-0-what"')[2].partition("</textarea>")[0]


def test_who_saw_it_stands_by_name_and_not_among_those_it_happened_to(client, cast):
    case = told_on_friday(cast, people=((cast.sem.pk, Role.TARGET), (cast.yara.pk, Role.WITNESS)))
    page = form_of(case, sign_in(client, cast.anouk))
    assert ticked(page) == [case.key(cast.sem)]
    assert re.search(r'name="incidents-0-seen_by"[^>]*value="Yara"|value="Yara"[^>]*name="incidents-0-seen_by"', page)


def test_a_day_that_nobody_knew_is_asked_and_the_words_stay(client, cast):
    case = told_on_friday(cast, happened_on=None, place="")
    page = form_of(case, sign_in(client, cast.anouk))
    assert STORY in page
    assert 'value="2026-11' not in page


def test_a_story_that_is_kept_back_is_offered_to_those_who_may_read_it(client, cast):
    case = told_on_friday(cast, reported_by=Report.By.PUPIL, reporter="Lars", story_kept_back=True)
    Report.objects.update(taken_by=cast.mo)
    page = sign_in(client, cast.anouk)
    assert READY not in text_of(page.get(f"/zaken/{case.id}/"))
    assert STORY not in form_of(case, page)
    assert STORY in form_of(case, sign_in(Client(), cast.carla))


def test_a_later_report_is_offered_again_with_the_children_that_it_named(client, cast):
    case = told_on_friday(cast).step_1()
    browser = sign_in(client, cast.anouk)
    assert "Daan gooide" not in form_of(case, browser).partition('<div class="repeat">')[2]
    later = NewReport(
        story="Weer achter het schuurtje.",
        reported_by=Report.By.COLLEAGUE,
        people=((cast.sem.pk, Role.TARGET),),
        reported_on=TODAY,
    )
    join_case(act=case.act(), case_id=case.id, report=later)
    page = browser.get(f"/zaken/{case.id}/voorval/").content.decode()
    assert "Weer achter het schuurtje." in page
    assert ticked(page) == [case.key(cast.sem)]


def test_a_day_to_come_and_a_place_that_is_none_are_refused(cast):
    case = tell(cast)
    report = case.report_of(cast.sem)
    for wrong in ({"happened_on": TODAY + timedelta(days=1)}, {"happened_on": date(2025, 1, 1)}, {"place": "maan"}):
        with pytest.raises(Refused):
            case.opens(replace(report, **wrong))
