"""Names stay as they are when a browser translates a page (decision 123)."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils.html import escape

from kring.names.persons import noticing
from kring.school.models import Guardian, Pupil, StaffMember
from kring.vault.fields import Ciphertext
from kring.web.way_in.untranslated import ENDS, OPENS, TOGETHER, marked
from tests.cast import Cast, sign_in
from tests.web.hostile import STRINGS
from tests.web.test_access_table import ROWS, asked, come_in
from tests.web.world import make_world

pytestmark = pytest.mark.names_marked

NOT_TEXT = ("title", "script", "style", "textarea", "svg")
"""Where no element can stand: nothing is translated in a field, and a drawing is told in the table beside it."""
VOID = ("input", "br", "hr", "img", "link", "meta", "source", "wbr")


class Texts(HTMLParser):
    """The texts of a page that a browser would translate."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.kept: list[bool] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.kept.append(tag in NOT_TEXT or ("translate", "no") in attributes)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.kept.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.kept):
            self.texts.append(data)


def names() -> Iterator[str]:
    """Each name of somebody at De Wilg, as pages say it."""
    for pupil in Pupil.objects.all():
        yield from (pupil.first_name, pupil.name)
    yield from (guardian.name for guardian in Guardian.objects.all())
    yield from (colleague.name for colleague in StaffMember.objects.all())


OF_ANOTHER_CASE = {"case/closed": "Daan laat de tas van Sem met rust.", "plan/closed": "Sem wordt elke dag uitgelachen"}
"""Where these tests tell one story of every case, of children who have no part in it."""


@pytest.mark.parametrize("who", ["T", "C", "H", "A"])
def test_no_name_is_translated_on_any_page(cast: Cast, who: str) -> None:
    world = make_world(cast)
    named = re.compile(rf"\b({'|'.join(sorted(map(re.escape, names()), key=len, reverse=True))})\b")
    client = come_in(world, who)
    translated, pages = [], 0
    for row in ROWS:
        if row.how != "GET" or row.gets[who] != "yes" or row.face in OF_ANOTHER_CASE:
            continue
        answer = asked(client, "GET", world.url(row.face))
        if answer.get("Content-Type", "").startswith("text/html"):
            page = answer.content.decode()
            pages += OPENS in page
            translated += [f"{row.face}: {text.strip()}" for text in Texts(page).texts if named.search(text)]
    assert translated == []
    assert pages > 20


def test_a_name_is_marked_where_it_stands_as_a_whole_word_in_the_text_of_a_page() -> None:
    names = ["Sem", "Sem Bakker", "’t Hart", "Mary O'Neill", "Zoë"]
    kept = [
        ("<p>Sem en Semra</p>", "<p>{[Sem] en Semra}</p>"),
        ("<p>Sem Bakker, van Sems klas</p>", "<p>{[Sem Bakker], van Sems klas}</p>"),
        ("<p>sem, Sem’s en (Sem)</p>", "<p>{sem, [Sem]’s en ([Sem])}</p>"),
        ("<b>juf ’t Hart</b> Mary O&#x27;Neill", "<b>{juf [’t Hart]}</b> [Mary O&#x27;Neill]"),
        ("Zoë, Zoëtje", "{[Zoë], Zoëtje}"),
        ('<a title="Sem > Zoë" data-x="Sem">Zoë</a>', '<a title="Sem > Zoë" data-x="Sem">[Zoë]</a>'),
        ("<title>Sem</title><textarea>Sem</textarea>", "<title>Sem</title><textarea>Sem</textarea>"),
        ("<svg><text>Sem</text></svg><!-- Sem -->", "<svg><text>Sem</text></svg><!-- Sem -->"),
    ]
    for page, now in kept:
        assert marked(page, names) == with_marks(now)


def with_marks(page: str) -> str:
    for short, mark in {"[": OPENS, "]": ENDS, "{": TOGETHER, "}": ENDS}.items():
        page = page.replace(short, mark)
    return page


def test_a_choice_says_itself_that_it_is_not_translated() -> None:
    page = '<select><option value="1">Sem<option value="2" selected>Geen</select>'
    now = '<select><option translate="no" value="1">Sem<option value="2" selected>Geen</select>'
    assert marked(page, ["Sem"]) == now


@pytest.mark.parametrize("what", [what for what in STRINGS if what != "a megabyte"])
def test_a_name_that_means_harm_puts_nothing_into_the_page_but_the_mark(what: str) -> None:
    harm = STRINGS[what]
    said = escape(harm)
    page = f'<p title="{said}">{said} {said}</p><textarea>{said}</textarea><option value="{said}">{said}</option>'
    pieces = re.findall(r"\w+|\W", harm)
    now = marked(page, [harm, *pieces, "p", "lt", "amp", "quot", "x27", "translate", "no", "bdi", "&", "<", '"'])
    assert now != page
    assert without_marks(now) == page
    assert [tag for tag in tags_of(now) if tag[0] != "bdi"] == tags_of(page)


def without_marks(page: str) -> str:
    for mark in (OPENS, TOGETHER, ENDS, ' translate="no"'):
        page = page.replace(mark, "")
    return page


def tags_of(page: str) -> list[tuple[str, list[tuple[str, str | None]]]]:
    """What a browser takes for a tag, but for the mark."""
    found = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            found.append((tag, [one for one in attributes if one != ("translate", "no")]))

    Tags().feed(page)
    return found


def test_who_was_read_for_one_page_is_not_known_to_the_next(cast: Cast) -> None:
    with noticing() as first:
        assert Pupil.objects.get(pk=cast.sem.pk).name == "Sem Bakker"
        with noticing() as second:
            assert StaffMember.objects.get(pk=cast.bram.pk)
        assert second.names() == {"Bram de Boer", "meester Bram"}
    assert first.names() == {"Sem", "Bakker", "Sem Bakker"}
    Pupil.objects.get(pk=cast.daan.pk)


def test_nothing_is_opened_to_know_a_name(cast: Cast) -> None:
    with noticing() as noticed:
        pupil = Pupil.objects.get(pk=cast.sem.pk)
        assert noticed.names() == set()
        assert isinstance(pupil.__dict__["first_name"], Ciphertext)


@pytest.mark.whole_pages
def test_a_page_is_as_long_as_it_says(client: Client, cast: Cast) -> None:
    answer = sign_in(client, cast.anouk).get("/vandaag/")
    assert OPENS + "Anouk Vermeer" + ENDS in answer.content.decode()
    assert answer["Content-Length"] == str(len(answer.content))
