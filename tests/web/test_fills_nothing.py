"""No field of a page is filled by the browser with what its owner typed elsewhere (issue 10, section 5).

A teacher writes down a parent's name, number and address; a browser would gladly offer the teacher's own. So each
field in which something is typed says what the browser may do: nothing, or which of one's own data signs one in.
"""

from html.parser import HTMLParser

import pytest

from tests.cast import Cast
from tests.web.test_access_table import ROWS, WHO, asked, come_in
from tests.web.world import make_world

OF_ONES_OWN = {"username", "current-password", "new-password", "one-time-code", "username webauthn"}
"""What a browser or password manager may fill: one's own way in."""
FILLED = {"text", "email", "tel", "url", "search", "number", "password", ""}
"""The types of input in which a browser offers what it kept. In a textarea none does where its form says off."""


class Fields(HTMLParser):
    """Each field in which something is typed: its name, and what it lets the browser do."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.form = ""
        self.found: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.form = given.get("autocomplete", "")
        elif tag == "textarea":
            self.found.append((given.get("name", ""), given.get("autocomplete") or self.form))
        elif tag == "input" and given.get("type", "") in FILLED and "readonly" not in given:
            self.found.append((given.get("name", ""), given.get("autocomplete", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = ""


@pytest.mark.slow
def test_no_field_of_any_page_offers_what_the_browser_kept(cast: Cast) -> None:
    world = make_world(cast)
    clients = {who: come_in(world, who) for who in WHO}
    wrong, fields = set(), 0
    for row in ROWS:
        who = next((who for who in WHO if row.gets[who] == "yes"), "")
        if row.how == "GET" and who:
            answer = asked(clients[who], "GET", world.url(row.face))
            if answer.get("Content-Type", "").startswith("text/html"):
                found = Fields(answer.content.decode()).found
                fields += len(found)
                wrong |= {f"{row.face}: {name} ({says})" for name, says in found if says not in OF_ONES_OWN | {"off"}}
    assert wrong == set()
    assert fields > 100


@pytest.mark.parametrize(
    ("page", "wrong"),
    [
        ('<form autocomplete="off"><input name="phone" type="tel">', [("phone", "")]),
        ('<form><textarea name="said">', [("said", "")]),
        ('<form autocomplete="off"><textarea name="said">', [("said", "off")]),
        ('<input name="email" type="email" autocomplete="email">', [("email", "email")]),
        ('<input type="hidden" name="token"><input type="radio" name="role">', []),
    ],
)
def test_what_a_field_says_is_read(page: str, wrong: list[tuple[str, str]]) -> None:
    assert Fields(page).found == wrong
