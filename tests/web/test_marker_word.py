"""What somebody types stays where it belongs: sealed, and on the page that asked for it.

A marker word is typed into every text field of every form, and sent: by those who may, rightly and wrongly. It is then
looked for in every log line, trail line, letter, header, cookie and address, in sessions, and in every column of text
that is not sealed.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core import mail
from django.db import transaction
from django.db.models import BinaryField, Count, Q, TextField
from django.db.models.functions import Cast as AsText
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse

from kring.cases.models import Fact
from kring.config import urls  # noqa: F401 - with the addresses come all the forms
from kring.mail.models import Letter
from kring.trail.models import TrailLine
from kring.web.forms import KringForm
from tests.cases.examples import EXAMPLES
from tests.cases.telling import tell
from tests.cast import NOW, TODAY, Cast, sign_in
from tests.docs.test_stored import MODELS, in_the_clear
from tests.mail.post import write
from tests.web.marked import Lines, listening
from tests.web.sending import hidden
from tests.web.test_access_table import ROWS
from tests.web.world import World, make_world

MARKER = "Zwaluwtje"

OF_THE_TEAM_OR_THE_SCHOOL = {
    *("Account.email", "StaffMember.name", "StaffMember.form_of_address", "Letter.address"),
    *(
        "School.name",
        "School.brin",
        "School.phone",
        "School.phone_head",
        "School.phone_board",
        "School.phone_coordinator",
    ),
    "School.coordinator_word",
    *("HelpNumber.number", "OnCall.name", "OnCall.number", "School.variation", "Group.name", "ClosedDay.name"),
}
"""What a form about the team or the school itself keeps in the clear (tests/docs/test_stored.py says why)."""

OF_A_COLLEAGUE = (
    *("role_proposed", "role_given", "address_proposed", "address_asked", "proposal_answered", "proposal_lapsed"),
    *("let_back_in_told", "joining"),
)
"""Letters about a colleague, who is named in them; never in the subject (decision 105)."""

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
WRITTEN = ("text", "search", "tel", "password", "textarea", "url")
OPENED_BY = ("H", "C", "T", "N")
"""Those who try each page, until it was carried out; N is nobody."""


@dataclass
class Form:
    """A form on a page: where it is sent, and its fields by name, each with its type and the values to choose from."""

    to: str
    fields: dict[str, tuple[str, list[str]]] = field(default_factory=dict)

    @property
    def shape(self) -> str:
        """Where it is sent, what it asks and what there is to choose, whichever case, child or fact it is about."""
        asked = [
            f"{name} {kind} {'' if kind in (*WRITTEN, 'hidden') else values}"
            for name, (kind, values) in self.fields.items()
        ]
        return ID.sub("#", "\n".join([urlsplit(self.to).path, *asked]))

    def has_text(self) -> bool:
        return any(kind in (*WRITTEN, "email") for kind, _values in self.fields.values())

    def ways_to_send(self) -> Iterator[dict[str, Any]]:
        """The marker word in every text; of each choice the first answer or the last; without a named button and with
        each of those that there are."""
        buttons = [
            (name, value) for name, (kind, values) in self.fields.items() if kind == "submit" for value in values
        ]
        for which in (0, -1):
            typed = {
                name: _typed(kind, values, which) for name, (kind, values) in self.fields.items() if kind != "submit"
            }
            yield typed
            yield from (typed | dict([button]) for button in buttons)


def _typed(kind: str, values: list[str], which: int) -> str:
    if kind in WRITTEN:
        return MARKER
    if kind == "email":
        return f"{MARKER}@voorbeeld.example"
    if kind in ("date", "time", "number") and not values[0]:
        return {"date": TODAY.isoformat(), "time": "10:00", "number": "1"}[kind]
    chosen = [value for value in values if value] or [""]
    return values[0] if kind == "hidden" else chosen[which]


class Forms(HTMLParser):
    """The posted forms of a page, and every address on it."""

    def __init__(self, url: str, page: str) -> None:
        super().__init__()
        self.url = url
        self.posted: list[Form] = []
        self.addresses: list[str] = []
        self.asked_in_the_address: list[str] = []
        self._form: Form | None = None
        self._select = ""
        self._by_get = False
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.addresses += [given[name] for name in ("href", "src", "action", "formaction") if name in given]
        name = given.get("name", "")
        if tag == "form":
            self._by_get = given.get("method", "get").lower() == "get"
            self._form = None if self._by_get else Form(urljoin(self.url, given.get("action", "")))
            self.posted += [self._form] if self._form else []
        elif tag == "select":
            self._select = name
        elif self._by_get and (tag == "textarea" or (tag == "input" and given.get("type", "text") in WRITTEN)):
            self.asked_in_the_address.append(name)
        elif self._form is None:
            return
        elif tag == "textarea":
            self._form.fields[name] = ("textarea", [""])
        elif tag == "option" and self._select:
            self._form.fields.setdefault(self._select, ("select", []))[1].append(given.get("value", ""))
        elif tag in ("input", "button") and name:
            kind = given.get("type", "text" if tag == "input" else "submit")
            self._form.fields.setdefault(name, (kind, []))[1].append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form, self._by_get = None, False
        elif tag == "select":
            self._select = ""


@dataclass(frozen=True)
class Before:
    """What was there before a form was sent."""

    line: int
    letters: frozenset[Any]
    facts: frozenset[Any]

    @classmethod
    def now(cls) -> "Before":
        newest = TrailLine.objects.order_by("-id").values_list("id", flat=True).first() or 0
        letters, facts = (frozenset(model._default_manager.values_list("pk", flat=True)) for model in (Letter, Fact))
        return cls(newest, letters, facts)


@dataclass
class Search:
    """Sends forms with the marker word, undoes what they did, and remembers where else it was found."""

    logs: Lines
    found: list[str] = field(default_factory=list)
    carried_out: set[tuple[str, str]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    kept_sealed: int = 0

    def page(self, browser: Client, url: str, about: str = "") -> None:
        """Open this page and send each of its forms, until one way of doing that carries it out.

        A form that was carried out on another page about the same kind of thing is not sent again.
        """
        with transaction.atomic():
            answer: Any = browser.get(url)
            transaction.set_rollback(True)
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            return
        forms = Forms(url, answer.content.decode())
        self.found += [f"{url} asks {name} in its address" for name in forms.asked_in_the_address]
        for form in forms.posted:
            self.names |= {name for name, (kind, _values) in form.fields.items() if kind in WRITTEN}
            for typed in form.ways_to_send() if form.has_text() else ():
                if (form.shape, about) not in self.carried_out and self.send(browser, form.to, typed):
                    self.carried_out.add((form.shape, about))

    def send(self, browser: Client, url: str, typed: dict[str, Any]) -> bool:
        """Whether it was carried out."""
        visitor = Client(raise_request_exception=False)
        visitor.cookies.update(browser.cookies)
        self.logs.lines.clear()
        with transaction.atomic():
            before = Before.now()
            answer: Any = visitor.post(url, typed)
            self.found += [f"{which_address(url)}: {where}" for where in self.traces(answer, visitor, before)]
            carried_out = answer.status_code in (302, 303)
            if carried_out:
                new = Fact.objects.exclude(pk__in=before.facts)
                self.kept_sealed += sum(MARKER in fact.sealed_body for fact in new)
            transaction.set_rollback(True)
        mail.outbox.clear()
        return carried_out

    def traces(self, answer: Any, visitor: Client, before: Before) -> Iterator[str]:
        """Where the marker word is, beside the page that gives it back."""
        if answer.status_code >= 500:
            yield f"answers {answer.status_code}"
        said = {
            "a log line": self.logs.lines,
            "a header": [f"{name}: {value}" for name, value in answer.headers.items()],
            "a cookie": [cookie.OutputString() for cookie in visitor.cookies.values()],
            "an address on the page": Forms("", answer.content.decode(errors="replace")).addresses,
            "a trail line": [str(vars(line)) for line in TrailLine.objects.filter(id__gt=before.line)],
            "a letter": [
                f"{one.key} {one.subject} {one.attachment}"
                + ("" if one.kind in OF_A_COLLEAGUE else f" {one.text} {one.html}")
                for one in Letter.objects.exclude(pk__in=before.letters)
            ],
            "a mail": [f"{one.subject} {one.body}" for one in mail.outbox],
            "a session": [str(dict(visitor.session.items()))] if "kring_session" in visitor.cookies else [],
        }
        for where, texts in said.items():
            yield from (f"{where}: {text[:300]}" for text in texts if MARKER.lower() in text.lower())
        if answer.status_code < 400:  # what is refused stores nothing: its transaction is undone
            yield from (name for name in columns_with_it() if name not in OF_THE_TEAM_OR_THE_SCHOOL)


def which_address(url: str) -> str:
    return resolve(urlsplit(url).path).url_name or url


def columns_with_it() -> Iterator[str]:
    columns: dict[str, list[str]] = {}
    for name in in_the_clear():
        model, column = name.split(".")
        if not isinstance(MODELS[model]._meta.get_field(column), BinaryField):
            columns.setdefault(model, []).append(column)
    for model, names in columns.items():
        rows = MODELS[model]._default_manager.annotate(**{f"text_{one}": AsText(one, TextField()) for one in names})
        found = {f"in_{one}": Count("pk", filter=Q(**{f"text_{one}__icontains": MARKER})) for one in names}
        yield from (f"{model}.{name[3:]}" for name, times in rows.aggregate(**found).items() if times)


@pytest.fixture
def search() -> Iterator[Search]:
    with listening() as lines:
        yield Search(lines)


@pytest.fixture
def world(cast: Cast, settings: Any) -> World:
    settings.KRING_MAIL = True
    return make_world(cast)


def come_in(world: World, who: str) -> Client:
    return Client() if who == "N" else sign_in(Client(), world.who[who])


def test_the_search_finds_what_is_let_out(cast: Cast, search: Search) -> None:
    before, visitor = Before.now(), sign_in(Client(), cast.mo)
    answer = HttpResponse(f'<a href="/leerlingen/?naam={MARKER}">', headers={"Location": f"/{MARKER}/"})
    visitor.cookies["last"] = MARKER
    session = visitor.session
    session["said"] = MARKER
    session.save()
    for name in ("kring.cases", "django.request", "allauth"):
        logging.getLogger(name).warning("not %s", MARKER)
    mail.outbox.append(mail.EmailMessage(MARKER))
    letter = write(cast.mo, MARKER)
    TrailLine.objects.create(school_id=cast.school.pk, at=NOW, verb="case.read", detail={"name": MARKER})
    found = list(search.traces(answer, visitor, before))
    assert len([one for one in found if one.startswith("a log line")]) == 3
    assert {one.partition(":")[0] for one in found} == {
        *("a log line", "a header", "a cookie", "an address on the page", "a trail line", "a letter", "a mail"),
        *("a session", "TrailLine.detail", "Letter.key"),
    }
    assert letter.key.startswith(MARKER)
    assert Forms("", f'<form><input name="q"><textarea name="r">{MARKER}</textarea></form>').asked_in_the_address == [
        "q",
        "r",
    ]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> set[type]:
    """Each class of form that was judged while the word stood in it."""
    judged: set[type] = set()
    judge = KringForm.full_clean

    def noting(form: KringForm) -> None:
        if any(MARKER in str(value) for value in dict(form.data).values()):
            judged.add(type(form))
        judge(form)

    monkeypatch.setattr(KringForm, "full_clean", noting)
    return judged


def every_form(of: type[KringForm] = KringForm) -> Iterator[type[KringForm]]:
    """Each form of Kring that has a text field of its own or in its rows, the last of their line."""
    for one in of.__subclasses__():
        yield from every_form(one)
        if one.__module__.startswith("kring.") and not one.__subclasses__():
            rows = [rows.kind for rows in one.row_kinds.values()]
            if any(is_text(each) for form in (one, *rows) for each in form.base_fields.values()):
                yield one


def is_text(field: Any) -> bool:
    return getattr(field.widget, "input_type", "textarea") in (*WRITTEN, "email") and not hasattr(field, "choices")


@pytest.mark.slow
def test_a_word_that_is_typed_on_any_page_is_found_nowhere_else(world: World, search: Search, sent: set[type]) -> None:
    browsers = {who: come_in(world, who) for who in OPENED_BY}
    pages = sorted({world.url(row.face) for row in ROWS} - {reverse("account_logout")})
    for browser in browsers.values():
        for url in pages:
            search.page(browser, url)
    # An address that has no form of its own, or not for everybody, gets everything that any form has.
    everything = dict.fromkeys(sorted(search.names), MARKER)
    for who in ("H", "N"):
        for url in pages:
            search.send(browsers[who], url, everything)
    handed = come_in(world, "T")
    child = world.url("child_says")
    handed.post(child, {"number": "1234"})
    said = {"token": hidden(handed.get(child), "token"), "seen": "", "screen": "5", "ready": "1", "must_not": MARKER}
    search.send(handed, child, said)
    search.page(handed, reverse("handed_back"))
    reads, words = come_in(world, "T"), world.url("child_reads")
    reads.post(words, {"number": "1234"})
    (first,) = re.findall(r'href="([^"]*over=[^"]*)"', reads.get(words).content.decode())
    missing = {"token": hidden(reads.get(first), "token"), "seen": "", "answer": "more", "ready": "1", "text": MARKER}
    search.send(reads, first, missing)
    taken_back: set[str] = set()
    for story in sorted(set(EXAMPLES.values()), key=lambda story: story.__name__):
        for school in (world.running.cast.school, world.running.cast.anouk.school):
            school.refresh_from_db()  # one story undone may have left its numbers behind
        with transaction.atomic():
            case = tell(world.running.cast)
            story(case)
            # To take back asks the same of every fact; to put right asks what its kind and its duty ask.
            new_kinds = [fact for fact in case.file.facts if fact.kind not in taken_back]
            taken_back |= {fact.kind for fact in new_kinds}
            duties = [task.duty.key for task in case.progress.current.tasks] if case.progress.current else []
            for url, about in (
                *((reverse(name, args=[case.id, one]), one) for name in ("duty", "at_once", "waive") for one in duties),
                *((reverse("correct", args=[case.id, fact.pk]), fact.kind) for fact in case.file.facts),
                *((reverse("withdraw", args=[case.id, fact.pk]), fact.kind) for fact in new_kinds),
                *((reverse(name, args=[case.id]), "") for name in ("decide", "plan_step", "close")),
            ):
                search.page(browsers["C"], url, about)
            transaction.set_rollback(True)
    assert sorted(set(search.found)) == []
    assert {one.__qualname__ for one in set(every_form()) - sent} == set()
    assert len(search.carried_out) >= 20, "hardly any form was carried out, so there was little to find"
    assert search.kept_sealed
