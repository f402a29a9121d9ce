"""A browser without a screen: opens a page, fills in its form as it stands, and presses its button."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from html.parser import HTMLParser
from itertools import count
from typing import Any

import pytest
from django.test import Client

from kring.web.forms import tokens
from kring.web.request import clock
from tests.cases.telling import Telling
from tests.cast import TODAY

Fields = dict[str, list[str]]


@dataclass
class _Forms(HTMLParser):
    """The fields of every form that is posted to the page itself, with what stands in them."""

    fields: Fields = field(default_factory=dict)
    _inside: bool = False
    _area: str = ""
    _select: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "form":
            self._inside = given.get("method") == "post" and "action" not in given
        if not self._inside:
            return
        name = given.get("name") or ""
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind not in ("radio", "checkbox") or "checked" in given:
                self.fields.setdefault(name, []).append(given.get("value") or "")
        elif tag == "textarea" and name:
            self._area = name
            self.fields[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._select not in self.fields):
            self.fields[self._select] = [given.get("value") or ""]

    def handle_data(self, data: str) -> None:
        if self._area:
            # A browser leaves out the line break right after the tag.
            former = self.fields[self._area][0]
            self.fields[self._area] = [former + (data.removeprefix("\n") if not former else data)]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""


def fields_of(page: str) -> Fields:
    """What a browser would send of this page's form, as it stands."""
    parser = _Forms()
    parser.feed(page)
    return parser.fields


def opened(browser: Client, url: str) -> Fields:
    """The form of this page, opened."""
    answer = browser.get(url)
    assert answer.status_code == 200, f"{url}: {answer.status_code}"
    return fields_of(answer.content.decode())


@contextmanager
def over_a_week_old(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every form that is sent in here had been open for too long."""
    with monkeypatch.context() as later:
        later.setattr(tokens, "GOOD_FOR", timedelta(seconds=-1))
        yield


def filled_in(form: Fields, **typed: Any) -> Fields:
    """The form with this typed into it; None takes a field out."""
    sent = {name: list(values) for name, values in form.items()}
    for name, value in typed.items():
        if value is None:
            sent.pop(name, None)
        else:
            sent[name] = [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]
    return sent


def send(browser: Client, url: str, **typed: Any) -> Any:
    """Opens the page, fills in its form and sends it."""
    return browser.post(url, filled_in(opened(browser, url), **typed))


def text_of(answer: Any) -> str:
    """The page that came back."""
    return str(answer.content.decode())


def messages_after(browser: Client, answer: Any) -> list[str]:
    """What is said on the page that a sent form leads to."""
    assert answer.status_code == 303, text_of(answer)[:3000]
    return [str(message) for message in browser.get(answer["Location"]).context["messages"]]


def early(case: Telling) -> Telling:
    """The case on the morning that the pages live on, told before they open: what is sent then, is the newest."""
    case.on(TODAY)
    case.hour = time(6)
    return case


def it_is_now(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """From now on the pages live in the afternoon of this day."""
    let_tick(monkeypatch, datetime.combine(day, time(14), UTC))


def let_tick(monkeypatch: pytest.MonkeyPatch, start: datetime) -> None:
    """From now on each look at the clock is a second later than the one before."""
    seconds = count()
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(seconds=next(seconds)))
