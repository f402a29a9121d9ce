"""A thumb on a phone: what it taps, what it types, and how long that is reckoned to take."""

from tests.browser.visitor import Visitor

TAP, THINKS, KEY, PAGE = 1.1, 1.35, 0.33, 2.0
"""How the time is reckoned, in seconds, by the keystroke-level model of Card, Moran and Newell (Communications of the
ACM 23(7), 1980): 1.1 to point at something, and before each act 1.35 to think what comes; typing into a field that was
just pointed at is the same act (their rule 1: PMK becomes PK). Their 0.28 for a key is of a
keyboard: on a phone people typed 36 words a minute, 0.33 a key (Palin and others, MobileHCI 2019). A page takes 2 to
come, on a slow network; that one is ours."""


class Thumb:
    """Taps what a label or link says, and counts."""

    def __init__(self, visitor: Visitor) -> None:
        self.page = visitor.page
        self.taps, self.texts, self.keys, self.pages = 0, 0, 0, 0
        self._thinks, self._points_at_field = 0, False

    @property
    def seconds(self) -> float:
        acts = self.taps + self._thinks
        return acts * THINKS + self.taps * TAP + self.keys * KEY + self.pages * PAGE

    def types(self, text: str) -> None:
        self.texts += 1
        self._thinks += not self._points_at_field
        self._points_at_field = False
        self.keys += len(text)
        self.page.keyboard.type(text)

    def tap(self, role: str, name: str, *, within: str = "") -> None:
        self.taps += 1
        self._points_at_field = role in ("textbox", "searchbox", "combobox")
        place = self.page.get_by_role("group", name=within).first if within else self.page
        place.get_by_role(role, name=name, exact=role != "link").first.click()  # type: ignore[arg-type]
