"""A name that is far too long runs off no page of a phone."""

from django.urls import reverse

from tests.browser.visitor import PHONE
from tests.cases.telling import tell

NAME = "Abcdefghijkl" * 10


def test_a_far_too_long_name_stays_within_a_phone_on_vandaag(comes, everybody):
    tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1().judged("bullying")
    everybody.sem.first_name = NAME
    everybody.sem.save()

    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens(reverse("today"))  # each page that is opened is looked at for sideways scrolling
    anouk.reads(NAME)
