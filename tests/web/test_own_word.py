"""A school's own word for its coordinator: on every page, in every letter, on paper and in calendars.

The word "Seo-coördinator" then stands in quotations of the document only. A marker word is set, everything is read.
"""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polib
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext, override

from kring.cases import letters
from kring.cases.actions.reminding import sweep
from kring.cases.letter_kinds import LETTERS
from kring.cases.letters_outline import EXAMPLE
from kring.cases.plan import content_of, newest_version
from kring.cases.plan_sheet import sheet_of
from kring.cases.plan_words import FORMER_TITLES
from kring.mail.models import Letter
from kring.own_word import own_word
from kring.protocol.called import STANDARD
from kring.school.models import Role, School
from tests.cases.telling import tell
from tests.cast import NOW, TODAY, Cast, act_of, sign_in
from tests.school import plain as actions
from tests.web.sending import send, text_of
from tests.web.test_english import Page, cases_in_every_state, page_of, walk
from tools import messages

MARKER = "kwaliteitsbegeleider"
SETTINGS = "/school/gegevens/"
DOCUMENT = " ".join((Path(__file__).parents[2] / "docs" / "stappenplan.txt").read_text(encoding="utf-8").split())
QUOTED = re.compile("“[^”]*”")
LEFT = re.compile(r"[Cc]o[oö]rdinator", re.IGNORECASE)


def without_the_document(text: str) -> str:
    """The text without what is quoted, and without a line that is the document's own."""
    plain = " ".join(text.split())
    return "" if plain.strip(" “”") in DOCUMENT and len(plain) > 40 else QUOTED.sub("", plain)


def left_on(page: Page) -> list[str]:
    """What still names the coordinator otherwise than the school does."""
    return [text for text in page.texts if LEFT.search(without_the_document(text))]


@pytest.fixture
def own(cast: Cast) -> Cast:
    """De Wilg calls its coordinator something else."""
    School.objects.filter(pk=cast.school.pk).update(coordinator_word=MARKER)
    cast.school.refresh_from_db()
    for staff in vars(cast).values():
        if getattr(staff, "school_id", None) == cast.school.pk:
            staff.school = cast.school
    return cast


# ── The sentences ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_sentence_names_the_coordinator_but_a_quotation_of_the_document():
    named = [
        one.text
        for one in messages.sentences()
        if LEFT.search(without_the_document(one.text.replace("{coordinator}", "").replace("{Coordinator}", "")))
    ]
    assert [text for text in named if text not in DOCUMENT] == [title for title in FORMER_TITLES if "Seo" in title], (
        "say {coordinator}, or {Coordinator} at the beginning"
    )


def test_english_leaves_the_same_room():
    for entry in polib.pofile(str(messages.PO)):
        kept = entry.msgid in DOCUMENT or entry.msgid in FORMER_TITLES
        if not kept and "{" not in entry.msgid:
            for english in (entry.msgstr, *entry.msgstr_plural.values()):
                assert not re.search("(?<!needs )coordinator", QUOTED.sub("", english), re.IGNORECASE), english


def test_whichever_way_a_sentence_is_translated_it_says_the_word_of_now():
    lazy = gettext_lazy("De {coordinator} ziet het ook.")
    with own_word(MARKER):
        assert str(lazy) == gettext("De {coordinator} ziet het ook.") == f"De {MARKER} ziet het ook."
        assert ngettext("een {coordinator}", "twee {coordinator}", 2) == f"twee {MARKER}"
        assert str(Role.COORDINATOR.label) == "Kwaliteitsbegeleider"
        with own_word():
            assert str(lazy) == f"De {STANDARD} ziet het ook."
        assert MARKER in str(lazy)
    with override("en"):
        assert str(lazy) == "The coordinator sees it too."
        with own_word(MARKER):
            assert str(lazy) == f"The {MARKER} sees it too."
    assert str(lazy) == f"De {STANDARD} ziet het ook."


def test_a_word_that_came_in_past_the_form_is_not_said():
    with own_word("<script>x</script>"):
        assert gettext("De {coordinator} ziet het ook.") == f"De {STANDARD} ziet het ook."


# ── The pages ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_every_page_says_the_schools_own_word(own):
    cases_in_every_state(own)
    left, said = [], 0
    for staff in (own.hein, own.carla, own.anouk, own.mo, own.ada):
        for url, answer in walk(sign_in(Client(), staff), "/"):
            page = page_of(answer)
            left += [f"{staff.name}, {url}: {text}" for text in left_on(page)]
            said += sum(MARKER in text.lower() for text in page.texts)
    assert not left, "\n".join(left)
    assert said > 50


def test_the_documents_own_sentences_keep_the_documents_word_on_the_page_of_the_protocol(own, client):
    page = text_of(sign_in(client, own.anouk).get(reverse("protocol")))
    assert "“De leerkracht informeert de Seo-coördinator, directie en team van het pestgedrag en aanpak." in page
    assert f"Overleggen met de {MARKER}" in page
    assert f"{MARKER.capitalize()}, directeur en het hele team krijgen het handelingsplan." in page


def test_another_school_hears_its_own_word_in_the_next_request(own):
    carla, theirs = sign_in(Client(), own.carla), sign_in(Client(), own.linde.coordinator)
    assert MARKER in text_of(carla.get(SETTINGS))
    assert gettext("{Coordinator}") == STANDARD, "whoever is served next begins without it"
    page = text_of(theirs.get(SETTINGS))
    assert MARKER not in page
    assert f"Telefoon van de {STANDARD}" in page


# ── The setting ─────────────────────────────────────────────────────────────────────────────────────────────────────


def as_it_is(school: School) -> dict[str, Any]:
    return {
        "name": school.name,
        "brin": school.brin,
        "region": school.region,
        "protocol": school.protocol,
        "coordinator_word": school.coordinator_word,
        "reminder_hour": str(school.reminder_hour),
        "attach_plan": "nee",
    }


def test_carla_chooses_the_word_and_reads_it_at_once(cast, client):
    carla = sign_in(client, cast.carla)
    assert 'value="Seo-coördinator"' in carla.get(SETTINGS).content.decode()
    answer = send(carla, SETTINGS, **as_it_is(cast.school) | {"coordinator_word": " IB'er "})
    assert answer.status_code == 303
    cast.school.refresh_from_db()
    assert cast.school.coordinator_word == "IB’er"
    assert "Telefoon van de IB’er" in text_of(carla.get(SETTINGS))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Vul in hoe jullie deze collega noemen, bijvoorbeeld: intern begeleider."),
        ("de intern begeleider", "Laat het lidwoord weg: Kring zet er zelf ‘de’ voor."),
        ("ib & <b>zo</b>", "Gebruik alleen letters, cijfers, spaties, streepjes, punten en haakjes."),
        ("x" * 41, "Je tekst heeft 41 tekens. Er passen er 40"),
    ],
)
def test_a_word_that_cannot_be_is_refused_beside_its_field_and_what_was_typed_stays(cast, client, typed, says):
    answer = send(sign_in(client, cast.carla), SETTINGS, **as_it_is(cast.school) | {"coordinator_word": typed})
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert 'id="id_coordinator_word_error"' in answer.content.decode()
    assert "<b>zo" not in answer.content.decode()
    cast.school.refresh_from_db()
    assert cast.school.coordinator_word == STANDARD


# ── Letters, paper, calendars ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", LETTERS, ids=lambda kind: kind.key)
def test_no_letter_names_the_coordinator_otherwise(own, kind):
    case = tell(own).report(own.sem, by=(own.daan,)).case
    for with_file in (False, bool(kind.with_file)):
        with letters.in_words_of(own.school):
            composed = letters.compose(
                kind, school=own.school, case=case, with_file=with_file, watch_until=TODAY, can_be_later=True, **EXAMPLE
            )
        for text in composed:
            assert not LEFT.search(text), text


def test_the_head_reads_in_the_letter_of_a_late_step_who_knows_of_it(own):
    tell(own).report(own.sem, by=(own.daan,)).step_1().judged("bullying")
    in_a_week = timedelta(days=7)
    sweep(school=own.school, at=NOW + in_a_week, today=TODAY + in_a_week)
    letter = Letter.objects.filter(kind="late_for_head").first()
    assert letter is not None
    assert f"De {MARKER} weet ervan." in str(letter.text)
    assert f"De {MARKER} weet ervan." in str(letter.html)


def test_the_plan_on_paper_says_the_schools_own_word(own):
    case = tell(own).on(date(2026, 11, 9)).report(own.sem, by=(own.daan,)).step_1().judged("bullying").step_3()
    version = newest_version(case.case)
    assert version is not None
    with letters.in_words_of(own.school):
        sheet = sheet_of(content_of(version), school=own.school.name, printed="", language="nl")
    assert MARKER.capitalize() in repr(sheet)
    assert not LEFT.search(repr(sheet))


def test_who_changes_the_word_changes_it_in_what_was_issued_before_too(cast):
    case = tell(cast).on(date(2026, 11, 9)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    actions.change_school(act=act_of(cast.carla), school=cast.school, coordinator_word=MARKER)
    page = text_of(sign_in(Client(), cast.anouk).get(reverse("plan", args=[case.id])))
    assert f"{MARKER.capitalize()} Carla Jansen" in page
