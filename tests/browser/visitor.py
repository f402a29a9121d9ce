"""Somebody at a browser: what a person does on a page, in the words that stand on it, and a look at every page.

Every page that is visited is looked at (tests/browser/looking.py), and so is the console: for errors, and for what the
Content-Security-Policy refused.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from kring.school.models import StaffMember
from tests.browser.calendar import Calendar
from tests.browser.looking import look_at
from tests.browser.post import Mail
from tests.cast import NOW, PASSWORD
from tests.paper.test_printing import text_of

PHONE, DESK = 390, 1280

# The words of what has the focus, and whether it, or the card around it, shows that.
FOCUSED = """() => {
  const here = document.activeElement;
  const label = here.labels?.length ? here.labels[0].textContent
    : here.matches("input") ? here.getAttribute("aria-label") ?? "" : here.textContent;
  const outlined = (element) => {
    const style = getComputedStyle(element);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  };
  const around = [here, here.closest("label"), here.closest("li")].filter(Boolean);
  // The parts of a date field show it one by one.
  const itself = here === document.body || here.type === "date";
  return { name: label.replace(/\\s+/g, " ").trim(), shown: itself || around.some(outlined) };
}"""

# Beside the button that does several duties at once, in the languages of Kring.
ALONE = "(Alleen dit|Only this)"

# A form that is not right yet answers 422, one that somebody else filled in too 409; Chromium complains of both.
TOLD_BY_KRING = re.compile(r"Failed to load resource: the server responded with a status of (409|422) ")


@dataclass
class Work:
    """What somebody did: pages that came, taps, texts that were typed and their letters. A list takes two taps; to type
    in a field is a text, and no tap."""

    pages: int = 0
    taps: int = 0
    texts: int = 0
    keys: int = 0


class Visitor:
    """One person with one browser. `sees_through`: whether its pages run script, which axe needs."""

    def __init__(self, page: Page, days: Calendar, *, sees_through: bool) -> None:
        self.page = page
        self.days = days
        self.complaints: list[str] = []
        self._cut_off = self._stumbles = False
        self._sees_through = sees_through
        self._place: list[Locator] = []
        self.work = Work()
        page.on("console", self._overhear)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("dialog", lambda dialog: dialog.accept())

    def leave(self) -> None:
        """Nobody's browser may have complained."""
        assert not self.complaints, "\n".join(self.complaints)

    def _overhear(self, message: ConsoleMessage) -> None:
        if (self._cut_off and "net::ERR_" in message.text) or (self._stumbles and "Failed to load" in message.text):
            return
        if message.type in ("error", "warning") and not TOLD_BY_KRING.match(message.text):
            self.complaints.append(f"{self.page.url}: {message.text}")

    # Going somewhere

    def opens(self, address: str) -> None:
        self.work.pages += 1
        self.page.goto(address)
        self.looks()

    def opens_all(self, addresses: Iterable[str]) -> None:
        """Each of these pages; what is wrong with any of them is told at the end."""
        wrong = []
        for address in addresses:
            answer = self.page.goto(address)
            try:
                assert answer is not None
                assert answer.status == 200, f"{address} answers {answer.status}"
                self.looks()
            except AssertionError as problem:
                wrong.append(str(problem))
        assert not wrong, "\n\n".join(wrong)

    def sends_empty(self, addresses: Iterable[str]) -> None:
        """The form of each of these pages with its texts emptied; one without a form, or a folded one, is passed."""
        wrong = []
        for address in addresses:
            self.page.goto(address)
            button = self.page.locator("main form.form[method=post] .form-end button").last
            if button.count() == 0 or not button.is_visible():
                continue
            for text in self.page.locator("main form.form :is(textarea, input[type=text], input[type=date])").all():
                if text.is_visible():
                    text.fill("")
            try:
                with self.page.expect_navigation() as going:
                    button.click()
                answer = going.value
                assert answer is None or answer.status in (200, 422), f"{address} answers {answer and answer.status}"
                self.looks()
            except AssertionError as problem:
                wrong.append(str(problem))
        assert not wrong, "\n\n".join(wrong)

    def signs_in(self, staff: StaffMember) -> None:
        """As everybody does: with e-mail address and password."""
        assert staff.account is not None
        if "/aanmelden/" not in self.page.url:
            self.opens("/aanmelden/")
        self.fills("E-mailadres", staff.account.email)
        self.fills("Wachtwoord", PASSWORD)
        self.presses("Inloggen")

    def follows(self, link: str, *, nth: int = 0) -> None:
        """A link by its words, or by how they begin."""
        self._goes_by(self._here.get_by_role("link", name=_beginning(link)).nth(nth))

    def follows_mail(self, mail: Mail, *, signing_in: StaffMember | None = None) -> None:
        """The button of a mail, which leads to its own page and nowhere else; by the sign-in page when need be."""
        self.opens(mail.link)
        if signing_in is not None:
            assert "/aanmelden/" in self.page.url, f"{self.page.url} is open to who is not signed in"
            self.signs_in(signing_in)
        assert self.page.url == mail.link

    def prints(self, link: str) -> str:
        """The text of the PDF behind this link, as this person's browser gets it."""
        address = self._here.get_by_role("link", name=_beginning(link)).first.get_attribute("href")
        answer = self.page.request.get(address)
        assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
        return text_of(answer.body())

    def takes_along(self, link: str) -> bytes:
        """The calendar file behind this link, as this person's browser gets it."""
        address = self._here.get_by_role("link", name=_beginning(link)).first.get_attribute("href")
        answer = self.page.request.get(address)
        assert (answer.status, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
        return answer.body()

    def follows_menu(self, item: str, *, of: str = "Hoofdmenu") -> None:
        self._goes_by(self.page.get_by_role("navigation", name=of).get_by_role("link", name=_beginning(item)))

    def switches_to(self, language: str) -> None:
        """The switch at the foot of every page."""
        self._goes_by(self.page.get_by_role("contentinfo").get_by_role("button", name=language))

    def lets_go_by(self, time: str) -> None:
        """In the demo's own bar: a day or a week later."""
        bar = self.page.get_by_role("complementary", name="Demo")
        if bar.locator("summary").is_visible():  # on a phone
            bar.locator("summary").click()
        self._goes_by(bar.get_by_role("button", name=time))

    def lets_practice_go_on(self) -> None:
        """In the bar of a practice: to the day when the next thing is due."""
        bar = self.page.get_by_role("complementary", name="Oefening")
        self.work.taps += 1
        bar.locator("summary").click()
        self._goes_by(bar.get_by_role("button", name=_beginning("Naar ")))

    def stops_practising(self) -> None:
        self._goes_by(self.page.get_by_role("complementary", name="Oefening").get_by_role("button", name="Stop"))

    def changes_role(self, words: str) -> None:
        self._goes_by(self.page.get_by_role("complementary", name="Demo").get_by_role("link", name=words))

    def does(self, duty: str) -> None:
        """The button of this duty by itself on the card Nu, or its line in the checklist of a case."""
        name = re.compile(rf"^\s*{ALONE}\s*: {re.escape(duty)}$")
        alone = self._here.get_by_role("link", name=name, include_hidden=True)
        if alone.count():
            if not alone.first.is_visible():
                self._here.locator(".now-more > summary").click()
            self._goes_by(alone.first)
            return
        # The first of them: after it stands the one that plans the talk.
        self._goes_by(self._here.get_by_role("link", name=re.compile(rf": {re.escape(duty)}(, nog van .*)?$")).first)

    def does_at_once(self, duty: str) -> None:
        """The button on the card Nu for this duty with what belongs to it."""
        self._goes_by(self._here.get_by_role("link", name=re.compile(rf"^\s*Alles in één keer\s*: {re.escape(duty)}$")))

    def presses(self, button: str, *, nth: int = 0) -> None:
        """A button that sends a form."""
        self._goes_by(self._here.get_by_role("button", name=_beginning(button)).nth(nth))

    def presses_exactly(self, button: str) -> None:
        """A button with this name and no more: beside it may stand one that goes on as well."""
        self._goes_by(self._here.get_by_role("button", name=button, exact=True).first)

    def _goes_by(self, what: Locator) -> None:
        self.work.pages += 1
        self.work.taps += 1
        what.scroll_into_view_if_needed()
        with self.page.expect_navigation() as going:
            what.click()
        answer = going.value
        assert answer is None or answer.status < 500, f"{self.page.url} broke: {answer.status}"
        self.looks()

    def unfolds(self, summary: str) -> None:
        self.work.taps += 1
        self._here.locator("summary").filter(has_text=summary).first.click()

    def another_tab(self) -> "Visitor":
        """The same browser, in a second tab."""
        return Visitor(self.page.context.new_page(), self.days, sees_through=self._sees_through)

    def closes(self) -> None:
        """This tab. Without a connection nothing leaves it any more: what Chromium sends while a page goes outlives the
        page that it emulates being offline for, and arrived all the same now and then."""
        if self._cut_off:
            self.page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')); }")
        self.page.close()

    def loses_connection(self) -> None:
        """From here on nothing comes through, and the browser says so in its console."""
        self._cut_off = True
        self.page.context.set_offline(True)

    def stumbles(self) -> None:
        """From here on Kring may answer with an error, of which the browser complains."""
        self._stumbles = True

    def finds_connection(self) -> None:
        self.page.context.set_offline(False)

    def stands_still(self) -> None:
        """From here on no timer of this person's pages goes off by itself, but by `lets_run`."""
        self.page.clock.install(time=NOW)
        self.page.clock.pause_at(NOW + timedelta(minutes=1))

    def lets_run(self, milliseconds: int) -> None:
        self.page.clock.run_for(milliseconds)

    def tries(self, button: str) -> None:
        """A button that sends a form, which does not go: the page stays."""
        self._here.get_by_role("button", name=_beginning(button)).first.click()

    def on_device(self) -> str:
        """All that the browser keeps of this page's site on the device."""
        kept: str = self.page.evaluate(
            """async () => JSON.stringify([
              Object.entries(localStorage), Object.entries(sessionStorage),
              await indexedDB.databases(), await caches.keys(),
            ])"""
        )
        return kept

    def loses_session(self) -> None:
        """The working day is over, or somebody signed out in another tab."""
        self.page.context.clear_cookies(name="kring_session")

    # By keyboard

    def tabs_to(self, words: str) -> None:
        """Tab by tab, as far as what has this name; everything that is passed must show where the focus is."""
        for _press in range(60):
            self.page.keyboard.press("Tab")
            here = self.page.evaluate(FOCUSED)
            assert here["shown"], f"{here['name']!r} on {self.page.url} does not show that it has the focus"
            if here["name"].startswith(words):
                return
        raise AssertionError(f"{words!r} cannot be reached by keyboard on {self.page.url}")

    def hits(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def types_here(self, text: str) -> None:
        self.page.keyboard.type(text)

    def enters(self, *, leads_on: bool = True) -> None:
        if not leads_on:
            self.page.keyboard.press("Enter")
            return
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.looks()

    def signs_in_by_keyboard(self, staff: StaffMember) -> None:
        assert staff.account is not None
        self.tabs_to("E-mailadres")
        self.types_here(staff.account.email)
        self.tabs_to("Wachtwoord")
        self.types_here(PASSWORD)
        self.enters()

    # Filling in

    @contextmanager
    def within(self, group: str, *, nth: int = 0) -> Iterator[None]:
        """Only in this part of the page: a fieldset, section or list by its name."""
        part = self._here.get_by_role("group", name=_beginning(group))
        region = self._here.get_by_role("region", name=_beginning(group))
        self._place.append(part.or_(region).nth(nth))
        yield
        self._place.pop()

    def fills(self, label: str, text: Any, *, nth: int = 0) -> None:
        self.work.texts += 1
        self.work.keys += len(str(text))
        self._field(label, nth).fill(str(text))

    def types(self, label: str, text: str) -> None:
        """As `fills`, key by key."""
        self._field(label).press_sequentially(text)

    def picks(self, label: str, option: str, *, nth: int = 0) -> None:
        """Out of a list."""
        self.work.taps += 2
        self._field(label, nth).select_option(label=option)

    def chooses(self, question: str, answer: str, *, nth: int = 0) -> None:
        """A card: of the answers to this question the one that begins so."""
        self.work.taps += 1
        self._card(question, answer, "radio", nth).check()

    def ticks(self, question: str, *answers: str) -> None:
        for answer in answers:
            self.work.taps += 1
            self._card(question, answer, "checkbox").check()

    def unticks(self, question: str, *answers: str) -> None:
        for answer in answers:
            self.work.taps += 1
            self._card(question, answer, "checkbox").uncheck()

    def offers(self, name: str) -> bool:
        """Whether here is a box with this name."""
        return bool(self._here.get_by_role("checkbox", name=name, exact=True).count())

    def ticks_here(self, name: str) -> None:
        self.work.taps += 1
        self._here.get_by_role("checkbox", name=name, exact=True).first.check()

    def finds(self, name: str, *, by: str = "", script: bool = True) -> None:
        """A child of another group: its name is typed, and tapped where it is found."""
        self.fills("Zoek een kind", by or name)
        if not script:
            self.presses("Zoek")
        self.work.taps += 1
        self._here.get_by_role("checkbox", name=_beginning(name)).or_(
            self._here.get_by_role("radio", name=_beginning(name))
        ).first.check()

    def sees(self, label: str) -> bool:
        """Whether the field with this label is in sight."""
        return self._field(label).is_visible()

    def counts(self, question: str) -> int:
        """How often this question is asked on the page."""
        return int(self._here.get_by_role("group", name=_beginning(question)).count())

    def is_asked(self, label: str) -> bool:
        """Whether the page has a field with this label."""
        return self._field(label).count() > 0

    def _field(self, label: str, nth: int = 0) -> Locator:
        field: Locator = self._here.get_by_label(_beginning(label)).nth(nth)
        return field

    def _card(self, question: str, answer: str, role: Any, nth: int = 0) -> Locator:
        group: Locator = self._here.get_by_role("group", name=_beginning(question)).nth(nth)
        return group.get_by_role(role, name=_beginning(answer)).first

    # Looking

    @property
    def _here(self) -> Any:
        return self._place[-1] if self._place else self.page.get_by_role("main")

    def reads(self, *sentences: str) -> None:
        """These words stand on the page, or come to stand there."""
        for sentence in sentences:
            expect(self._here.get_by_text(sentence).locator("visible=true").first).to_be_visible()

    def reads_nowhere(self, *sentences: str) -> None:
        """Nowhere on the page, folded or not, do these words stand."""
        whole = self.page.content()
        for sentence in sentences:
            assert sentence not in whole, f"{sentence!r} stands on {self.page.url}"

    def is_at(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1, name=_beginning(heading))).to_be_visible()

    def typed(self, label: str, *, nth: int = 0) -> str:
        """What stands in a field."""
        return self._field(label, nth).input_value()

    def looks(self) -> None:
        """Once at each page: is it right for everybody?"""
        if not self._sees_through:
            return
        width = self.page.viewport_size["width"] if self.page.viewport_size else DESK
        look_at(self.page, width)


def _beginning(words: str) -> re.Pattern[str]:
    return re.compile(r"^\s*" + re.escape(words))
