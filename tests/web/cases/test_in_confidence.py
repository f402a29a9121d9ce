"""In vertrouwen verteld: for the owner, the stand-in, coordinator and head, and nobody else who works at the case."""

from typing import Any

import pytest
from django.test import Client

from kring.cases import bodies
from kring.cases.actions import people
from kring.cases.models import Fact
from kring.trail.models import TrailLine
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.sending import hidden, send, text_of

SECRET = "Ik durf niet naar de wc."


@pytest.fixture
def told(cast: Cast) -> Telling:
    """Sem is bullied by Yara, of the group of Bram; Mo takes part, and Wil stands in."""
    case = tell(cast).report(cast.sem, by=(cast.yara,))
    people.include_colleague(act=case.act(), case_id=case.id, staff_id=cast.mo.pk)
    people.set_stand_in(act=case.act(), case_id=case.id, to=cast.wil.pk)
    case.talk("talk_target", case.key(cast.sem), feeling=2, in_confidence=SECRET)
    return case


def the_talk(told: Telling) -> Fact:
    return told.file.of_kind("talk")[-1]


def address(told: Telling, fact: Fact, end: str = "") -> str:
    return f"/zaken/{told.id}/regel/{fact.pk}/{end}"


def seen_by(client: Client, staff: Any, told: Telling, end: str = "") -> str:
    answer = sign_in(client, staff).get(address(told, the_talk(told), end))
    assert answer.status_code == 200
    return text_of(answer) + answer.content.decode()


@pytest.mark.parametrize("end", ["", "verbeteren/"])
@pytest.mark.parametrize(
    ("name", "reads"),
    [("anouk", True), ("wil", True), ("carla", True), ("hein", True), ("bram", False), ("mo", False)],
)
def test_it_is_read_by_owner_stand_in_coordinator_and_head_only(client, cast, told, name, reads, end):
    staff = getattr(cast, name)
    page = seen_by(client, staff, told, end)
    assert ("We spraken over de pauze." in page, SECRET in page) == (True, reads)
    noted = TrailLine.objects.filter(verb="case.confidence_read", by=staff, subject_id=the_talk(told).pk)
    assert noted.count() == reads


def test_to_take_the_talk_back_nobody_is_shown_it(client, cast, told):
    assert SECRET not in seen_by(client, cast.anouk, told, "intrekken/")


def test_the_trail_says_who_read_it(client, cast, told):
    seen_by(client, cast.wil, told)
    trail = text_of(sign_in(client, cast.carla).get(f"/zaken/{told.id}/spoor/"))
    assert "Wil de Ruiter las wat in vertrouwen is verteld" in trail


def test_a_talk_without_it_is_no_such_reading(client, cast, told):
    told.talk("talk_instigator", told.key(cast.yara))
    seen_by(client, cast.carla, told)
    assert not TrailLine.objects.filter(verb="case.confidence_read").exists()


def test_who_may_not_read_it_puts_the_talk_right_and_it_stays(client, cast, told):
    answer = send(
        sign_in(client, cast.bram),
        address(told, the_talk(told), "verbeteren/"),
        on="2026-11-23",
        said="We spraken over de wc.",
        feels=2,
        in_confidence="Iets anders.",
    )
    assert answer.status_code == 303
    body = the_talk(told).body
    assert isinstance(body, bodies.Talk)
    assert (body.said, body.in_confidence) == ("We spraken over de wc.", SECRET)
    assert SECRET not in seen_by(client, cast.bram, told)  # the former version stands below it
    assert SECRET in seen_by(client, cast.anouk, told)


def test_whoever_may_read_it_can_change_it(client, cast, told):
    send(
        sign_in(client, cast.anouk),
        address(told, the_talk(told), "verbeteren/"),
        on="2026-11-23",
        said="We spraken over de wc.",
        feels=2,
        in_confidence="Niets meer.",
    )
    body = the_talk(told).body
    assert isinstance(body, bodies.Talk)
    assert body.in_confidence == "Niets meer."


def test_what_stands_beside_a_form_that_came_second_leaves_it_out(client, cast, told):
    """A colleague who writes up the same talk is shown what is there, without what was told in confidence."""
    case = tell(cast).report(cast.noor, by=(cast.yara,))
    browser = sign_in(client, cast.bram)
    url = f"/zaken/{case.id}/taak/talk_target/"
    page = browser.get(url)
    case.talk("talk_target", case.key(cast.noor), feeling=2, in_confidence=SECRET)
    sent = {"token": hidden(page, "token"), "seen": hidden(page, "seen")}
    answer = browser.post(url, sent | {"on": "2026-11-23", "said": "Ook zo.", "feels": 3})
    assert answer.status_code == 409
    assert ("We spraken over de pauze." in text_of(answer), SECRET in text_of(answer)) == (True, False)
