"""A thumb on a phone: what it taps, what it types, and how long that is reckoned to take."""

from tests.browser.visitor import Visitor

TAP, KEYS, PAGE = 1.5, 3, 2
"""How the time is reckoned: seconds for a tap with looking for it, keys a second on a phone (36 words a minute, as
thousands of people typed in the study of Palin and others, 2019), seconds to wait for a page on a slow network."""


class Thumb:
    """Taps what a label or link says, and counts."""

    def __init__(self, visitor: Visitor) -> None:
        self.page, self.taps, self.keys, self.pages = visitor.page, 0, 0, 0

    @property
    def seconds(self) -> float:
        return self.taps * TAP + self.keys / KEYS + self.pages * PAGE

    def types(self, text: str) -> None:
        self.keys += len(text)
        self.page.keyboard.type(text)

    def tap(self, role: str, name: str, *, within: str = "") -> None:
        self.taps += 1
        place = self.page.get_by_role("group", name=within).first if within else self.page
        place.get_by_role(role, name=name, exact=role != "link").first.click()  # type: ignore[arg-type]
