"""In every table of every page each row has a cell under every heading, and none beside them."""

from html.parser import HTMLParser

import pytest
from django.test import Client

from tests.cast import sign_in
from tests.web.test_access_table import ROWS
from tests.web.world import make_world


class Tables(HTMLParser):
    """How many columns each row of each table takes, the row of headings first."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[int]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append(0)
        elif tag in ("td", "th"):
            self.tables[-1][-1] += int(dict(attributes).get("colspan") or 1)


def widths_in(page: str) -> list[list[int]]:
    tables = Tables()
    tables.feed(page)
    return tables.tables


@pytest.mark.slow
@pytest.mark.parametrize("who", ["T", "C", "H"])
def test_each_row_has_a_cell_under_every_heading(cast, settings, who):
    settings.KRING_MAIL = True
    world = make_world(cast)
    browser = sign_in(Client(), world.who[who])
    seen, uneven = 0, []
    for row in ROWS:
        if row.how == "GET" and row.gets[who] == "yes":
            answer = browser.get(world.url(row.face))
            if answer.get("Content-Type", "").startswith("text/html"):
                tables = widths_in(answer.content.decode())
                seen += len(tables)
                uneven += [f"{row.face}: {one}" for one in tables if len(set(one)) > 1]
    assert seen > 0
    assert uneven == []


def test_a_heading_without_a_cell_is_seen():
    page = "<table><tr><th>Leerling<th>Gemeld</tr><tr><td>Sem</tr></table><table><tr><td colspan=2></tr></table>"
    assert widths_in(page) == [[2, 1], [2]]
