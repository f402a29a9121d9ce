"""A line that breaks under somebody who writes: nothing is lost or doubled. `./dev cuts` does it a thousand times."""

import random
from urllib.parse import urlsplit

from kring.cases.models import Concern
from tests.browser.visitor import Visitor
from tools.cuts import Writer, carried_on, stored
from tools.trial.cutting import WAYS, breaking

CUTS = 12


def test_a_line_that_breaks_loses_nothing_and_doubles_nothing(browser, live_server, days, everybody):
    address = urlsplit(live_server.url)
    with breaking(address.port, seed=5, share=0.0) as line:
        context = browser.new_context(base_url=f"http://{address.hostname}:{line.port}", locale="nl-NL")
        anouk = Visitor(context.new_page(), days, sees_through=False)
        anouk.signs_in(everybody.anouk)
        anouk.page.close()
        line.share = 0.6
        writer = Writer(context, line, random.Random(5), *stored())
        carried_on(writer, CUTS)
        context.close()
    assert sum(line.cuts.values()) >= CUTS
    assert set(line.cuts) <= set(WAYS)
    assert Concern.objects.count() == len(writer.written)
