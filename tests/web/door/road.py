"""A child at the door, for tests: it sees a page, taps and types, and its form goes on with what stood in it."""

import html
import re
from typing import Any

from django.test import Client

from kring.reports.models import Door
from tests.cast import Cast
from tests.reports.telling import doors_of

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


class Child:
    """A child with a browser of its own, that keeps what it was last shown."""

    def __init__(self, address: str = "de-wilg", client: Client | None = None) -> None:
        self.client = client or Client()
        self.address = address
        self.answer: Any = None

    def opens(self, page: str = "") -> "Child":
        self.answer = self.client.get(f"/vertel/{self.address}/{page}")
        return self

    def begins(self) -> "Child":
        self.answer = self.client.post(f"/vertel/{self.address}/vragen/", {"begin": "1"})
        return self

    def sends(self, **fields: Any) -> "Child":
        """Presses a button of the page it sees, with what is filled in; `state` and the like go along."""
        to = re.search(r'<form method="post" action="([^"]+)"', self.page)
        assert to, self.page
        self.answer = self.client.post(to[1], {**self.hidden, **fields})
        return self

    def comes_with(self, code: str) -> "Child":
        self.answer = self.client.post(f"/vertel/{self.address}/code/", {"code": code})
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

    def tells(self, story: str = "Ze lachen mij uit op het plein.", **answers: Any) -> "Child":
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
