"""In a browser nothing runs that somebody typed, and the policy has nothing to stop: it is text from the start."""

from tests.browser.visitor import DESK
from tests.web.test_access_table import ROWS
from tests.web.test_hostile import hostile_school

PAPERS = {"plan_pdf", "parent_copy_pdf", "talk_summary_pdf", "door_poster", "door_group_poster", "door_cards"}
PHOTOS = {"door_portrait", "school_portrait"}
FILES = PAPERS | PHOTOS | {"planned_talk_file", "agenda_feed", "health", "robots", "still_in", "manifest"}


def test_nothing_runs_that_somebody_typed(comes, everybody, settings):
    settings.KRING_MAIL = True
    visitors = {who: comes(DESK) for who in ("H", "T")}
    visitors["H"].signs_in(everybody.hein)
    visitors["T"].signs_in(everybody.anouk)
    world, _marks = hostile_school(everybody)
    for who, visitor in visitors.items():
        page = visitor.page
        page.add_init_script(
            "window.__stopped = []; document.addEventListener('securitypolicyviolation',"
            " (event) => window.__stopped.push(event.violatedDirective + ' ' + event.blockedURI));"
        )
        seen = 0
        for row in ROWS:
            if row.how == "GET" and row.gets[who] == "yes" and row.address not in FILES:
                page.goto(world.url(row.face), wait_until="load")
                hit, stopped = page.evaluate("[window.__hit || 0, window.__stopped]")
                assert (hit, stopped) == (0, []), row.face
                seen += "zwolx" in page.content()
        assert seen > 10
