"""The pages of what a parent got of the plan and says of it, and what one states beside a fact (decision 083)."""

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.actions import releasing
from kring.cases.models import ParentCopy
from kring.school.models import Custody, Guardian, Guardianship
from kring.trail.models import TrailLine
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.paper.test_printing import text_of as printed
from tests.web.browsing import early, send, text_of
from tests.web.sending import text_of as words_of

pytestmark = pytest.mark.usefixtures("ticking")

WHY = "Wij vinden dat het te lang duurt."


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


@pytest.fixture
def case(cast: Cast) -> Telling:
    return early(tell(cast).report(cast.sem, by=(cast.daan,))).step_1().judged("bullying").step_3()


def link(guardian: Guardian) -> Guardianship:
    return Guardianship.objects.get(guardian=guardian)


def reply(case: Telling, guardian: Guardian) -> str:
    return reverse("plan_reply", args=[case.id, link(guardian).pk])


def copy_of_sem(case: Telling) -> ParentCopy:
    child = next(one for one in case.file.people if one.pupil_id == case.cast.sem.pk)
    return releasing.release_copy(
        act=case.act(), case_id=case.id, involved_id=child.pk, problem="Er wordt gelachen.", agreements=(), approach=""
    )


def pages(case: Telling) -> str:
    return reverse("parent_copies", args=[case.id])


def test_to_which_parent_a_copy_went_when_and_how_stands_with_the_copy(anouk, case, cast):
    copy_of_sem(case)
    assert "Nog niet opgeschreven aan wie deze is meegegeven." in text_of(anouk.get(pages(case)))
    answer = send(anouk, reply(case, cast.inge_bakker), says="given", how="on_paper")
    assert answer["Location"] == pages(case)
    assert "Meegegeven aan moeder van Sem, 23 november (op papier)." in text_of(anouk.get(pages(case)))
    lines = TrailLine.objects.filter(case_id=case.id, verb="fact.recorded", by=cast.anouk)
    [last] = lines.order_by("-at")[:1]
    assert last.detail["kind"] == "plan_reply"


def test_who_does_not_agree_says_why_and_the_coordinator_sees_it(anouk, case, cast):
    url = reply(case, cast.inge_bakker)
    page = text_of(anouk.get(url))
    assert "Niet tekenen houdt niets tegen" in page
    refused = send(anouk, url, says="disagrees", how="by_phone")
    assert refused.status_code == 422
    assert "Schrijf op waarom deze ouder het niet eens is met het plan." in text_of(refused)
    assert send(anouk, url, says="disagrees", how="by_phone", because=WHY).status_code == 303
    assert f"Niet akkoord met plan versie 1, op 23 november (gebeld) : {WHY}" in words_of(anouk.get(pages(case)))
    assert "Niet akkoord met plan versie 1" in text_of(anouk.get(reverse("case", args=[case.id])))
    assert "een ouder is niet akkoord" not in text_of(anouk.get(reverse("today")))
    carla = sign_in(Client(), cast.carla)
    seen = reverse("not_told", args=[case.id])
    today = text_of(carla.get(reverse("today")))
    assert "een ouder is niet akkoord met het plan. Lees waarom." in today
    assert WHY not in today
    page = text_of(carla.get(seen))
    assert WHY in page
    assert "Bewust niet geïnformeerd" not in page
    assert send(carla, seen, note="Ik bel haar.").status_code == 303
    assert "een ouder is niet akkoord" not in text_of(carla.get(reverse("today")))
    assert "Gezien: een ouder is niet akkoord met het plan" in text_of(carla.get(reverse("file", args=[case.id])))


def test_what_was_written_down_is_put_right_with_the_same_form(anouk, case, cast):
    send(anouk, reply(case, cast.inge_bakker), says="disagrees", how="by_phone", because=WHY)
    [fact] = case.file.of_kind("plan_reply")
    url = reverse("correct", args=[case.id, fact.pk])
    assert WHY in text_of(anouk.get(url))
    assert send(anouk, url, says="agrees", because="").status_code == 303
    [fact] = case.file.of_kind("plan_reply")
    assert fact.outcome == "agrees"


def test_without_known_custody_a_copy_goes_for_a_reason_and_the_page_says_that_it_is_unknown(anouk, case, cast):
    copy_of_sem(case)
    Guardianship.objects.filter(pk=link(cast.inge_bakker).pk).update(custody=Custody.UNKNOWN)
    url = reply(case, cast.inge_bakker)
    assert "Of deze ouder gezag heeft, is niet bekend." in text_of(anouk.get(url))
    assert send(anouk, url, says="given", how="on_paper").status_code == 422
    assert send(anouk, url, says="given", how="on_paper", why_given="Het kind woont bij haar.").status_code == 303


def test_before_there_is_a_plan_nobody_answers_it(anouk, cast):
    case = early(tell(cast).report(cast.sem, by=(cast.daan,)))
    url = reply(case, cast.inge_bakker)
    assert url not in text_of(anouk.get(pages(case)))
    assert "Er is nog geen plan." in text_of(anouk.get(url))


def test_a_statement_stands_beside_what_the_school_wrote_in_file_and_on_its_page(anouk, case, cast):
    [incident] = case.incident()
    own = reverse("fact", args=[case.id, incident.pk])
    url = reverse("parent_statement", args=[case.id, incident.pk])
    assert url in text_of(anouk.get(own))
    refused = send(anouk, url, guardianship=str(link(cast.karin_visser).pk), text=" ", how="in_writing")
    assert refused.status_code == 422
    sent = send(anouk, url, guardianship=str(link(cast.karin_visser).pk), text="Daan begon niet.", how="in_writing")
    assert sent["Location"] == own
    page = text_of(anouk.get(own))
    assert "Moeder van Daan" in page
    assert "Daan begon niet." in page
    assert "Zijn tas werd verstopt." in page
    assert "Moeder van Daan zegt hierover : Daan begon niet." in words_of(anouk.get(reverse("file", args=[case.id])))
    [statement] = case.file.of_kind("parent_statement")
    corrected = reverse("correct", args=[case.id, statement.pk])
    assert send(anouk, corrected, text="Daan begon zeker niet.").status_code == 303
    assert "Daan begon zeker niet." in text_of(anouk.get(own))


def test_nothing_that_one_parent_said_stands_on_paper_or_on_the_call_of_another(anouk, case, cast):
    """Two parents who may not know each other's data: separate copies, and never the other's words."""
    secret = "Vader drinkt, zegt zij."
    [incident] = case.incident()
    url = reverse("parent_statement", args=[case.id, incident.pk])
    sent = send(anouk, url, guardianship=str(link(cast.inge_bakker).pk), text=secret, how="in_person")
    assert sent.status_code == 303
    sent = send(anouk, reply(case, cast.inge_bakker), says="disagrees", how="by_phone", because=secret)
    assert sent.status_code == 303
    copy = copy_of_sem(case)
    child = next(one for one in case.file.people if one.pupil_id == cast.sem.pk)
    for guardian in (cast.tom_bakker, cast.karin_visser):
        for name in ("inform", "talk_between", "plan_reply"):
            page = text_of(anouk.get(reverse(name, args=[case.id, link(guardian).pk])))
            assert secret not in page, name
            assert "Inge Bakker" not in page.replace("Ook met Inge Bakker", ""), name
    assert secret not in text_of(anouk.get(reverse("parent_copy", args=[case.id, child.pk])))
    papers = (
        reverse("parent_copy_pdf", args=[case.id, copy.pk]),
        reverse("plan_pdf", args=[case.id, 1]),
    )
    for url in papers:
        assert secret not in printed(bytes(anouk.get(url).content)), url
    assert secret not in text_of(anouk.get(reverse("plan", args=[case.id])))
