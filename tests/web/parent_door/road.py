"""A parent at the door, for tests: it sees a page and sends its form with what stood in it."""

from typing import Any, Self

from django.test import Client

from tests.web.door.road import Visitor


class AParent(Visitor):
    """A parent at the parents' door, who reads it in this language."""

    def __init__(self, address: str = "de-wilg", client: Client | None = None, language: str = "") -> None:
        super().__init__(client)
        self.home = f"/vertel/{address}/ouder/"
        self.asked_in = f"?taal={language}" if language else ""

    def goes_on(self, **fields: Any) -> Self:
        return self.sends(on="1", **fields)

    def tells(self, story: str = "Sem wordt elke pauze uitgelachen.", **reached: str) -> Self:
        """The whole road in one breath: what happens, and how to be reached (`name`, `mail`, `phone`)."""
        self.begins().goes_on(about="me", child="Sem", group="6").goes_on(story=story)
        return self.goes_on().goes_on().goes_on(**reached).sends(send="1")
