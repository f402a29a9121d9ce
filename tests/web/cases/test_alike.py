"""Two children of one first name: no page, option, plan or script shows one as if it were the other.

Every address of the access table is looked at, as those who may open it.
"""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kring.school.models import Custody, Relation
from kring.web.road.children import Shown, names_on_page
from tests.cases.telling import tell
from tests.cast import ITSELF, Cast, sign_in
from tests.paper.test_printing import text_of as text_on_paper
from tests.school import plain as actions
from tests.web.sending import send, text_of
from tests.web.test_access_table import ROWS
from tests.web.test_report import report
from tests.web.world import World, make_world

ROOT = Path(__file__).parents[3]

ABOUT_ONE_CHILD = {
    "parent_copy_pdf": "the own guardians know the child by its first name",
    "talk_summary": "idem",
    "talk_summary_pdf": "idem",
    "told_one/passed_on": "as who told it wrote it down; which children it may be stands below it, by whole names",
    "inform": "what is said to the own guardians names no other child: 'Noor' is theirs",
    "school_hold_back": "of one child, whose page one came from",
    "school_guardian_staff": "of one child, whose page one came from",
    "school_custody": "of one child, whose page one came from",
    "school_guardian_unlink": "of one child, whose page one came from",
    "school_guardian_add": "of one child, whose page one came from",
    "school_guardian_link": "of one child, whose page one came from",
    "school_guardian_change": "of one child, whose page one came from",
    "school_pupil_change": "the name stands there in two fields",
    "plan/closed": "of the case with one of them only",
    "case/closed": "of the case with one of them only",
    "check_back": "of the case with one of them only",
    "reopen": "of the case with one of them only",
}
"""Addresses on which a first name alone cannot be anybody else's, and why."""

READ_FIRST_NAMES = {
    "apart.py": "makes the names by which children are told apart",
    "case_file.py": "puts children in order",
    "plan.py": "what a version calls a child",
    "plan_drawing.py": "a version keeps the first name, and what tells it from another",
    "plan_children.py": "compares versions that know no more than first names",
    "same_name.py": "what names another child of the same first name, to keep it out",
    "what_to_say.py": "the own child, to its own guardians; and names that are not said",
    "parent_copy.py": "the own child, to its own guardians; and names that are kept out",
    "releasing.py": "the own child, to its own guardians",
    "parents.py": "the own child, to its own guardians",
    "unlisted.py": "the name as it was typed, to find who it is",
    "typing.py": "the name as it is typed, to find who it is",
    "pupils.py": "puts pupils in order, and the form in which a name is typed",
    "plan_in_force.py": "every form of the name of a child that left by mistake, to find it in texts",
    "promise.py": "a child that left the case, to the colleague who promised it something",
    "guardians.py": "pages about one child, whose page one came from",
}
"""The files that read the first name of a child, wherever they lie, and why it need not be told apart there."""


def named_alike(cast: Cast, *names: str) -> None:
    """Sem and Daan of one case, and Noor of another one, get these names."""
    for pupil, name in zip((cast.sem, cast.daan, cast.noor), names, strict=True):
        pupil.first_name, _space, pupil.last_name = name.partition(" ")
        pupil.save()


@pytest.fixture
def world(cast: Cast, settings: Any, request: pytest.FixtureRequest) -> World:
    settings.KRING_MAIL = True
    named_alike(cast, *request.param)
    return make_world(cast)


class Options(HTMLParser):
    """The options of each list to choose from."""

    def __init__(self) -> None:
        super().__init__()
        self.lists: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "select":
            self.lists.append([])
        self.inside = tag == "option"
        if self.inside:
            self.lists[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "option":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.lists[-1][-1] += data.strip()


def pages(world: World, who: str) -> list[tuple[str, str]]:
    """Each page that this person may open, with what it says."""
    client = sign_in(Client(), world.who[who])
    found = []
    for row in ROWS:
        if row.how == "GET" and row.gets[who] == "yes":
            answer = client.get(world.url(row.face))
            kind = answer.get("Content-Type", "")
            if kind.startswith("text/"):
                found.append((row.face, answer.content.decode()))
            elif kind == "application/pdf":
                found.append((row.face, " ".join(text_on_paper(answer.content).split())))
    return found


@pytest.mark.parametrize(
    ("world", "first_name", "told"),
    [
        (
            ("Noor Bakker", "Noor El Amrani", "Noor Haddad"),
            "Noor",
            r" (B\.|E\.|H\.|Bakker|El Amrani|Haddad)",
        ),
        (("Zoë Bakker", "Zoe Bos", "Zoë Blom"), "Zo[eë]", r" (Ba\.|Bo\.|Bl\.|Bakker|Bos|Blom)"),
        (("Noah Vos", "Noah Vos", "Noah Vos"), "Noah", r" Vos \(nr\. \d{3,}\)"),
    ],
    indirect=["world"],
    ids=["another last name", "a reader takes them for one name", "alike in everything"],
)
@pytest.mark.slow
def test_no_page_names_a_child_that_could_be_another_one(world: World, first_name: str, told: str) -> None:
    wrong = []
    # The head opens nearly everything; the others have pages and lists of their own.
    for who in ("T", "M", "H", "A") if first_name == "Noor" else ("H",):
        for face, page in pages(world, who):
            visible = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.S)
            bare = re.search(rf".{{0,60}}\b{first_name}\b(?!{told}).{{0,40}}", text_of_html(visible))
            if bare and face not in ABOUT_ONE_CHILD:
                wrong.append(f"{who} {face}: {bare[0]}")
            options = Options()
            options.feed(page)
            wrong += [f"{who} {face}: {one}" for one in options.lists if len(set(one)) < len(one)]
    assert not wrong, "\n".join(wrong)


def text_of_html(page: str) -> str:
    class Page:
        content = page.encode()

    return text_of(Page())


@pytest.mark.parametrize("world", [("Noor Bakker", "Daan Visser", "Jop Haddad")], indirect=True)
def test_a_single_noor_gets_nothing_with_her_name_where_a_first_name_is_enough(world: World) -> None:
    client = sign_in(Client(), world.who["C"])
    for face in ("case", "today", "cases", "plans", "plan", "duty/talk", "plan_talk", "people"):
        page = text_of(client.get(world.url(face)))
        assert "Noor" in page, face
        assert not re.search(r"Noor B\.|Noor \(nr", page), face


def test_nobody_reads_a_first_name_without_telling_apart_but_where_it_says_why() -> None:
    found = {
        path.name
        for package in ("cases", "web", "mail", "paper")
        for path in (ROOT / "kring" / package).rglob("*.py")
        if re.search(r"\.first_name\b", path.read_text())
    }
    assert found == set(READ_FIRST_NAMES)


# Lines of a list


def titles_on(page: str) -> list[str]:
    return [
        " ".join(re.sub(r"<[^>]+>", "", one).split()) for one in re.findall(r"<h[23][^>]*>(.*?)</h[23]>", page, re.S)
    ]


def test_a_child_in_two_cases_gives_two_lines_with_their_numbers(client: Client, cast: Cast) -> None:
    for _time in range(2):
        tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    shown = titles_on(sign_in(client, cast.anouk).get("/vandaag/").content.decode())
    for number in ("001", "002"):
        assert sum(title.startswith(f"Sem en Daan, groep 6 (zaak 2026-{number})") for title in shown) == 1, shown
    for address in ("/plannen/", "/observatie/"):
        shown = titles_on(sign_in(client, cast.mo).get(address).content.decode())
        assert len(set(shown)) == 2, shown
        assert all("(zaak 2026-00" in title for title in shown)


def test_a_line_that_nobody_could_take_for_another_has_no_number(client: Client, cast: Cast) -> None:
    tell(cast).report(cast.sem, by=(cast.daan,))
    tell(cast).report(cast.lars, by=(cast.daan,))
    page = text_of(sign_in(client, cast.anouk).get("/vandaag/"))
    assert "Sem en Daan, groep 6" in page
    assert "(zaak " not in page


def test_the_group_beside_a_name_tells_enough_in_a_list(client: Client, cast: Cast) -> None:
    named_alike(cast, "Sem Bakker", "Daan Visser", "Yara Haddad")
    tell(cast).report(cast.noor, by=(cast.daan,))
    tell(cast).report(cast.yara)
    page = text_of(sign_in(client, cast.carla).get("/zaken/"))
    assert "Yara en Daan, groep 6" in page
    assert "Yara, groep 5" in page
    named_alike(cast, "Yara Bakker", "Daan Visser", "Yara Haddad")
    tell(cast).report(cast.sem, by=(cast.daan,))
    page = text_of(sign_in(client, cast.carla).get("/zaken/"))
    assert "Yara B. en Daan, groep 6" in page
    assert "Yara H. en Daan, groep 6" in page
    assert "Yara, groep 5" in page


def test_the_question_which_case_never_shows_one_line_twice(client: Client, cast: Cast) -> None:
    for _time in range(2):
        tell(cast).report(cast.sem, by=(cast.daan,))
    page = text_of(report(sign_in(client, cast.mo), cast))
    assert "Er loopt een zaak met Sem en Daan bij Anouk Vermeer (zaak 2026-001)" in page
    assert "Er loopt een zaak met Sem en Daan bij Anouk Vermeer (zaak 2026-002)" in page


def test_a_first_name_that_stands_without_its_group_is_told_apart_in_the_whole_list(cast: Cast) -> None:
    """`Ouders van Yara` could be anybody's parents."""
    named_alike(cast, "Sem Bakker", "Daan Visser", "Yara Haddad")
    six, five = tell(cast).report(cast.noor).file.people, tell(cast).report(cast.yara).file.people
    beside = [Shown(six, beside=six), Shown(five, beside=five)]
    assert set(names_on_page(beside).values()) == {"Yara"}
    assert set(names_on_page([*beside, Shown(five)]).values()) == {"Yara H.", "Yara S."}


def test_who_adds_a_second_child_of_one_name_hears_how_to_tell_them_apart(client: Client, cast: Cast) -> None:
    browser = sign_in(client, cast.hein)
    saved = {"first_name": "Sem", "last_name": "Bakker"}
    answer = send(browser, "/school/leerlingen/nieuw/", **saved, group=str(cast.group6.pk))
    page = text_of(browser.get(answer["Location"]))
    assert "In deze groep zit nog een kind dat zo heet." in page
    assert re.search(r"Sem Bakker \(nr\. \d{3}\)", page)
    answer = send(browser, "/school/leerlingen/nieuw/", **saved, group=str(cast.group5.pk))
    page = text_of(browser.get(answer["Location"]))
    assert "In deze groep" not in page
    assert "nr." not in page


def test_two_mothers_of_one_child_are_told_apart_but_not_where_it_is_read_over_a_shoulder(
    client: Client, cast: Cast
) -> None:
    actions.add_guardian(
        act=ITSELF, pupil=cast.daan, name="Mia Smit", relation=Relation.MOTHER, custody=Custody.YES, phone="0612345678"
    )
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    browser = sign_in(client, cast.anouk)
    page = text_of(browser.get(f"/zaken/{case.id}/dossier/"))
    assert "Moeder van Daan (Karin Visser)" in page or "moeder van Daan (Karin Visser)" in page
    assert "oeder van Daan (Mia Smit)" in page
    assert "oeder van Sem (" not in page
    assert "Mia" not in text_of(browser.get("/vandaag/"))
