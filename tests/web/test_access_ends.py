"""What ends, ends at every address: a session that ran out, another role, who is kept out. Beside the table of access.

A session runs out after half an hour in which nobody did anything, and twelve hours after signing in, however busy. Who
comes back then is nobody: gets what a browser gets that never was in, with the way back and without a word of content.
What was typed meanwhile is kept for its writer; where nothing was typed, the page says that nothing was done.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kring.cases.actions import people
from kring.school.models import Role, StaffMember
from kring.web.forms.drafts import own_words
from kring.web.models import Draft, Session
from kring.web.request import clock
from kring.web.way_in.store import IDLE, IN_ALL
from tests.cast import NOW, act_of
from tests.web.browsing import Fields, fields_of
from tests.web.marked import all_of, mark_everything, words_in
from tests.web.sending import text_of
from tests.web.test_access_table import EVERYWHERE, ROWS, Row, asked, come_in, word_for, world
from tests.web.world import World, about_a_case

__all__ = ["world"]

pytestmark = [pytest.mark.slow, pytest.mark.sessions_end]

MOMENT = timedelta(minutes=1)


def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody did anything for half an hour."""
    monkeypatch.setattr(clock, "now", lambda: NOW + IDLE)


def in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody went on all day, until a moment ago."""
    Session.objects.update(used_at=NOW + IN_ALL - MOMENT)
    monkeypatch.setattr(clock, "now", lambda: NOW + IN_ALL)


def a_moment_before(run_out: object, monkeypatch: pytest.MonkeyPatch) -> None:
    Session.objects.update(used_at=NOW + (IN_ALL - 2 * MOMENT if run_out is in_all else timedelta()))
    monkeypatch.setattr(clock, "now", lambda: NOW + (IN_ALL if run_out is in_all else IDLE) - MOMENT)


def way_back(location: str) -> str:
    """Where the page to sign in leads to afterwards."""
    return parse_qs(urlsplit(location).query).get("next", [""])[0]


WAYS_IN = ("account_", "second_step", "choose_school")
"""How the names of addresses begin to which nobody comes back: they lead in, or out."""


@pytest.mark.parametrize("run_out", [idle, in_all], ids=lambda one: one.__name__)
def test_who_comes_back_after_a_session_ran_out_is_nobody_at_every_address(world, monkeypatch, run_out):
    mark_everything()
    head = come_in(world, "H")
    a_moment_before(run_out, monkeypatch)
    assert word_for(asked(head, "GET", reverse("today"))) == "yes"
    run_out(monkeypatch)
    differences = []
    for row in EVERYWHERE:
        url = world.url(row.face)
        for how in ("GET", "POST"):
            answer, nobodys = asked(head, how, url), asked(Client(), how, url)
            word = word_for(answer)
            if word != word_for(nobodys) or (how == row.how and word != row.gets["N"]):
                differences.append(f"{how} {row.face} gives {word}")
            elif word == "in" and way_back(answer["Location"]) != way_back(nobodys["Location"]):
                differences.append(f"{how} {row.face} leads back to {way_back(answer['Location'])}")
            elif (
                word == "in"
                and how == "GET"
                and not row.address.startswith(WAYS_IN)
                and way_back(answer["Location"]) != url
            ):
                differences.append(f"GET {row.face} leads back to {way_back(answer['Location'])}")
            elif word == "yes" and text_of(answer) != text_of(nobodys):
                differences.append(f"{how} {row.face} says something else than to nobody")
            if words_in(all_of(answer)):
                differences.append(f"{how} {row.face} shows a word of somebody's")
    assert not differences, "\n".join(differences)


TYPED = "Dit schreef ik."
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
TEXT = re.compile(r'<(?:textarea|input type="text")[^>]*? name="([^"]+)"')


def typed_into(page: str) -> Iterator[Fields]:
    """Each form of this page that asks for a text and is sent to the page itself, with something typed in each."""
    for form in FORM.findall(page):
        fields, texts = fields_of(form), TEXT.findall(form)
        if "token" in fields and texts:
            yield fields | {name: [TYPED] for name in texts}


def sent_late(client: Client, url: str, typed: Fields, page: str = "") -> HttpResponse:
    """The answer to a form of a browser that was in; it keeps its cookie for the next one."""
    visitor = Client()
    visitor.cookies.update(client.cookies)
    return visitor.post(url, typed, headers={"referer": f"http://testserver{page or url}"})  # type: ignore[return-value]


def test_what_was_typed_in_any_form_is_kept_for_its_writer_and_stands_there_again(world, monkeypatch):
    mark_everything()
    head = come_in(world, "H")
    pages = {row.face: world.url(row.face) for row in ROWS if row.gets["H"] == "yes" and row.how == "GET"}
    forms = [
        (face, url, typed)
        for face, url in pages.items()
        for typed in typed_into(asked(head, "GET", url).content.decode(errors="replace"))
    ]
    idle(monkeypatch)
    again = come_in(world, "H")
    differences = []
    for face, url, typed in forms:
        cache.clear()  # so many forms a minute nobody sends
        with transaction.atomic():
            answer = sent_late(head, url, typed)
            draft = Draft.objects.filter(staff=world.who["H"]).first()
            back = way_back(answer.get("Location", ""))
            if word_for(answer) != "in" or draft is None or TYPED not in own_words(draft):
                differences.append(f"{face}: is not kept")
            elif TYPED not in again.get(back).content.decode():
                differences.append(f"{face}: does not stand at {back}")
            if words_in(all_of(answer)) or TYPED in all_of(answer):
                differences.append(f"{face}: is shown to whoever is there now")
            transaction.set_rollback(True)
    assert not differences, "\n".join(differences)
    assert len(forms) > 40


def test_a_button_that_was_pressed_too_late_says_that_nothing_was_done_and_leads_back_to_its_page(world, monkeypatch):
    head, here = come_in(world, "H"), reverse("today")
    idle(monkeypatch)
    buttons = [row for row in ROWS if row.how == "POST" and row.gets["N"] == "in" and row.address != WAY_OUT]
    differences = []
    for row in buttons:
        with transaction.atomic():
            answer = sent_late(head, world.url(row.face), {}, page=here)
            visitor = Client()
            visitor.cookies.update(answer.cookies)
            said = text_of(visitor.get(answer["Location"]))
            transaction.set_rollback(True)
        if way_back(answer["Location"]) != (reverse("home") if row.address == "throw_draft_away" else here):
            differences.append(f"{row.face} leads back to {way_back(answer['Location'])}")
        if not any(sentence in said for sentence in NOTHING_DONE):
            differences.append(f"{row.face} does not say that nothing was done")
    assert not differences, "\n".join(differences)
    assert len(buttons) > 10


NOTHING_DONE = ("Wat je net koos of schreef, is niet bewaard.", "Er is niets weggegooid.")
WAY_OUT = "second_step_stop"
"""Stops coming in: whoever presses it is on their way out."""


# Another role, and who is kept out


def gets(world: World, client: Client, rows: list[Row]) -> dict[str, str]:
    """What somebody gets at each address of the table, in its words."""
    return {f"{row.face} {row.how}": word_for(asked(client, row.how, world.url(row.face))) for row in rows}


def says(who: str, rows: list[Row]) -> dict[str, str]:
    return {f"{row.face} {row.how}": row.gets[who] for row in rows}


def test_another_role_holds_at_every_address_from_the_next_request(world):
    """The coordinator's browser stays open, and she is a teacher now, as Bram is: what was hers is no longer."""
    carla = come_in(world, "C")
    assert gets(world, carla, EVERYWHERE[:1]) == says("C", EVERYWHERE[:1])
    StaffMember.objects.filter(pk=world.who["C"].pk).update(role=Role.TEACHER)
    assert gets(world, carla, EVERYWHERE) == says("O", EVERYWHERE)


def test_who_is_kept_out_is_so_at_every_address_from_the_next_request(world):
    """Mo takes part and has the case open; then he is kept out of it, as Cor and Wil are."""
    mo, rows = come_in(world, "M"), [row for row in ROWS if about_a_case(row.address) and "/closed" not in row.face]
    assert gets(world, mo, rows) == says("M", rows)
    people.exclude(act=act_of(world.who["H"]), case_id=world.running.id, staff_id=world.who["M"].pk)
    assert gets(world, mo, rows) == says("X", rows)
