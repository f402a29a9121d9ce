"""A parent at the door, for tests: it sees a page and sends its form with what stood in it."""

import html
import re
from typing import Any

from django.test import Client

from tests.web.door.road import HIDDEN


class AParent:
    """A parent with a browser of its own, that keeps what it was last shown."""

    def __init__(self, address: str = "de-wilg", client: Client | None = None, language: str = "") -> None:
        self.client = client or Client()
        self.home = f"/vertel/{address}/ouder/"
        self.asked_in = f"?taal={language}" if language else ""
        self.answer: Any = None

    def opens(self, page: str = "") -> "AParent":
        self.answer = self.client.get(f"{self.home}{page}{self.asked_in}")
        return self

    def begins(self) -> "AParent":
        self.answer = self.client.post(f"{self.home}vragen/{self.asked_in}", {"begin": "1"})
        return self

    def sends(self, **fields: Any) -> "AParent":
        """Presses a button of the page it sees, with what is filled in; the state and the like go along."""
        to = re.search(r'<form method="post" action="([^"]+)"', self.page)
        assert to, self.page
        self.answer = self.client.post(to[1], {**self.hidden, **fields})
        return self

    def goes_on(self, **fields: Any) -> "AParent":
        return self.sends(on="1", **fields)

    def comes_with(self, code: str) -> "AParent":
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
        """What the page asks."""
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.DOTALL)
        return re.sub(r"<[^>]+>", "", found[1]).strip() if found else ""

    @property
    def code(self) -> str:
        """The six words that are shown."""
        return " ".join(re.findall(r'<span class="word" data-read>(\w+)</span>', self.page))

    def tells(self, story: str = "Sem wordt elke pauze uitgelachen.", **reached: str) -> "AParent":
        """The whole road in one breath: what happens, and how to be reached (`name`, `mail`, `phone`)."""
        self.begins().goes_on(about="me", child="Sem", group="6").goes_on(story=story)
        return self.goes_on().goes_on().goes_on(**reached).sends(send="1")
