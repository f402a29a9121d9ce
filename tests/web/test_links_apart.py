"""No two links of a page say the same and lead elsewhere: whoever hears them one by one could not tell them apart."""

from collections import defaultdict
from html.parser import HTMLParser
from random import Random

import pytest

from kring.cases.models import Case
from kring.demo.build import build_demo
from kring.school.models import StaffMember
from tests.cast import NOW, TODAY, sign_in
from tests.web.test_access_table import ROWS, WHO, asked, come_in
from tests.web.world import make_world

Attributes = list[tuple[str, str | None]]


class Links(HTMLParser):
    """The links within `main`, each with what is heard of it and where it leads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.goals: defaultdict[str, set[str]] = defaultdict(set)
        self._inside, self._goal, self._heard = False, "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag == "main":
            self._inside = True
        elif tag == "a" and self._inside:
            said = dict(attrs)
            self._goal, self._heard = said.get("href") or "", said.get("aria-label") or ""

    def handle_data(self, data: str) -> None:
        if self._goal:
            self._heard += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._inside = False
        elif tag == "a" and self._goal:
            self.goals[" ".join(self._heard.split())].add(self._goal)
            self._goal = ""

    @property
    def alike(self) -> dict[str, set[str]]:
        return {heard: goals for heard, goals in self.goals.items() if len(goals) > 1}


def test_two_links_of_one_name_are_found():
    link = '<a href="/{}">{}</a>'.format
    page = f"{link(3, 'Voorval')}<main>{link(1, 'Voorval')}{link(2, '<b>Voor</b>val')}{link(2, 'Sem')}</main>"
    assert Links(page).alike == {"Voorval": {"/1", "/2"}}


def test_on_no_page_do_two_links_say_the_same_and_lead_elsewhere(cast, settings):
    settings.KRING_MAIL = True
    world = make_world(cast, elsewhere=True)
    wrong = []
    for who in WHO:
        client = come_in(world, who)
        for row in ROWS:
            if row.how == "GET" and row.gets[who] == "yes":
                answer = asked(client, "GET", world.url(row.face))
                if answer.get("Content-Type", "").startswith("text/html"):
                    wrong += [f"{who} {row.face}: {one}" for one in Links(answer.content.decode()).alike.items()]
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_nor_on_the_pages_of_a_school_in_which_much_was_written(db, client, settings):
    settings.KRING_DEMO = True
    build_demo(at=NOW, today=TODAY, random=Random(6))
    sign_in(client, StaffMember.objects.get(name="Carla Jansen"))
    pages = ["/vandaag/", "/zaken/", "/zaken/?staat=alle", "/plannen/", "/school/", "/agenda/", "/verteld/"]
    parts = ("", "dossier/", "mensen/", "spoor/", "plan/", "ouders/")
    pages += [f"/zaken/{case.pk}/{part}" for case in Case.objects.all() for part in parts]
    wrong, read = [], 0
    for page in pages:
        answer = client.get(page)
        if answer.status_code == 200:
            read += 1
            wrong += [f"{page}: {one}" for one in Links(answer.content.decode()).alike.items()]
    assert read > 50
    assert not wrong, "\n".join(wrong)
