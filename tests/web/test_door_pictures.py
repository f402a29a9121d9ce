"""The pictures of the doors: plain lines without words or script, small, and told apart without colour."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from kring.cases.wording import PLACES
from kring.web.door import wording
from kring.web.door.coming_back import GOES
from tests.cast import Cast
from tests.web.door.road import Child, door
from tests.web.parent_door.road import AParent

SPRITE = Path(__file__).parents[2] / "kring/web/static/kring/door.svg"
DRAWN = ElementTree.fromstring(SPRITE.read_text(encoding="utf-8"))  # noqa: S314 - our own file
SVG = "{http://www.w3.org/2000/svg}"
PICTURES = {symbol.attrib["id"]: symbol for symbol in DRAWN}
TAPPED = ["ABOUT", "WHOM", "IS_HEAD", "HAPPENS", "PLACE", "OFTEN", "SINCE", "FEELS", "FEARS", "HELPS", "TALK"]
TAPPED += ["TALK_WITH", "TALK_WHEN"]
SHOWN = re.compile(r'<use href="[^"]*kring/door[^"]*\.svg#([\w-]+)" xlink:href="[^"]*\.svg#\1"')
INK_ON_THE_ACCENT = "#1D2B36"
ACCENT = "#F2B84B"


def test_there_is_one_picture_of_each_name():
    assert {symbol.tag for symbol in DRAWN} == {f"{SVG}symbol"}
    assert len(PICTURES) == len(DRAWN)
    assert {f"feel-{number}" for number in range(1, 6)} < PICTURES.keys()
    assert {f"place-{place}" for place in PLACES} <= PICTURES.keys()


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_picture_is_lines_alone_with_no_words_no_script_and_nothing_from_elsewhere(name):
    picture = PICTURES[name]
    assert {part.tag.removeprefix(SVG) for part in picture.iter()} <= {"symbol", "g", "path", "circle"}
    for part in picture.iter():
        assert not (part.text or "").strip()
        assert not any(called.startswith("on") or "href" in called or called == "style" for called in part.attrib)
    assert len(ElementTree.tostring(picture)) < 1_500


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_picture_has_the_lines_of_the_page_and_one_colour_of_its_own(name):
    picture = PICTURES[name]
    assert picture.attrib["viewBox"] == "0 0 48 48"
    assert picture.attrib["stroke"] == "currentColor"
    assert picture.attrib["stroke-width"] == "2.75"
    colours = {part.attrib[way] for part in picture.iter() for way in ("fill", "stroke") if way in part.attrib}
    assert colours <= {"none", "currentColor", ACCENT, INK_ON_THE_ACCENT}


def test_no_two_feelings_are_told_apart_by_colour_alone():
    """Brows and mouth differ from face to face."""
    shapes = [
        frozenset(part.attrib["d"] for part in PICTURES[f"feel-{number}"].iter(f"{SVG}path")) for number in range(1, 6)
    ]
    assert len(set(shapes)) == 5
    assert all(len(one - other) >= 2 for one in shapes for other in shapes if one is not other)


@pytest.mark.parametrize("name", TAPPED)
def test_each_answer_of_a_question_has_a_picture_of_its_own_beside_its_words(name: str) -> None:
    taps = getattr(wording, name).values()
    shown = [tap.picture for tap in taps]
    assert set(shown) <= PICTURES.keys()
    assert len(set(shown)) == len(shown)
    assert all(tap.label for tap in taps)


def test_every_question_with_taps_is_looked_at() -> None:
    assert {name for name, taps in vars(wording).items() if isinstance(taps, dict) and name.isupper()} == set(TAPPED)
    assert {drawn for _label, drawn in GOES.values()} <= PICTURES.keys()


def test_a_child_sees_a_picture_with_each_answer_also_on_an_old_tablet(cast: Cast) -> None:
    door(cast)
    assert SHOWN.findall(Child().begins().page) == ["who-me", "who-other", "who-stop", "who-adult", "dunno"]


def test_a_parent_is_shown_no_pictures_of_a_child(cast: Cast) -> None:
    door(cast)
    parent = AParent().begins()
    assert "Over wie gaat het?" in parent.page
    for _screen in range(4):
        assert "door.svg" not in parent.page
        parent.goes_on(about="me", story="Sem wordt uitgelachen.")


def test_a_page_shows_a_picture_by_its_name_and_says_nothing_with_it():
    shown = Template('{% load kring %}{% picture "ear" %}').render(Context())
    assert 'aria-hidden="true"' in shown
    assert re.search(r'href="[^"]*kring/door[^"]*\.svg#ear"', shown)
