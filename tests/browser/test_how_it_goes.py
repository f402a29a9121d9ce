"""The administrator looks how the server goes: when all is well, when its worker stands still, and after that."""

from datetime import timedelta

import pytest

from kring.school.worker_clock import take_turn
from kring.web.request import clock
from tests.browser.calendar import Calendar
from tests.browser.conftest import Comes
from tests.browser.post import Post, leaders
from tests.browser.visitor import DESK, PHONE
from tests.cases.telling import tell
from tests.cast import Cast

PAGE = "Hoe het met de server gaat"
STANDS_STILL = "Kring verstuurt nu geen mails en herinnert niemand, sinds"


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_an_administrator_sees_that_the_worker_stands_still_and_that_it_goes_on(
    comes: Comes, everybody: Cast, days: Calendar, post: Post, width: int
) -> None:
    take_turn(clock.now())
    ada = comes(width)
    ada.signs_in(everybody.ada)
    ada.follows(PAGE)
    ada.is_at(PAGE)
    ada.reads("Er wacht geen mail.", "Voor het laatst aan het werk: vandaag om", "B vrij.", "Kring 0.1.0")
    ada.reads("Kring keek op maandag 23 november 2026 voor het laatst wat er bij jullie te doen is.")
    ada.reads_nowhere(STANDS_STILL)

    tell(everybody).report(everybody.sem, by=(everybody.daan,))
    days.lets_pass(timedelta(minutes=6))
    ada.opens("/school/server/")
    ada.reads(STANDS_STILL, "Vraag wie de server beheert om het weer te starten.", "Er wachten twee mails.")
    ada.reads_nowhere("Sem", "Daan")
    ada.follows("School")
    ada.reads(STANDS_STILL)

    take_turn(clock.now())
    post.brings("Er is een nieuwe zaak", to=leaders(everybody))
    ada.follows(PAGE)
    ada.reads("Er wacht geen mail.")
    ada.reads_nowhere(STANDS_STILL)
