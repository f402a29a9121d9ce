"""Text stays text: what somebody types who means harm comes back letter for letter, or is refused in words.

First each string in each text field of each form. Then a school in which every text means harm: its pages, papers,
letters and calendars are looked at as everybody who may fill it. What a browser does with them: tests/browser.
"""

import email
import unicodedata
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client
from django.utils import timezone

from kring.cases.actions.reminding import sweep
from kring.config import urls  # noqa: F401 - with the addresses come all the forms
from kring.mail.message import build
from kring.mail.models import Letter
from kring.web.forms.texts import LONGEST_TEXT, EmailLine, LongText, ShortText, normalised
from tests.cast import NOW, TODAY, Cast, sign_in
from tests.docs.test_stored import IN_THE_CLEAR, MODELS
from tests.web.hostile import ENDING, SHORT, STRINGS, Page, as_typed, carried_out
from tests.web.marked import Mark, all_of, mark_everything
from tests.web.test_access_table import ROWS, asked
from tests.web.test_marker_word import every_form, is_text
from tests.web.world import World, make_world

pytestmark = pytest.mark.names_marked

# ── Into a form ─────────────────────────────────────────────────────────────────────────────────────────────────────


def text_fields() -> Iterator[tuple[str, forms.Field]]:
    """Every text field of every form of Kring, also of its rows."""
    for form in every_form():
        for one in (form, *(rows.kind for rows in form.row_kinds.values())):
            for name, field in one.base_fields.items():
                if is_text(field):
                    yield f"{one.__qualname__}.{name}", field


def read(text: str) -> str:
    """What a reader sees of it: the letters, without spaces and without what nobody sees."""
    return "".join(one for one in normalised(text) if unicodedata.category(one)[0] not in "ZC")


def test_every_text_field_of_every_form_is_one_of_the_three_that_are_tried_here() -> None:
    fields = list(text_fields())
    assert len(fields) > 60
    others = {where: type(field).__name__ for where, field in fields if not isinstance(field, THREE)}
    assert others == {}


def sent(field: forms.Field, typed: str) -> tuple[str, list[str]]:
    """What the field makes of it, and with what words it refuses it."""
    try:
        return field.clean(typed), []
    except ValidationError as refusal:
        return "", refusal.messages


THREE = (LongText, ShortText, EmailLine)


@pytest.mark.parametrize("what", STRINGS)
def test_what_means_harm_is_kept_letter_for_letter_or_refused_in_words(what: str) -> None:
    typed = STRINGS[what]
    kept = 0
    for where, field in text_fields():
        cleaned, refused = sent(field, typed)
        assert all(words and typed not in words and "%" not in words for words in refused), where
        if refused:
            continue
        if field.required or cleaned:
            kept += 1
            assert read(cleaned) == read(typed), f"{where} changes {what}"
            assert "\n" not in cleaned or isinstance(field, LongText), f"{where} keeps a line break"
    refused_by_all = {"null", "the terminal", "half a character", "a megabyte"}
    assert (kept == 0) == (what == "a megabyte") or what in refused_by_all, what
    assert kept or len(typed) > LONGEST_TEXT or what in refused_by_all


# ── Out of the database ─────────────────────────────────────────────────────────────────────────────────────────────

WRITTEN_BY_PEOPLE = ("the team, at work", "the school itself")
BY_RULE = {
    *("Account.email", "School.brin", "School.variation", "Case.variation"),
    *("Group.school_year", "ConfirmedYear.school_year"),
}
"""Of these what may stand there is known beforehand."""


def hostile_school(cast: Cast) -> tuple[World, list[Mark]]:
    """The school of the access table, in which every text means harm, sealed or not."""
    world = make_world(cast)
    marks = mark_everything(ending=ENDING)
    for why, names in IN_THE_CLEAR.items():
        for name in names.split() if why.startswith(WRITTEN_BY_PEOPLE) else ():
            model, column = name.split(".")
            if name not in BY_RULE:
                field = MODELS[model]._meta.get_field(column)
                assert isinstance(field, models.Field)
                for row in MODELS[model]._default_manager.all():
                    former = str(getattr(row, column))
                    setattr(row, column, f"{former[:12]}{SHORT}"[: field.max_length])
                    row.save(update_fields=[column])
    return world, marks


def seen_by(browser: Client, pages: list[str]) -> Iterator[tuple[str, Any]]:
    for url in pages:
        answer = asked(browser, "GET", url)
        assert answer.status_code in (200, 302, 303), f"{url}: {answer.status_code}"
        yield url, answer


@pytest.mark.slow
def test_no_page_paper_letter_or_calendar_takes_a_text_for_more_than_text(cast: Cast, settings: Any) -> None:
    settings.KRING_MAIL = True
    world, marks = hostile_school(cast)
    wrong: list[str] = []
    texts: list[str] = []
    on_paper = ""
    for who in ("H", "T", "M", "A"):
        browser = sign_in(Client(), world.who[who])
        pages = [world.url(row.face) for row in ROWS if row.gets[who] == "yes" and row.how == "GET"]
        for url, answer in seen_by(browser, pages):
            kind = answer.headers.get("Content-Type", "")
            head = "".join(f"{name}: {value}" for name, value in answer.headers.items())
            wrong += [f"{url}: a header has {sign!r}" for sign in ("\r", "\n", "__hit") if sign in head]
            if "html" in kind:
                page = Page(answer.content.decode())
                wrong += [f"{who} {url}: {one}" for one in page.bad]
                texts += page.texts
            elif "calendar" in kind:
                lines = answer.content.decode().split("\r\n")
                wrong += [f"{url}: {line}" for line in lines if line and not line[0].isupper() and line[0] != " "]
            elif "pdf" in kind:
                on_paper += "".join(all_of(answer).split())
    assert wrong == []
    shown = {mark: [text for text in texts if mark.word in text] for mark in marks}
    assert sum(map(bool, shown.values())) > 40
    changed = {
        f"{mark.what}: {there[0][:200]}"
        for mark, there in shown.items()
        if there and not any(as_typed(text, mark.word) for text in there)
    }
    assert changed == set(), "never shown as it was typed"
    assert carried_out(" ".join(texts) + on_paper) == []

    # On paper each line stands as it was typed, and no file was read.
    paper = read(on_paper)
    for kind in ("PlanVersion.content", "ParentCopy.content", "Fact.talk_summary"):
        words = [mark.word for mark in marks if mark.what == kind and mark.word in paper]
        assert words, f"no sheet shows a {kind}"
        printed = [rest[: len(ENDING)] for word in words for rest in paper.split(word)[1:]]
        assert any(text.startswith(read(ENDING)) for text in printed), f"{kind}: {printed}"


@pytest.mark.slow
def test_no_letter_takes_a_name_for_more_than_a_name_and_no_header_is_forged(cast: Cast, settings: Any) -> None:
    settings.KRING_MAIL = True
    hostile_school(cast)
    before = set(Letter.objects.values_list("pk", flat=True))
    for days in range(0, 60, 3):
        day = TODAY + timedelta(days=days)
        at = timezone.make_aware(datetime.combine(day, time(9)))
        cast.school.refresh_from_db()
        sweep(school=cast.school, at=max(at, NOW), today=day)
    letters = list(Letter.objects.exclude(pk__in=before).select_related("school"))
    assert len(letters) > 5
    for letter in letters:
        assert Page(letter.html or "").bad == []
        assert carried_out(f"{letter.subject} {letter.text} {letter.html}") == []
        message = email.message_from_bytes(build(letter, sender="kring@school.example", recipient="a@school.example"))
        assert sorted(message.keys()) == sorted(
            [
                *("Content-Type", "MIME-Version", "From", "To", "Subject", "Date", "Message-ID"),
                *("Auto-Submitted", "X-Auto-Response-Suppress"),
            ]
        )
        assert [part.get_content_type() for part in message.walk()] == [
            "multipart/alternative",
            "text/plain",
            "text/html",
        ]


def test_the_search_finds_what_is_let_in() -> None:
    for what in ("a script", "a picture that is none", "a drawing", "a page in the page", "a base"):
        assert Page(f"<p>{STRINGS[what]}</p>").bad, what
    assert Page(f'<a href="{STRINGS["an address that is a script"]}">').bad
    assert Page(f"<p>{ENDING}</p>").bad
