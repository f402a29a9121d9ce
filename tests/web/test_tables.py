"""In every table of every page each row has a cell under every heading, and none beside them.

Where rows become blocks on a telephone, a cell says itself under which heading it stands.
"""

from html.parser import HTMLParser

import pytest
from django.test import Client

from tests.cast import sign_in
from tests.web.test_access_table import ROWS
from tests.web.world import make_world

SAYS_ITSELF = {"Stap"}
"""Headings that a cell on a telephone does without: `3. Aanpak`."""


class Tables(HTMLParser):
    """How many columns each row of each table takes, the row of headings first; and the cells that stack unlabelled."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[int]] = []
        self.unlabelled: list[str] = []
        self.headings: list[str] = []
        self.stacks = self.in_heading = False
        self.drawings = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "svg":
            self.drawings += 1
        elif tag == "table":
            self.tables.append([])
            self.headings, self.stacks = [], "stacks" in (given.get("class") or "").split()
        elif tag == "tr":
            self.tables[-1].append(0)
        elif tag in ("td", "th"):
            self.in_heading = tag == "th" and len(self.tables[-1]) == 1
            if self.in_heading and not self.drawings:  # what is drawn over a column is no part of its heading
                self.headings.append("")
            elif tag == "td" and self.stacks:
                over = "".join(self.headings[self.tables[-1][-1] :][:1])
                if given.get("data-label") != over and over not in SAYS_ITSELF:
                    self.unlabelled.append(over)
            self.tables[-1][-1] += int(given.get("colspan") or 1)

    def handle_endtag(self, tag: str) -> None:
        if tag == "th":
            self.in_heading = False
        elif tag == "svg":
            self.drawings -= 1

    def handle_data(self, data: str) -> None:
        if self.in_heading and not self.drawings:  # what is drawn over a column is no part of its heading
            self.headings[-1] += data


def tables_in(page: str) -> Tables:
    tables = Tables()
    tables.feed(page)
    return tables


@pytest.mark.slow
@pytest.mark.parametrize("who", ["T", "C", "H"])
def test_each_row_has_a_cell_under_every_heading(cast, settings, who):
    settings.KRING_MAIL = True
    world = make_world(cast)
    browser = sign_in(Client(), world.who[who])
    seen, wrong = 0, []
    for row in ROWS:
        if row.how == "GET" and row.gets[who] == "yes":
            answer = browser.get(world.url(row.face))
            if answer.get("Content-Type", "").startswith("text/html"):
                found = tables_in(answer.content.decode())
                seen += len(found.tables)
                wrong += [f"{row.face}: {one}" for one in found.tables if len(set(one)) > 1]
                wrong += [f"{row.face}: no data-label says {heading}" for heading in found.unlabelled]
    assert seen > 0
    assert wrong == []


def test_a_heading_without_a_cell_is_seen():
    page = "<table><tr><th>Leerling<th>Gemeld</tr><tr><td>Sem</tr></table><table><tr><td colspan=2></tr></table>"
    assert tables_in(page).tables == [[2, 1], [2]]


def test_a_cell_that_stacks_without_its_heading_is_seen():
    page = (
        "<table class='table stacks'><tr><th>Leerling</th><th>Gemeld</th><th>Zaak</th></tr>"
        "<tr><th>Sem</th><td>maandag</td><td data-label='Zaak'>1</td></tr></table>"
    )
    assert tables_in(page).unlabelled == ["Gemeld"]
