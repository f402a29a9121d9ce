"""A name is found however it is written: the server is asked, and answers by its own rule."""

from kring.school import actions
from kring.school.act import Itself
from tests.browser.visitor import PHONE
from tests.cast import NOW


def test_typing_finds_a_name_however_it_is_written(comes, everybody):
    for number in range(13):
        actions.add_pupil(act=Itself(NOW), school=everybody.school, first_name=f"Kind{number}", group=everybody.group5)
    for name in ("Shay O’Neil", "Ĳsbrand Kok", "Lot de Vries"):
        first, last = name.split(" ", 1)
        actions.add_pupil(
            act=Itself(NOW), school=everybody.school, first_name=first, last_name=last, group=everybody.group5
        )
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    with anouk.within("Wie wordt er gepest?"):
        for typed, found in (("O'Neil", "Shay O’Neil"), ("IJsbrand", "Ĳsbrand Kok"), ("de Vries Lot", "Lot de Vries")):
            anouk.finds(found, by=typed)
        anouk.fills("Zoek een kind", "-")
        anouk.reads("Niemand in de lijst heet zo.")
