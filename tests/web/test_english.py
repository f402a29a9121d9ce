"""English says everything that Dutch says: in the catalogue, and on the pages themselves."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import polib
import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse

from kring.cases import bodies
from kring.cases.actions import recording
from kring.cases.models import PlanVersion
from kring.protocol.editions import PROTOCOLS
from kring.protocol.outline import outline
from kring.protocol.terms import Protocol
from kring.school.calendars import proposal
from tests.cases.telling import tell
from tests.cast import Cast, sign_in
from tests.protocol.other_edition import OTHER
from tools import messages

CATALOGUE = polib.pofile(str(messages.PO))
GAP = re.compile(r"%\(\w+\)\w|\{\w*\}")

# ── The catalogue ───────────────────────────────────────────────────────────────────────────────────────────────────


def sayings(entry: Any) -> list[tuple[str, str]]:
    """Each Dutch sentence of an entry with its English."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]


def test_every_sentence_has_its_english():
    missing = [dutch for entry in CATALOGUE for dutch, english in sayings(entry) if not english.strip()]
    assert not missing
    assert not [entry.msgid for entry in CATALOGUE if entry.fuzzy or entry.obsolete]
    assert len(CATALOGUE) > 1_000


def test_what_is_filled_in_is_the_same_in_both_languages():
    for entry in CATALOGUE:
        for dutch, english in sayings(entry):
            assert sorted(set(GAP.findall(dutch))) == sorted(set(GAP.findall(english))), dutch
            # A % that begins no gap must be doubled on both sides, or none of the sentence can be filled in.
            assert ("%" in GAP.sub("", dutch)) == ("%" in GAP.sub("", english)), dutch


def test_english_begins_and_ends_as_dutch_does():
    """A sentence stays a sentence: its last mark, and its capital where it has one."""
    for entry in CATALOGUE:
        for dutch, english in sayings(entry):
            assert (dutch[-1] in ".?:!") == (english[-1] in ".?:!"), (dutch, english)
            assert english == english.strip(), english
            if dutch[0].islower() and dutch[0].isalpha():
                assert not english[0].isupper(), (dutch, english)


def test_counted_sentences_have_two_forms_in_english():
    assert CATALOGUE.metadata["Plural-Forms"] == "nplurals=2; plural=(n != 1);"
    for entry in CATALOGUE:
        if entry.msgid_plural:
            assert sorted(entry.msgstr_plural) == [0, 1], entry.msgid


def test_what_is_compiled_is_what_is_written():
    compiled = polib.mofile(str(messages.MO))
    assert {(entry.msgctxt, *sayings(entry)) for entry in compiled} == {
        (entry.msgctxt, *sayings(entry)) for entry in CATALOGUE
    }


def test_the_catalogue_holds_the_sentences_of_the_source_and_no_others():
    fresh = messages.catalogue(CATALOGUE)
    said = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in fresh}
    written = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in CATALOGUE}
    assert said == written, "run ./dev messages, and say the new sentences in English"


def said_by(edition: Protocol) -> set[str]:
    """Every sentence of an edition that a page shows."""
    said = {one.hint for one in edition.reopenings}
    for step in edition.steps:
        said |= {step.coming, *(outcome.word for outcome in step.outcomes)}

    def heard(sentence: str) -> str:
        said.add(sentence)
        return sentence

    outline(edition, say=heard)
    return said - {""}


def test_every_sentence_of_every_edition_is_marked_for_translation():
    said = set().union(*(said_by(edition) for editions in PROTOCOLS.values() for edition in editions))
    unmarked = said - {entry.msgid for entry in CATALOGUE}
    assert unmarked == set(), 'write _("…") around it, and run ./dev messages'


def test_a_sentence_that_nobody_marked_is_found():
    assert {"Aan tafel", "Weer van voren af aan.", "een afspraak"} <= said_by(OTHER) - {
        entry.msgid for entry in CATALOGUE
    }


# ── How the sentences are found ─────────────────────────────────────────────────────────────────────────────────────


def found_in_python(source: str) -> list[messages.Sentence]:
    return list(messages.in_python(source, "here.py"))


def test_a_marked_sentence_is_found_by_whatever_name_its_marking_has():
    assert [one.text for one in found_in_python("from django.utils.translation import gettext\ngettext('Ja')")] == [
        "Ja"
    ]
    assert [one.text for one in found_in_python("from kring.protocol.terms import gettext_noop as _\n_('Ja')")] == [
        "Ja"
    ]
    assert [one.text for one in found_in_python("from x import gettext_lazy as lazy\nlazy('Ja, ' 'samen')")] == [
        "Ja, samen"
    ]
    assert [one.text for one in found_in_python("from x import gettext as _\nf'{_(\"groep\")}'")] == ["groep"]
    assert found_in_python("from x import gettext as _\n_(duty.title)") == []


def test_counts_and_contexts_are_found():
    assert found_in_python("ngettext('een', 'meer', n)") == [messages.Sentence("een", "meer")]
    assert found_in_python("pgettext('lijst', 'Van')") == [messages.Sentence("Van", "", "lijst")]


def test_sentences_in_templates_are_found():
    source = """{% load i18n %}{% translate "Dag" %}<p title="{% translate 'Weg' %}">{{ day|default:_("nooit") }}
    {% blocktranslate with name=pupil.name trimmed %}
        Hallo {{ name }},
        100% welkom
    {% endblocktranslate %}
    {% blocktranslate count n=n %}een{% plural %}{{ n }}{% endblocktranslate %}{% translate "Van" context "lijst" %}"""
    assert list(messages.in_template(source, "here.html")) == [
        messages.Sentence("Dag"),
        messages.Sentence("Weg"),
        messages.Sentence("nooit"),
        messages.Sentence("Hallo %(name)s, 100%% welkom"),
        messages.Sentence("een", "%(n)s"),
        messages.Sentence("Van", "", "lijst"),
    ]


# ── The pages ───────────────────────────────────────────────────────────────────────────────────────────────────────

# Words that stand in nearly every Dutch sentence, and that English does not have.
DUTCH = re.compile(
    r"(?<!\w)(de|het|een|niet|van|voor|zijn|wie|wat|dit|deze|nog|geen|naar|bij|aan|je|jij|jouw|jullie|wordt|worden|kies|"
    r"vul|schrijf|zaak|zaken|leerlingen|leerling|ouders?|afspraak|afspraken|gesprek|gesprekken|voorvallen|tot|vanaf|uur|"
    r"maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|januari|februari|maart|bewaren|terug|gedaan|klaar|"
    r"vandaag|morgen|gisteren|schooldag|schooldagen|pesten|plagen|leerkracht|maar|daarna|eerst|onze|groep|stap|versie|"
    r"ronde|moet|kun|ook|en|om|nu|er|uit|hoe|waar|wanneer|melding)(?!\w)",
    re.IGNORECASE,
)
NAMES_OF_METHODS = ("De Vreedzame School", "Rots en Water")
NAMES_OF_PHONES = ("iPhone",)
SPOKEN = ("aria-label", "alt", "title", "placeholder")


@dataclass
class Page(HTMLParser):
    """What is read or heard of a page, the addresses it leads to, and whether a form is sent to the page itself."""

    texts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    language: str = ""
    has_form: bool = False
    _silent: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "html":
            self.language = given.get("lang", "")
        elif tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "form" and given.get("method") == "post" and "action" not in given:
            self.has_form = True
        elif tag in ("script", "style") or given.get("lang") == "nl":
            self._silent += 1
        self.texts += [given[name] for name in SPOKEN if given.get(name)]

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag in ("script", "style", "button"):
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.texts.append(" ".join(data.split()))


def page_of(answer: Any) -> Page:
    page = Page()
    # What is marked inside a sentence does not cut it in pieces.
    page.feed(re.sub("</?mark>", "", answer.content.decode()))
    return page


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a value of a field, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, msgspec.Struct):
        yield from texts_in(msgspec.to_builtins(value))
    elif isinstance(value, dict):
        yield from texts_in(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_in(one)


def what_the_school_wrote(cast: Cast) -> list[str]:
    """Everything in the database that somebody typed, the longest first, and the names of the holidays."""
    written = {closure.name for closure in proposal(cast.school.region, "2026-2027")}
    for label in ("school", "cases"):
        for model in apps.get_app_config(label).get_models():
            if model is PlanVersion:
                continue  # it repeats what was written, among titles of the protocol
            for row in model._default_manager.all():
                for column in row._meta.concrete_fields:
                    written.update(texts_in(getattr(row, column.attname)))
                written.update(texts_in(getattr(row, "body", "")))
    written |= {text.rstrip(".") for text in written}  # as one stands in the middle of a line
    return sorted((text for text in written if len(text) > 2), key=len, reverse=True)


def dutch_on(page: Page, written: list[str]) -> list[str]:
    """The texts of a page that are Dutch or misspelt, and that nobody at school wrote."""
    left = []
    for text in page.texts:
        rest = text
        for own in (*NAMES_OF_METHODS, *NAMES_OF_PHONES, *written):
            rest = rest.replace(own, "")
        # A word such as “OK” cannot be put inside a sentence by making its first letter small.
        if DUTCH.search(rest) or re.search(r"(?<!\w)[a-z][A-Z]", rest):
            left.append(text)
    return left


def cases_in_every_state(cast: Cast) -> None:
    """From just reported to closed, as they stand on the Monday that the pages live on."""
    tell(cast).on(date(2026, 11, 20)).report(cast.sem, by=(cast.daan,))
    tell(cast).on(date(2026, 11, 19)).report(cast.noor, by=(cast.daan,)).step_1()
    late = tell(cast).on(date(2026, 11, 16)).report(cast.sem, by=(cast.daan,), followers=(cast.lars,)).step_1()
    late.judged("bullying").talk("ask_target", late.key(cast.sem), feeling=2)
    running = tell(cast).on(date(2026, 11, 9)).report(cast.jens, by=(cast.lars,)).step_1().judged("bullying").step_3()
    recording.note_home(act=running.as_(cast.carla).act(), case_id=running.id, text="Opa is ziek.")
    teased = tell(cast).on(date(2026, 11, 2)).report(cast.yara, by=(cast.noor,)).step_1().judged("teasing")
    teased.agree("Samen op de schommel.")
    again = tell(cast).on(date(2026, 10, 1)).report(cast.lars, by=(cast.jens,)).step_1().judged("bullying").step_3()
    again.until_due().evaluate("no", bodies.Kept.PARTLY).until_due().evaluate("negative")
    better = tell(cast).on(date(2026, 9, 7)).report(cast.daan, by=(cast.jens,)).step_1().judged("bullying").step_3()
    better.until_due().evaluate("yes").until_due().evaluate("positive")
    over = tell(cast).on(date(2026, 8, 24)).report(cast.noor, by=(cast.yara,)).step_1().judged("bullying").step_3()
    over.as_(cast.hein).close()


def sort_of(url: str) -> str:
    """What a page is: its address without whose it is, so that one of each sort is opened."""
    found = resolve(url.partition("?")[0])
    return f"{found.url_name}/{found.kwargs.get('duty', '')}{'?' if '?' in url else ''}"


MANIFEST = "/kring.webmanifest"
"""The same for everybody, and so in Dutch: a browser asks it apart from any page (decision 157)."""


def walk(client: Client, start: str) -> Iterator[tuple[str, Any]]:
    """Every case, one of every other sort of page that links lead to, and what each says to an empty form."""
    todo, opened, sorts = [start], set[str](), set[str]()
    while todo:
        url = todo.pop(0).partition("#")[0]
        if not url.startswith("/") or url in opened or url.startswith(("/static/", MANIFEST)) or url.endswith("/pdf/"):
            continue
        sort = sort_of(url)
        if sort in sorts and sort != "case/":
            continue
        sorts.add(sort)
        opened.add(url)
        answer = client.get(url)
        if answer.status_code in (301, 302, 303):
            todo.append(answer["Location"])
            continue
        assert answer.status_code == 200, f"{url}: {answer.status_code}"
        yield url, answer
        page = page_of(answer)
        todo += [link if not link.startswith("?") else url.partition("?")[0] + link for link in page.links]
        if page.has_form:
            with transaction.atomic():
                refused = client.post(url, {})
                transaction.set_rollback(True)
            if refused.status_code == 200:
                yield f"{url} (sent empty)", refused


@pytest.mark.slow
def test_who_reads_english_meets_no_dutch_but_the_schools_own(cast):
    cases_in_every_state(cast)
    written = what_the_school_wrote(cast)
    seen, left = set(), []
    for staff in (cast.hein, cast.anouk, cast.ada):
        client = sign_in(Client(headers={"Accept-Language": "en-GB,en;q=0.8,nl;q=0.5"}), staff)
        for url, answer in walk(client, "/"):
            page = page_of(answer)
            assert page.language == "en", url
            seen.add(sort_of(url.removesuffix(" (sent empty)")))
            left += [f"{staff.name}, {url}: {text}" for text in dutch_on(page, written)]
    assert not left, "\n".join(left)
    main_pages = {"today/", "cases/", "case/", "plan/", "report/", "people/", "file/", "fact/", "trail/", "school/"}
    assert main_pages | {"protocol/", "duty/joint_talk", "decide/", "school_people/"} <= seen


def test_signing_in_is_in_english_too(db):
    client = Client(headers={"Accept-Language": "en"})
    for name in ("account_login", "account_signup", "account_reset_password", "account_reset_password_done"):
        url = reverse(name)
        for answer in (client.get(url), client.post(url, {"login": "wie", "email": "wie"})):
            if answer.status_code == 200:
                assert dutch_on(page_of(answer), []) == [], url


def test_in_dutch_the_same_walk_is_dutch(cast):
    """The list of words is worth something: it recognises a Dutch page."""
    client = sign_in(Client(headers={"Accept-Language": "nl"}), cast.hein)
    for name in ("today", "cases", "report", "protocol", "school"):
        assert dutch_on(page_of(client.get(reverse(name))), what_the_school_wrote(cast)), name


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="msgfmt is not installed: sudo apt install gettext")
def test_gettext_itself_finds_no_fault():
    checked = subprocess.run(["msgfmt", "--check-format", "-o", "-", str(Path(messages.PO))], capture_output=True)
    assert checked.returncode == 0, checked.stderr.decode()
