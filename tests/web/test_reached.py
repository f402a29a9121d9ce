"""Whoever signs in reaches by links every page that the access table gives them: none is known only by its address."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from kring.mail.models import Letter
from kring.school.rights import sees_cases
from tests.cast import NOW, act_of, sign_in
from tests.school import plain as actions
from tests.web.test_access_table import ROWS, STAFF
from tests.web.world import make_world

NO_LINK = {
    "account_inactive": "where signing in leads when the account is closed",
    "account_reset_password_done": "where asking for a new password leads",
    "account_reset_password_from_key": "in the letter with which a new password is made",
    "account_reset_password_from_key_done": "where making it leads",
    "choose_school": "where signing in leads those who work at two schools",
    "agenda_feed": "shown to be copied into a calendar",
    "joining": "in the letter of a school that would add an account, and where who works nowhere signs in",
    "told_link": "in a mail",
    "door_portrait": "a photo on the first page of a door",
    "school_portrait": "a photo on the page of the doors",
    "health": "for machines",
    "robots": "for machines",
    "still_in": "asked by the script of each page",
    "manifest": "in the head of each page of the staff, for the browser",
}
"""Addresses that no page links to."""

AT_A_MOMENT = {
    "unsaved": "while text that was typed is not saved",
    "restored": "after Kring was put back from a copy",
    "report_done": "where a report leads when it was sent",
    "later": "while a term has come (tests/web/cases/test_later.py finds the link there)",
    "told": "for who leads; others have it on Vandaag once several things were passed on to them",
    "take_up": "a press on Vandaag, where two carry a case out and the other did not take it up",
    "concern_page": "where a report about staff leads; a link only for those who take it up",
    "plan_version": "from the second version on",
    "inform": "while a guardian is to be told",
    "add_phone": "while the number of a guardian is not known",
    "call_now": "while a child is in danger",
    "confirm_consultation": "while a consultation that a teacher wrote down waits for the coordinator",
    "endorse": "while a joint talk that a bullied child did not want waits for a second name",
    "not_told": "while a guardian is not told, by choice, and nobody who leads has seen it",
    "own_step_remove": "where there is another app or passkey, for whom the role asks one",
    "child_gone": "once a child left the school",
    "child_reads": "by a button, while a phone is handed over",
    "child_says": "by a button, while a phone is handed over",
    "handed_back": "from the page of a child, while a phone is handed over",
    "more_care": "in after-care, where more of it is proposed",
    "put_right": "while a guardian must hear that something is not so",
    "talk_summary": "from a talk with a guardian, which is one of many facts",
    "talk_summary_pdf": "idem",
    "close": "once the case can be closed by this person",
}
"""Addresses with a link in another state of the case than the one that is walked through here."""

AT_MOST = 8
"""So many pages of one address are opened."""


def links_on(page: str) -> set[str]:
    """The addresses of this installation to which a link or a form of this page leads."""
    found = re.findall(r'<(?:a|form)\b[^>]*?\b(?:href|action)="([^"]*)"', page)
    return {unescape(one) for one in found if one.startswith(("/", "?")) and not one.startswith("//")}


def reached(client: Client, start: str) -> set[str]:
    """The names of the addresses to which links lead, from this page on."""
    opened: dict[str, int] = {}
    seen, waiting = {start}, [start]
    while waiting:
        url = waiting.pop(0)
        try:
            name = resolve(urlsplit(url).path).url_name or ""
        except Resolver404:
            continue
        opened[name] = opened.get(name, 0) + 1
        if opened[name] > AT_MOST:
            continue
        answer = client.get(url)
        new: set[str] = set()
        if answer.status_code in (301, 302, 303):
            new = {answer["Location"]}
        elif answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html"):
            path = urlsplit(url).path
            new = {path + one if one.startswith("?") else one for one in links_on(answer.content.decode())}
        waiting += sorted(new - seen)
        seen |= new
    return set(opened)


@pytest.mark.slow
@pytest.mark.parametrize("who", STAFF)
def test_every_page_that_somebody_may_open_is_reached_by_links(cast, settings, who):
    settings.KRING_MAIL = True
    world = make_world(cast)
    staff = world.who[who]
    if sees_cases(staff):
        actions.make_calendar_address(act=act_of(staff), secret=f"van-{who}")
    Letter.objects.filter(to_staff=cast.bram).update(refused_at=NOW)
    found = reached(sign_in(Client(), staff), reverse("home"))
    may_open = {row.address for row in ROWS if row.how == "GET" and row.gets[who] == "yes"}
    assert sorted(may_open - found - set(NO_LINK) - set(AT_A_MOMENT)) == [], f"{staff} finds no link to these"
    assert sorted(found & set(NO_LINK)) == [], "there is a link by now"


def test_a_link_is_found_as_a_page_writes_it():
    page = (
        '<a class="x" href="/zaken/?staat=alle&amp;groep=1">Alle</a><form method="post" action="/taal/"><a href="?p=2">'
    )
    assert links_on(page + '<a href="//elders.example/"><a href="https://elders.example/">') == {
        "/zaken/?staat=alle&groep=1",
        "/taal/",
        "?p=2",
    }
