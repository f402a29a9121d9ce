"""The browser and the server answer alike who is looked for: the same questions are put to both."""

from kring.school import actions
from kring.school.act import Itself
from tests.browser.visitor import PHONE
from tests.cast import NOW
from tests.names.questions import differing, questions

ASK = """async ([address, questions]) => {
  const { matches, comparable } = await import(address);
  return questions.map(([asked, name]) => [matches(asked, name), comparable(name)]);
}"""


def test_the_browser_finds_whom_the_server_finds(live_server, browser):
    page = browser.new_page()
    page.goto(f"{live_server.url}/gezond/")
    asked = questions()
    answers = page.evaluate(ASK, [f"{live_server.url}/static/kring/names.js", [list(pair) for pair in asked]])
    page.close()
    assert differing(asked, answers) == []
    assert {answer[0] for answer in answers} == {True, False}


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
