"""Somebody at a door, for tests: they see a page, tap and type, and their form goes on with what stood in it."""

import html
import re
from typing import Any, Self

from django.test import Client

from kring.reports.models import Door
from tests.cast import Cast
from tests.reports.telling import doors_of

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


class Visitor:
    """Somebody with a browser of their own, that keeps what it was last shown. `home` is the first page of the door,
    and `asked_in` what stands behind each address."""

    home = asked_in = ""

    def __init__(self, client: Client | None = None) -> None:
        self.client = client or Client()
        self.answer: Any = None

    def opens(self, page: str = "") -> Self:
        self.answer = self.client.get(f"{self.home}{page}{self.asked_in}")
        return self

    def begins(self) -> Self:
        self.answer = self.client.post(f"{self.home}vragen/{self.asked_in}", {"begin": "1"})
        return self

    def sends(self, **fields: Any) -> Self:
        """Presses a button of the page it sees, with what is filled in; `state` and the like go along."""
        to = re.search(r'<form method="post" action="([^"]+)"', self.page)
        assert to, self.page
        self.answer = self.client.post(to[1], {**self.hidden, **fields})
        return self

    def comes_with(self, code: str) -> Self:
        self.answer = self.client.post(f"{self.home}code/{self.asked_in}", {"code": code})
        return self

    @property
    def page(self) -> str:
        return html.unescape(self.answer.content.decode())

    @property
    def hidden(self) -> dict[str, str]:
        found = dict(HIDDEN.findall(self.answer.content.decode()))
        return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}

    @property
    def asked(self) -> str:
        """The question on the page."""
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.DOTALL)
        return re.sub(r"<[^>]+>", "", found[1]).strip() if found else ""

    @property
    def code(self) -> str:
        """The six words that are shown."""
        return " ".join(re.findall(r'<span class="word" data-read>(\w+)</span>', self.page))


class Child(Visitor):
    """A child at its door."""

    def __init__(self, address: str = "de-wilg", client: Client | None = None) -> None:
        super().__init__(client)
        self.home = f"/vertel/{address}/"

    def tells(self, story: str = "Ze lachen mij uit op het plein.", **answers: Any) -> Self:
        """The whole road in one breath: what is not given is left out."""
        self.begins()
        for _screen in range(30):
            if self.asked == "Klopt dit?":
                return self.sends(send="1")
            if self.asked == "Vertel het zelf.":
                self.sends(story=story, on="1")
            else:
                self.sends(**(answers.pop(self.asked, None) or {"skip": "1"}))
        raise AssertionError(self.asked)


def door(cast: Cast) -> Door:
    """The open door of De Wilg."""
    return doors_of(cast)
