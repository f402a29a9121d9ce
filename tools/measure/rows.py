"""What is measured: pages and forms, each as somebody asks for it, with its budget and the bare page beside it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count

from tests.web.browsing import Fields
from tools.measure.asking import Person
from tools.measure.schools import SECRET, Known, in_no_case

DAY = "2026-11-23"
STORY = "Op het plein wordt elke dag iemand uitgelachen, en vandaag ging het om zijn tas."
FORM = re.compile(r'<form method="post" action="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@dataclass(frozen=True)
class Request:
    """One thing that is asked, with what must come of it."""

    path: str
    fields: Fields | None = None
    expect: tuple[int, ...] = (200,)
    headers: dict[str, str] = field(default_factory=dict)
    least: int = 0
    """Bytes that a whole answer has."""


@dataclass(frozen=True)
class Row:
    """A row of the table. `prepares` does what comes before, uncounted, and gives what is measured."""

    title: str
    who: str
    prepares: Callable[[Person], Request]
    floor: str
    ratio: float | None = None
    sql: int | None = None

    @property
    def writes(self) -> bool:
        return self.floor in WRITTEN


WRITTEN = ("note", "report", "told")
FLOORS: dict[str, Callable[[Person], Request]] = {
    "list": lambda _person: Request("/cases/?rows=25", least=5_000),
    "case": lambda _person: Request("/case/1/", least=5_000),
    "bare": lambda _person: Request("/bare/"),
    "anybody": lambda _person: Request("/anybody/?rows=2"),
    "note": lambda person: _floor_post(person, "/case/1/", "/case/2/note/"),
    "report": lambda person: _floor_post(person, "/case/2/", "/report/"),
    "told": lambda person: _floor_post(person, "/anybody/", "/told/", expect=200),
}
"""The bare pages and writes."""
SIZED = {"list": "/cases/?rows={}", "case": "/cases/?rows={}", "anybody": "/anybody/?rows={}"}
"""Of these there is one of any size: with so many rows that it has as many bytes as Kring's page."""


def rows_of(school: Known) -> list[Row]:
    """All rows, at this school: each asked by whoever asks it in a school."""
    long, plan = f"/zaken/{school.long}/", f"/plannen/{school.plan.partition('/')[0]}/"
    paper = f"/plannen/{school.plan}/pdf/"
    children = in_no_case(school, 200 if len(school.cases) > 100 else 20)
    late = "/zaken/?staat=alle" + ("&blad=4" if len(school.cases) > 100 else "")
    return [
        page("Vandaag, leerkracht", "teacher", "/vandaag/", ratio=3, sql=10),
        page("Vandaag, Seo-coördinator", "coordinator", "/vandaag/", ratio=3, sql=10),
        page("Zaken, Seo-coördinator", "coordinator", "/zaken/", ratio=3, sql=10),
        page("Zaken, alle, blad 4", "coordinator", late, ratio=3, sql=10),
        page("Zaken, leerkracht", "teacher", "/zaken/", ratio=2, sql=10),
        page("Zaak, 65 regels", "teacher", long, "case", ratio=3, sql=12),
        page("Plan", "member", plan, "case", ratio=2.5, sql=12),
        page("Plannen", "member", "/plannen/", ratio=2.5, sql=12),
        page("Dossier, 65 regels", "coordinator", f"{long}dossier/", "case", ratio=2.5, sql=12),
        page("Spoor", "coordinator", f"{long}spoor/", "case", ratio=2.5, sql=12),
        page("School", "head", "/school/", ratio=2.5, sql=12),
        page("Melding, het formulier", "teacher", "/melding/", ratio=3, sql=8),
        page("Snel melden, het formulier", "teacher", "/snel/", ratio=3, sql=8),
        Row("Een voorval bewaren", "teacher", happened(school.own(0)), "note", 4, 15),
        Row("Een melding bewaren", "teacher", reported(children), "report", 5, 20),
        Row("Agenda, onveranderd", "nobody", calendar(), "bare", 1, 4),
        page("Deur, eerste scherm", "nobody", f"/vertel/{school.door}/", "anybody", ratio=1.5, sql=3),
        Row("Deur, een vraag", "nobody", asked_at_the_door(school), "anybody", 1.5, 3),
        Row("Deur, versturen", "nobody", told_at_the_door(school), "told", 4, 15),
        page("Plan op papier (PDF)", "member", paper, "case", sql=9),
    ]


def page(
    title: str, who: str, path: str, floor: str = "list", *, ratio: float | None = None, sql: int | None = None
) -> Row:
    """A page that is looked at."""
    return Row(title, who, lambda _person: Request(path, least=2_000), floor, ratio, sql)


def happened(cases: Sequence[str]) -> Callable[[Person], Request]:
    """Something that happened is written down, each time in another of these cases."""
    turn = count()

    def prepares(person: Person) -> Request:
        path = f"/zaken/{cases[next(turn) % len(cases)]}/voorval/"
        form = person.form(path)
        typed = {"incidents-0-on": [DAY], "incidents-0-what": [STORY], "incidents-0-place": ["playground"]}
        return Request(path, form | typed, (303,))

    return prepares


def reported(pupils: Sequence[str], *, asked: bool = False) -> Callable[[Person], Request]:
    """A report about two of these children, each time others. `asked`: it was said already that a
    case of before is another one."""
    turn = count()

    def prepares(person: Person) -> Request:
        number = 2 * next(turn)
        bullied, bullies = (pupils[one % len(pupils)] for one in (number, number + 1))
        form = person.form("/melding/")
        typed = {
            "reported_by": ["colleague"],
            "story_passed_on": ["ja"],
            "bullied": [bullied],
            "bullies": [bullies],
            "story": [STORY],
            "reported_on": [DAY],
        } | ({"answer": ["new"]} if asked or number + 1 >= len(pupils) else {})
        return Request("/melding/", form | typed, (303,))

    return prepares


def calendar() -> Callable[[Person], Request]:
    """Somebody's own calendar asks again, and knows all of it already."""

    def prepares(person: Person) -> Request:
        path = f"/agenda/{SECRET}-groot.ics"
        known = person.ask(path).headers["etag"]
        return Request(path, expect=(304,), headers={"If_None_Match": known})

    return prepares


def asked_at_the_door(school: Known) -> Callable[[Person], Request]:
    """A child has read what is true, and sees the first question."""

    def prepares(person: Person) -> Request:
        return pressed(person.ask(f"/vertel/{school.door}/").page, begin="1")

    return prepares


def told_at_the_door(school: Known) -> Callable[[Person], Request]:
    """A child goes the shortest way through the questions, and sends it."""

    def prepares(person: Person) -> Request:
        seen = person.ask(f"/vertel/{school.door}/").page
        for press in ({"begin": "1"}, {"skip": "1"}, {"skip": "1"}):
            step = pressed(seen, **press)
            seen = person.ask(step.path, step.fields).page
        return pressed(seen, story=STORY, send="1")

    return prepares


def pressed(seen: bytes, **typed: str) -> Request:
    """The form of this page of the door, sent as it stands with this."""
    told = seen.decode()
    action = html.unescape(FORM.findall(told)[0])
    sent = {name: [html.unescape(value)] for name, value in HIDDEN.findall(told)}
    return Request(action, sent | {name: [value] for name, value in typed.items()})


def _floor_post(person: Person, shown: str, path: str, expect: int = 302) -> Request:
    page = person.ask(shown).page.decode()
    token = dict(HIDDEN.findall(page))["csrfmiddlewaretoken"]
    return Request(path, {"csrfmiddlewaretoken": [token], "text": [STORY]}, (expect,))
