"""Zaken for who leads: the sentence, the numbers, what comes first, how safe the children feel, who carries what."""

from datetime import date

import pytest
from django.test import Client

from kring.cases.models import Case
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.sending import text_of


@pytest.fixture
def late(cast: Cast) -> Telling:
    return tell(cast).on(date(2026, 11, 17)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")


@pytest.fixture
def of_bram(cast: Cast) -> Telling:
    return tell(cast, cast.bram).report(cast.yara).safe()


def page(cast: Cast, who: object, query: str = "") -> str:
    return text_of(sign_in(Client(), who).get(f"/zaken/{query}"))  # type: ignore[arg-type]


def seen(case: Telling) -> int:
    return TrailLine.objects.filter(case_id=case.id, verb=Verb.CASE_OVERSEEN).count()


def test_the_title_says_how_many_run_and_how_many_are_late(cast, late, of_bram):
    for who in (cast.carla, cast.hein):
        assert "Twee zaken lopen. Eén is te laat." in page(cast, who)
    assert "Twee zaken" not in page(cast, cast.anouk), "a teacher has a list of their own cases"


def test_the_numbers_lead_to_the_cases_that_they_count(cast, late, of_bram):
    assert "1 te laat 0 vandaag 1 komende week 0 af te sluiten" in page(cast, cast.carla)
    coming = page(cast, cast.carla, "?staat=komende-week")
    assert "Yara, groep 5" in coming
    assert "Sem en Daan" not in coming
    assert "Er is geen zaak waarin vandaag iets moet." in page(cast, cast.carla, "?staat=vandaag")


def test_where_nothing_runs_it_says_so(cast):
    assert "Er lopen nu geen zaken." in page(cast, cast.carla)


def test_who_carries_what_says_in_words_what_is_late(cast, late, of_bram):
    assert "Wie draagt wat Anouk Vermeer één zaak, één te laat Bram de Boer één zaak" in page(cast, cast.carla)


def test_a_row_says_what_comes_first_and_how_safe_each_bullied_child_feels(cast, late, of_bram):
    said = page(cast, cast.carla)
    assert "do 19 nov 2 schooldagen te laat" in said
    assert "nog niet gevraagd" in said
    row = said[said.index("Sem en Daan, groep 6") :]
    assert "veilig" in row[: row.index("Yara")]


def test_where_there_is_danger_it_stands_before_all(cast, late):
    in_danger = tell(cast, cast.bram).report(cast.yara).safe()
    before = page(cast, cast.carla)
    assert before.index("Sem en Daan, groep 6") < before.index("Yara, groep 5")
    Case.objects.filter(pk=in_danger.id).update(danger_since=in_danger.case.opened_at)
    said = page(cast, cast.carla)
    assert said.index("Yara, groep 5 gevaar") < said.index("Sem en Daan, groep 6")


def test_that_it_was_seen_how_safe_a_child_feels_stands_once_a_day_in_the_trail_of_its_case(cast, late, of_bram):
    for _time in range(3):
        page(cast, cast.carla)
    page(cast, cast.hein)
    assert seen(late) == 2, "one line for each reader"
    assert seen(of_bram) == 0, "nothing of it was shown"
    trail = text_of(sign_in(Client(), cast.hein).get(f"/zaken/{late.id}/spoor/"))
    assert "zag in het overzicht hoe veilig de kinderen zich voelen" in trail


def test_a_teacher_who_looks_at_the_own_list_leaves_no_line(cast, late):
    page(cast, cast.anouk)
    assert seen(late) == 0


def test_closed_cases_come_after_all_that_run(cast, late):
    closed = tell(cast).on(date(2026, 10, 5)).report(cast.jens, by=(cast.lars,)).step_1().judged("teasing")
    closed.agree()
    closed.on(date(2026, 10, 8)).close()
    said = page(cast, cast.carla, "?staat=alle")
    assert said.index("Sem en Daan, groep 6") < said.index("Jens en Lars, groep 6")
