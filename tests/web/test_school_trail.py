"""The school's own trail: what administrators did on top, then all of it, in words; nothing of a case."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kring.cases.actions.known_fault import fault_is_known
from kring.school.models import Guardianship
from kring.school.typed import TypedChild
from kring.trail.faults import Fault, Wrong
from kring.trail.models import TrailLine
from kring.trail.record import record
from kring.trail.verbs import Verb, WhyKnown
from kring.web.school.trail_told import SAYS
from tests.cases.telling import tell
from tests.cast import NOW, Cast, act_of, sign_in
from tests.school import plain as actions
from tests.web.sending import text_of

PAGE = "/school/spoor/"

OF_A_CASE_OR_ONES_OWN = """
pupil.read calendar_address.made calendar_address.renewed calendar_address.stopped session.signed_in session.signed_out
concern.raised concern.read concern.taken_up staff.excluded staff.kept_out staff.included
staff.did_not_join
told.read told.answered told.passed_on told.danger_taken_up told.about_said told.held told.ended
told.in_case told.removed told.to_coordinator
""".split()
"""Verbs that the page does not tell: what was only read, one's own way in and out, a report about a colleague, which
not every head may know of, what was told at a door, which may be about the head, who is kept out of a case, and who
said no to joining the school."""


@pytest.fixture
def hein(cast: Cast) -> Client:
    return sign_in(Client(), cast.hein)


def only(page: str, part: str) -> str:
    """What stands on the page under this heading."""
    return page.partition(part)[2].partition("Alles")[0]


def test_what_an_administrator_did_stands_on_top(hein: Client, cast: Cast) -> None:
    actions.change_staff(act=act_of(cast.ada), staff=cast.mo, role="head")
    actions.change_group(act=act_of(cast.hein), group=cast.group6, name="6a")
    said = text_of(hein.get(PAGE))
    on_top = only(said, "Wat beheerders deden")
    assert "Ada Kok deed een voorstel voor Mo Yilmaz: Directeur" in on_top
    assert "Hein Smit" not in on_top
    assert "Hein Smit veranderde groep 6a in 2026-2027" in said


def test_who_became_head_did_it_as_administrator_still(hein: Client, cast: Cast) -> None:
    actions.add_pupil(act=act_of(cast.ada), school=cast.school, first_name="Roos", group=cast.group6)
    actions.change_staff(act=act_of(cast.hein), staff=cast.ada, role="head")
    on_top = only(text_of(hein.get(PAGE)), "Wat beheerders deden")
    assert "Ada Kok voegde een leerling toe: Roos" in on_top


def test_every_act_is_told_in_words_with_its_person(hein: Client, cast: Cast) -> None:
    link = Guardianship.objects.get(guardian=cast.inge_bakker)
    actions.set_custody(act=act_of(cast.ada), guardianship=link, custody="no")
    actions.change_staff(act=act_of(cast.ada), staff=cast.mo, is_active=False)
    actions.change_staff(act=act_of(cast.hein), staff=cast.wil, email="w.de.ruiter@x.example")
    said = text_of(hein.get(PAGE))
    assert "Ada Kok legde vast wie gezag heeft over: Sem Bakker" in said
    assert " veranderde de gegevens van Mo Yilmaz: werkt hier niet (meer)" in said
    assert "Hein Smit veranderde de gegevens van Wil de Ruiter: ook het e-mailadres" in said
    assert "x.example" not in said


def test_of_two_children_with_one_name_a_line_names_the_right_one(hein: Client, cast: Cast) -> None:
    other = actions.add_pupil(
        act=act_of(cast.ada), school=cast.school, first_name="Sem", last_name="Bakker", group=cast.group5
    )
    answer = hein.get(PAGE)
    assert "voegde een leerling toe: Sem Bakker (groep 5)" in text_of(answer)
    assert reverse("school_pupil", args=(other.pk,)) in answer.content.decode()
    assert reverse("school_pupil", args=(cast.sem.pk,)) not in answer.content.decode()


def test_a_child_that_got_another_name_is_the_same_child(hein: Client, cast: Cast) -> None:
    actions.change_pupil(act=act_of(cast.ada), pupil=cast.sem, last_name="de Groot")
    actions.change_pupil(act=act_of(cast.ada), pupil=cast.jens, last_name="Bakker")
    said = text_of(hein.get(PAGE))
    assert "veranderde de gegevens van een leerling: Sem de Groot" in said
    assert "veranderde de gegevens van een leerling: Jens Bakker" in said


def test_nothing_tells_that_there_is_a_case(hein: Client, cast: Cast) -> None:
    tell(cast).report(cast.sem, by=(cast.daan,)).step_1()
    typed = actions.type_pupil(act=act_of(cast.mo), child=TypedChild("Bo"))
    actions.recognise_pupil(act=act_of(cast.ada), typed=typed, pupil=cast.jens)
    said = text_of(hein.get(PAGE))
    assert "zei welke leerling een getypt kind is" in said
    for name in ("Sem", "Daan", "Jens", "Bo ", "zaak opende"):
        assert name not in said


def test_another_school_stands_nowhere_on_it(hein: Client, cast: Cast) -> None:
    actions.change_staff(act=act_of(cast.linde.administrator), staff=cast.linde.teacher, name="Lotte P")
    assert "Lotte" not in text_of(hein.get(PAGE))


def test_that_it_was_read_is_a_line_of_it(hein: Client, cast: Cast) -> None:
    hein.get(PAGE)
    line = TrailLine.objects.get(verb=Verb.SCHOOL_TRAIL_READ)
    assert (line.by, line.subject_id) == (cast.hein, cast.hein.pk)
    assert "las het spoor" not in text_of(hein.get(PAGE)), "what was done does not drown in what was read"
    assert "Hein Smit las het spoor van de school" in text_of(hein.get(f"{PAGE}?wat=gelezen"))


@pytest.mark.parametrize("role", ["anouk", "carla", "mo", "ada"])
def test_it_is_for_the_head_alone(cast: Cast, role: str) -> None:
    assert sign_in(Client(), getattr(cast, role)).get(PAGE).status_code == 404


def test_it_is_narrowed_by_who_what_and_when(hein: Client, cast: Cast) -> None:
    at = {name: NOW - timedelta(days=days) for name, days in (("old", 9), ("new", 0))}
    actions.change_group(act=act_of(cast.ada, at["old"]), group=cast.group5, name="5b")
    actions.change_staff(act=act_of(cast.ada, at["new"]), staff=cast.mo, name="Mo Demir")
    actions.change_group(act=act_of(cast.hein, at["new"]), group=cast.group6, name="6b")

    def shown(**asked: Any) -> set[str]:
        said = text_of(hein.get(PAGE, asked))
        return {name for name in ("groep 5b", "Mo Demir veranderde", "van Mo Demir", "groep 6b") if name in said}

    assert shown() == {"groep 5b", "van Mo Demir", "groep 6b"}
    assert shown(wie=cast.ada.pk) == {"groep 5b", "van Mo Demir"}
    assert shown(wat="collegas") == {"van Mo Demir"}
    assert shown(wat="leerlingen", wie=cast.hein.pk) == {"groep 6b"}
    assert shown(tot="2026-11-14") == {"groep 5b"}
    assert shown(van="2026-11-23", tot="2026-11-23") == {"van Mo Demir", "groep 6b"}
    assert "Niets gevonden" in text_of(hein.get(PAGE, {"tot": "2020-01-01"}))


UNREAD = [
    "wie=x",
    "wat=alles",
    "van=gisteren",
    "tot=2026-13-01",
    "voor=-1",
    "voor=²",
    "van=0001-01-01",
    "tot=9999-12-31",
]


@pytest.mark.parametrize("asked", UNREAD)
def test_what_cannot_be_read_is_no_page(hein: Client, asked: str) -> None:
    assert hein.get(f"{PAGE}?{asked}").status_code == 404


def test_it_goes_on_page_by_page_and_asks_as_much_with_many_lines(hein: Client, cast: Cast) -> None:
    def lines_of(page: str) -> tuple[int, int]:
        hein.get(page)
        with CaptureQueriesContext(connection) as queries:
            said = text_of(hein.get(page))
        return said.count("veranderde de gegevens van een leerling"), len(queries)

    def changed(times: int) -> None:
        for _time in range(times):
            record(verb=Verb.PUPIL_CHANGED, school_id=cast.school.pk, at=NOW, by=cast.hein, subject_id=cast.sem.pk)

    changed(2)
    few, asks = lines_of(PAGE)
    changed(58)
    assert (few, lines_of(PAGE)) == (2, (50, asks))
    [older] = [part.partition('"')[0] for part in hein.get(PAGE).content.decode().split('href="?')[1:]]
    assert lines_of(f"{PAGE}?{older}")[0] == 10


def test_the_page_reads_by_an_index_that_holds_only_what_is_of_no_case(cast: Cast) -> None:
    sql = """SELECT id FROM trail_trailline WHERE school_id = %s AND case_id IS NULL ORDER BY id DESC LIMIT 51"""
    how = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    school = cast.school.pk if connection.vendor == "postgresql" else cast.school.pk.hex
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"{how} {sql}", [school])
        assert "trail_of_school_itself" in str(cursor.fetchall())


def test_every_verb_is_told_or_stands_in_the_list_of_what_is_not() -> None:
    """A verb of no case that nobody thought of would be missing in silence."""
    of_a_case = {verb for verb in Verb if verb.partition(".")[0] in OF_A_CASE}
    untold = set(Verb) - set(SAYS) - of_a_case
    assert untold == set(OF_A_CASE_OR_ONES_OWN)


OF_A_CASE = "case report fact promise duty step plan parent_copy summary person".split()


def test_a_fault_of_the_trail_that_is_known_is_told_with_why(hein: Client, cast: Cast) -> None:
    fault = Fault(Wrong.MISSING, 5, 7, digest="0" * 60)
    fault_is_known(fault=fault, why=WhyKnown.BROKE, at=NOW)
    said = text_of(hein.get(PAGE))
    assert "noteerde voor wie de server beheert dat een fout in het spoor is uitgezocht." in said
    assert "De regels 5 tot en met 7 zijn weg." in said
    assert "Reden: de schijf of de database ging stuk." in said


def test_a_line_about_a_fault_that_nobody_can_read_breaks_no_page(hein: Client, cast: Cast) -> None:
    record(verb=Verb.TRAIL_FAULT_KNOWN, school_id=cast.school.pk, at=NOW, by=None, kind=1)
    assert "Welke, is niet meer te lezen." in text_of(hein.get(PAGE))
