"""Every page there is, looked at by axe and for sideways scrolling: on a phone and on a desk, in light and in the dark.

The pages come from the table of who gets what (tests/web/test_access_table.py), so a new page is looked at by itself.
"""

import pytest

from tests.browser.visitor import DESK, PHONE
from tests.web.test_access_table import ROWS
from tests.web.world import make_world

pytestmark = pytest.mark.looks

# Files rather than pages, and what needs a code from a letter.
NO_PAGES = {
    "health",
    "robots",
    "still_in",
    "manifest",
    "plan_pdf",
    "door_poster",
    "door_group_poster",
    "door_cards",
    "door_portrait",
    "school_portrait",
    "parent_copy_pdf",
    "talk_summary_pdf",
    "planned_talk_file",
    "agenda_feed",
    "letter_html",
    "letter_file",
    "account_reset_password_from_key",
}


def pages(who: str, *, but_not: str = "") -> list[str]:
    """The pages that this role may open, without those that another one may open as well."""
    return [
        row.face
        for row in ROWS
        if row.how == "GET"
        and row.address not in NO_PAGES
        and row.gets[who] == "yes"
        and not (but_not and row.gets[but_not] == "yes")
    ]


@pytest.mark.parametrize(("width", "colours"), [(PHONE, "light"), (DESK, "dark")])
def test_every_page_is_right_for_everybody(comes, everybody, settings, width, colours):
    settings.KRING_MAIL = True
    world = make_world(everybody)
    hein = comes(width, colours=colours)
    hein.signs_in(everybody.hein)
    hein.opens_all(world.url(face) for face in pages("H"))


def test_every_page_that_the_head_does_not_see_is_right_too(comes, everybody):
    world = make_world(everybody)
    nobody, anouk, mo = comes(PHONE), comes(PHONE), comes(PHONE)
    nobody.opens_all(world.url(face) for face in pages("N", but_not="H"))
    anouk.signs_in(everybody.anouk)
    anouk.opens_all(world.url(face) for face in pages("T", but_not="H"))
    mo.signs_in(everybody.mo)
    mo.opens_all(world.url(face) for face in ("today", "plan", "observation", "concern_page"))


def test_every_form_that_is_sent_empty_says_what_is_missing_and_is_right_for_everybody(comes, everybody):
    world = make_world(everybody)
    hein = comes(PHONE)
    hein.signs_in(everybody.hein)
    # Last what needs no more than the button: it takes away what another page is about.
    hein.sends_empty(world.url(face) for face in sorted(pages("H"), key=lambda face: "unlink" in face))
