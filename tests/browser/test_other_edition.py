"""The stories of the stappenplan with another protocol that the school chose, on a phone."""

from datetime import time

import pytest

from kring.cases.models import Case
from kring.protocol.terms import Protocol
from kring.school.models import School
from tests.browser import any_protocol, protocol
from tests.browser.visitor import PHONE, Visitor
from tests.cases.any_protocol import acts
from tests.cases.telling import Telling, tell
from tests.cast import Cast


@pytest.fixture
def elsewhere(everybody: Cast, other_protocol: Protocol) -> Cast:
    """The cast, at a school that follows the other protocol."""
    School.objects.filter(pk=everybody.school.pk).update(protocol=other_protocol.key)
    everybody.school.refresh_from_db()
    return everybody


def told_until(case: Telling, title: str, *answers: int, round: int = 1) -> Telling:
    """What the browser does not do, by the verbs: until the case stands in the step of this title."""
    case.hour = time(15) if case.progress.last.tasks[0].settled else time(6)
    for _act in acts(case, *answers):
        last = case.progress.last
        if (last.step.title, last.round) == (title, round):
            return case
    raise AssertionError(f"the case never came to {title}")


def comes_to(anouk: Visitor, case: Telling) -> None:
    """She opens the case on the day that its step asks for."""
    due = case.until_due().today
    if due > anouk.days.today:
        anouk.days.go_to(due)
    anouk.opens(f"/zaken/{case.id}/")


def test_a_school_chooses_its_protocol_and_a_case_goes_from_report_to_closing(comes, everybody, other_protocol):
    hein, anouk = comes(PHONE), comes(PHONE)
    hein.signs_in(everybody.hein)
    hein.opens("/school/gegevens/")
    hein.chooses("Welk protocol volgt de school?", "Samen verder")
    hein.presses("Bewaren")
    hein.opens("/protocol/?stap=alles")
    hein.reads("Wie iets ziet, zegt het.", "Een rustige plek kiezen")

    anouk.signs_in(everybody.anouk)
    protocol.fills_in_report(anouk, "Sem Bakker", "Daan Visser")
    case = Telling(everybody, everybody.anouk, case_id=Case.objects.get().pk)
    anouk.reads("Luisteren naar wie het treft")
    any_protocol.carries_out(anouk, case)
    any_protocol.decides(anouk, case, "We gaan samen verder")
    anouk.reads("Aan tafel")

    told_until(case, "Terugkijken")
    comes_to(anouk, case)
    any_protocol.carries_out(anouk, case)
    any_protocol.decides(anouk, case, "Het is goed")
    any_protocol.carries_out(anouk, case)
    anouk.reads("Alles is gedaan.")
    hein.opens(f"/zaken/{case.id}/")
    protocol.closes(hein, "Het is al weken goed.", asking="Sem")
    hein.reads("De zaak is afgesloten.", "Gestopt")
    assert case.case.ended_as == "stopped"


def test_a_no_asks_for_another_way_and_leads_back_to_the_table(comes, elsewhere):
    case = told_until(tell(elsewhere).report(elsewhere.sem, by=(elsewhere.daan,)), "Terugkijken", 1)
    anouk = comes(PHONE)
    anouk.signs_in(elsewhere.anouk)
    comes_to(anouk, case)
    any_protocol.carries_out(anouk, case)
    any_protocol.decides(anouk, case, "Nog niet")
    anouk.reads("Waar het haperde", "Een andere weg")
    anouk.reads_nowhere("De hele groep")
    any_protocol.carries_out(anouk, case)
    anouk.reads("Aan tafel, ronde 2")
    assert case.step == "tafel"


def test_after_a_no_it_may_be_good_the_next_time(comes, elsewhere):
    case = tell(elsewhere).report(elsewhere.sem, by=(elsewhere.daan,))
    told_until(case, "Terugkijken", 1, 1, round=2)
    anouk = comes(PHONE)
    anouk.signs_in(elsewhere.anouk)
    comes_to(anouk, case)
    any_protocol.carries_out(anouk, case)
    any_protocol.decides(anouk, case, "Het is goed")
    anouk.reads("Loslaten")
    any_protocol.carries_out(anouk, case)
    anouk.reads("Alles is gedaan.")
    assert (case.step, case.case.stage) == ("einde", "to_close")


def test_with_several_children_the_talk_may_be_apart_and_the_group_is_addressed(comes, elsewhere):
    case = tell(elsewhere).report(elsewhere.sem, by=(elsewhere.daan,), followers=(elsewhere.lars,))
    told_until(case, "Aan tafel", 1)
    anouk = comes(PHONE)
    anouk.signs_in(elsewhere.anouk)
    comes_to(anouk, case)
    protocol.asks_beforehand(anouk, "Sem", together=False, duty="Wat wil het kind?")
    protocol.talks_apart(anouk, "Samen aan tafel", "Sem", "Daan", feels="Gaat wel")
    protocol.talks_apart(anouk, "Samen aan tafel", "Daan", "Sem")
    anouk.reads("Gedaan")
    told_until(case, "Terugkijken")
    comes_to(anouk, case)
    any_protocol.carries_out(anouk, case)
    any_protocol.decides(anouk, case, "Nog niet")
    anouk.reads("De hele groep")
    protocol.addresses_class(anouk, "De hele groep")
    anouk.reads("Bewaard.")
    assert case.task("whole_group").state == "met"
