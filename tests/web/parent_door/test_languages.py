"""A language of the parents' doors is whole, and shown only when somebody signed it."""

import re
from datetime import date
from typing import Any

import polib
import pytest
from django.utils import translation

from kring import words
from kring.own_word import DUTCH
from kring.reports import languages
from kring.reports.languages import LANGUAGES, Language, known, shown
from tests.cast import Cast
from tests.reports.telling import doors_of
from tests.web.parent_door.road import AParent
from tools.door_language import PLACES, brought_up_to_date, door_sentences, missing_in
from tools.messages import SOURCE

OTHERS = [one for one in LANGUAGES if one.code != DUTCH]


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_every_sentence_that_a_parent_meets_is_said_in_each_language(language: Language) -> None:
    catalogue = polib.pofile(str(SOURCE / "locale" / language.code / "LC_MESSAGES/django.po"))
    assert missing_in(catalogue) == []


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_every_language_has_its_own_names_of_days(language: Language) -> None:
    with translation.override(DUTCH):
        dutch = words.day(date(2026, 11, 25))
    with translation.override(language.code):
        assert words.day(date(2026, 11, 25)) != dutch


def test_no_page_of_a_parent_takes_in_a_template_that_nobody_translates() -> None:
    """What a page at the parents' door extends or includes has no sentence, or is among what is translated."""
    templates = SOURCE / "web/templates"
    taken_in = {
        name
        for page in (templates / "kring/parent_door").glob("*.html")
        for name in re.findall(r'{% (?:include|extends) "([^"]+)"', page.read_text())
    }
    assert "kring/door/given_back.html" in taken_in
    says = {
        f"web/templates/{name}"
        for name in taken_in
        if re.search(r"{% (block)?translate", (templates / name).read_text())
    }
    assert [name for name in sorted(says) if not name.startswith(PLACES)] == []


def test_a_parent_is_spoken_to_as_u() -> None:
    """As in a call and on paper; “je” is for children, in what leads them to their own door or stands there too."""
    of_children = {"Ben je een kind?", "Dit schreef je"}
    said = {one.text for one in door_sentences()}
    assert of_children <= said
    assert [
        one for one in said - of_children if re.search(r"\b(je|jij|jou|jouw|jezelf|jullie)\b", one, re.IGNORECASE)
    ] == []


def test_there_is_much_to_translate_and_what_is_missing_is_named() -> None:
    assert len(door_sentences()) > 150
    assert len(missing_in(polib.POFile())) == len(door_sentences())


def test_a_catalogue_is_begun_empty_and_keeps_what_was_translated() -> None:
    first = brought_up_to_date(polib.POFile(), "uk")
    assert len(first) == len(missing_in(first))
    first[0].msgstr = "…"
    again = brought_up_to_date(first, "uk")
    assert (again[0].msgstr, len(again)) == ("…", len(first))


def test_dutch_and_english_are_signed_and_shown() -> None:
    assert [one.code for one in shown()] == ["nl", "en"]
    assert all(one.signed_by and one.signed_on for one in shown())


@pytest.mark.parametrize("more", [{}, {"signed_by": "somebody"}, {"signed_on": date(2026, 11, 28)}])
def test_a_language_without_name_and_day_is_shown_to_nobody(cast: Cast, monkeypatch: Any, more: dict[str, Any]) -> None:
    monkeypatch.setattr(languages, "LANGUAGES", (*LANGUAGES, Language("uk", "Українська", **more)))
    doors_of(cast)
    assert known("uk") == DUTCH
    assert "Українська" not in AParent().opens().page
    assert "English" in AParent().opens().page


def test_one_that_somebody_signed_is_shown(cast: Cast, monkeypatch: Any) -> None:
    signed = Language("fy", "Frysk", "somebody", date(2026, 11, 28))
    monkeypatch.setattr(languages, "LANGUAGES", (*LANGUAGES, signed))
    doors_of(cast)
    assert "Frysk" in AParent().opens().page
