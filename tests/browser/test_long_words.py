"""A name, a number or an address that is far too long runs off no page of a phone."""

from urllib.parse import urlsplit

from django.urls import reverse

from tests.browser.visitor import PHONE
from tests.cases.telling import tell

NAME = "Abcdefghijkl" * 10
NUMBERS = "06 1234 5678 (alleen na vijven) of 06 8765 4321 (overdag, liefst appen)"


def test_far_too_long_names_and_numbers_stay_within_a_phone(comes, everybody):
    case = tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1().judged("bullying")
    everybody.sem.first_name = NAME
    everybody.sem.save()
    everybody.inge_bakker.phone = NUMBERS
    everybody.inge_bakker.name = NAME
    everybody.inge_bakker.save()

    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    for address in (
        reverse("school_pupil", args=[everybody.sem.pk]),
        reverse("duty", args=[case.id, "inform_guardians"]),
        reverse("case", args=[case.id]),
        reverse("file", args=[case.id]),
        reverse("today"),
    ):
        anouk.opens(address)
        assert urlsplit(anouk.page.url).path == address
        wider = anouk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, address
