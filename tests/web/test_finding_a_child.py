"""A child of another group is found by its name, with and without script, and a page never carries the whole school."""

import re
from typing import Any

import pytest
from django.test import Client

from kring.cases.models import Case, Involved
from kring.protocol.terms import Role
from kring.school import actions
from kring.school.models import Pupil
from kring.vault.keys import load_keys
from kring.web.forms.page import PART
from kring.web.models import Draft
from tests.cases.telling import tell
from tests.cast import ITSELF, Cast, sign_in
from tests.web.sending import all_hidden, send, text_of
from tests.web.test_report import STORY, filled

LARGEST = 60_000
"""Bytes of the report, with a class of 25 in a school of 1,200."""


def search(browser: Client, cast: Cast, asked: str, *, field: str = "bullied", **other: Any) -> Any:
    """What comes back on pressing the button beside the line."""
    return send(browser, "/melding/", **filled(cast, **{f"{field}-find": asked, f"{field}-search": "1"} | other))


def found(answer: Any, field: str = "bullied") -> set[str]:
    """Whom the line found: what stands below it and is not tapped."""
    page = answer.content.decode()
    below = page.split(f'data-finds="{field}"')[1].split('class="found"')[1]
    below = re.split("<details|</fieldset>", below)[0]
    return set(re.findall(r'value="([0-9a-f-]{36})"', below))


def children() -> dict[str, str]:
    return {row.pupil.first_name: row.role for row in Involved.objects.select_related("pupil")}


def test_a_part_of_the_name_finds_the_child_and_nothing_that_was_typed_is_lost(client, cast):
    browser = sign_in(client, cast.anouk)
    answer = search(browser, cast, "yar")
    assert answer.status_code == 200
    assert found(answer) == {str(cast.yara.pk)}
    page = answer.content.decode()
    assert STORY in page
    assert re.search(rf'name="bullied" value="{cast.sem.pk}"[^>]* checked', page)
    assert "1 kind gevonden. Tik op de naam." in text_of(answer)
    # Whom it found is tapped while the words still stand in the line.
    told = {"bullied": [cast.sem.pk, cast.yara.pk], "bullied-find": "yar"}
    assert send(browser, "/melding/", **filled(cast, **told)).status_code == 303
    assert children() == {"Sem": Role.TARGET, "Yara": Role.TARGET, "Daan": Role.INSTIGATOR}


def test_a_whole_group_is_found_by_its_name(client, cast):
    there = {str(one.pk) for one in Pupil.objects.filter(group=cast.group5)}
    assert there
    for asked in ("groep 5", "5"):
        assert found(search(sign_in(client, cast.anouk), cast, asked)) == there


def test_a_child_of_the_own_group_stands_above_and_is_not_shown_twice(client, cast):
    answer = search(sign_in(client, cast.anouk), cast, "daan")
    assert found(answer) == set()
    assert "Daan staat hierboven." in text_of(answer)


def test_nobody_is_found_of_another_school_or_who_left(client, cast):
    browser = sign_in(client, cast.anouk)
    assert found(search(browser, cast, "mila")) == set()
    assert found(search(browser, cast, "yara")) == {str(cast.yara.pk)}
    Pupil.objects.filter(pk=cast.yara.pk).update(left_on="2026-11-20")
    assert found(search(browser, cast, "yara")) == set()


def test_a_name_that_nobody_has_stands_where_a_child_is_typed(client, cast):
    browser = sign_in(client, cast.anouk)
    answer = search(browser, cast, "Bo de Jong", bullied=[])
    page = answer.content.decode()
    assert 'name="targets-0-first_name" value="Bo"' in page
    assert 'name="targets-0-last_name" value="de Jong"' in page
    assert "Niemand in de lijst heet zo." in text_of(answer)
    assert not Case.objects.exists()


def test_a_name_that_was_left_in_the_line_is_asked_about_and_never_guessed(client, cast):
    browser = sign_in(client, cast.anouk)
    answer = send(browser, "/melding/", **filled(cast, **{"bullied-find": "yara"}))
    assert answer.status_code == 422
    assert text_of(answer).count("Tik op wie je bedoelt, of maak de zoekregel leeg.") == 2
    assert found(answer) == {str(cast.yara.pk)}
    nobody = send(browser, "/melding/", **filled(cast, **{"bullied": [], "bullied-find": "Bo"}))
    assert nobody.status_code == 422
    assert not Case.objects.exists()
    assert 'name="targets-0-first_name" value="Bo"' in nobody.content.decode()
    read = {"bullied": [], "bullied-find": "", "targets-0-first_name": "Bo"}
    assert send(browser, "/melding/", **filled(cast, **read)).status_code == 303
    assert children() == {"Bo": Role.TARGET, "Daan": Role.INSTIGATOR}


def test_a_script_gets_only_what_was_found_and_keeps_the_text_by_itself(client, cast):
    browser = sign_in(client, cast.anouk)
    page = browser.get("/melding/")
    typed = all_hidden(page) | filled(cast, **{"bullied-find": "yara", "bullied-search": "1"})
    answer = browser.post("/melding/", typed, headers={PART: "bullied"})
    assert answer[PART] == "1"
    part = answer.content.decode()
    assert str(cast.yara.pk) in part
    assert STORY not in part
    assert "<html" not in part
    assert not Draft.objects.exists()
    whole = browser.post("/melding/", typed, headers={PART: "no such part"})
    assert PART not in whole
    assert STORY in whole.content.decode()


def test_a_head_without_a_group_finds_a_child_by_name(client, cast):
    browser = sign_in(client, cast.hein)
    page = browser.get("/melding/").content.decode()
    assert str(cast.sem.pk) not in page
    assert found(search(browser, cast, "sem", bullied=[], bullies=[])) == {str(cast.sem.pk)}


def test_who_takes_part_already_is_not_found_for_a_running_case(client, cast):
    case = tell(cast).report(cast.sem)
    browser = sign_in(client, cast.anouk)
    url = f"/zaken/{case.id}/mensen/leerling/"
    page = browser.get(url).content.decode()
    assert f'name="pupil" value="{cast.daan.pk}"' in page
    assert str(cast.sem.pk) not in page
    answer = send(browser, url, **{"pupil-find": "yara", "pupil-search": "1", "role": "witness"})
    assert found(answer, "pupil") == {str(cast.yara.pk)}
    assert send(browser, url, pupil=cast.yara.pk, role="witness").status_code == 303
    assert children() == {"Sem": Role.TARGET, "Yara": Role.WITNESS}


def test_the_name_that_was_typed_takes_the_place_of_a_tap_that_was_taken_back(client, cast):
    case = tell(cast).report(cast.sem)
    browser = sign_in(client, cast.anouk)
    url = f"/zaken/{case.id}/mensen/leerling/"
    assert 'name="pupil" value=""' in browser.get(url).content.decode()
    both = send(browser, url, pupil=cast.yara.pk, first_name="Bo", role="witness")
    assert "Je koos een naam en typte er ook een." in text_of(both)
    assert send(browser, url, pupil="", first_name="Bo", role="witness").status_code == 303
    assert children() == {"Sem": Role.TARGET, "Bo": Role.WITNESS}


@pytest.mark.slow
def test_the_report_stays_light_in_a_school_of_twelve_hundred(client, cast):
    for number in range(25 - Pupil.objects.filter(group=cast.group6, left_on=None).count()):
        actions.add_pupil(act=ITSELF, school=cast.school, first_name=f"Kind{number}", last_name="", group=cast.group6)
    load_keys([cast.school.pk])
    Pupil.objects.bulk_create(
        Pupil(school=cast.school, first_name=f"Quirijn{number}", last_name="Weg", group=cast.group5)
        for number in range(1_200)
    )
    browser = sign_in(client, cast.anouk)
    page = browser.get("/melding/").content
    assert len(page) < LARGEST
    assert b"Quirijn" not in page
    answer = search(browser, cast, "quirijn")
    assert "1200 kinderen gevonden. Typ nog een paar letters." in text_of(answer)
    assert len(answer.content) < LARGEST
    assert len(found(search(browser, cast, "quirijn1199"))) == 1
