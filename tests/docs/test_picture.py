"""The drawn picture is printed from the code, and what it names is there."""

from xml.etree import ElementTree

import pytest

from tools.picture import HOME, ROAD, SAYS, layers, picture

SVG = "{http://www.w3.org/2000/svg}"


def test_what_is_drawn_is_what_the_tool_prints():
    printed = (HOME / "docs" / "architecture.svg").read_text(encoding="utf-8")
    assert printed == picture(), "print it again: ./dev picture > docs/architecture.svg"


def test_every_layer_has_its_words_and_nothing_else_has():
    assert sorted(name for row in layers() for name in row) == sorted(SAYS)


@pytest.mark.parametrize("stop", ROAD, ids=lambda stop: stop[1])
def test_every_stop_of_the_road_is_there(stop):
    layer, file, _says = stop
    assert (HOME / file).is_file()
    assert file.split("/")[1] == layer


def test_those_who_do_not_see_it_can_read_it():
    drawn = ElementTree.fromstring(picture())  # noqa: S314 - printed by our own tool
    assert drawn.get("role") == "img"
    named = drawn.get("aria-labelledby", "").split()
    told = {one.get("id"): one.text or "" for one in (*drawn.iter(f"{SVG}title"), *drawn.iter(f"{SVG}desc"))}
    assert set(named) == set(told)
    assert all(file in told["description"] for _, file, _ in ROAD)
    assert "prefers-color-scheme: dark" in "".join(one.text or "" for one in drawn.iter(f"{SVG}style"))
