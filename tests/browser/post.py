"""The post of a story: what the worker sent to a real mail server on this machine, as who gets it reads it.

`post.brings("Er is een nieuw handelingsplan", to=[…])` says who got this mail since it was last asked, nobody less and
nobody more; `post.brings_nothing_else()` that this was all. At the end of every story all mails that arrived are gone
through: the name of no child and of no guardian stands in any of them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage
from html import unescape

from kring.config.jobs import JOBS, send_letters
from kring.mail.models import Letter
from kring.school.models import Guardian, Pupil, StaffMember
from kring.web.request import clock
from tests.browser.calendar import Calendar
from tests.cast import Cast
from tests.mail.post import read
from tests.mail.server import Script
from tests.whole_job import done_whole

BUTTON = re.compile(r'<a class="button" href="([^"]*)">([^<]*)</a>')


@dataclass(frozen=True)
class Mail:
    """One mail, taken apart by the standard library as a mail program does."""

    message: EmailMessage

    @property
    def to(self) -> str:
        return str(self.message["To"])

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, subtype: str) -> str:
        part = self.message.get_body((subtype,))
        assert part is not None, f"{self} has no {subtype}"
        return str(part.get_content())

    @property
    def attachments(self) -> dict[str, bytes]:
        return {str(part.get_filename()): part.get_content() for part in self.message.iter_attachments()}

    @property
    def link(self) -> str:
        """Where the button leads; the plain text says the same."""
        ((address, words),) = BUTTON.findall(self.html)
        assert f"{unescape(words)}:\n{unescape(address)}" in self.text.replace("\r\n", "\n")
        return unescape(address)

    def everything(self) -> str:
        """All that who has the mailbox can read without opening a file."""
        headers = [f"{name}: {value}" for name, value in self.message.items()]
        return "\n".join([*headers, self.text, self.html, *self.attachments])

    def __str__(self) -> str:
        return f"{self.subject!r} to {self.to}"


class Post:
    """The mail server of the school, and the worker that brings it the mails."""

    def __init__(self, script: Script, days: Calendar) -> None:
        self._script = script
        self._days = days
        self._told = 0
        self._untold: list[Mail] = []

    # Time

    def goes_out(self) -> None:
        """What the worker does by itself at this moment: every job it has, and then sending what these wrote."""
        for job in JOBS:
            done_whole(job.run, clock.now())
        while send_letters(clock.now()):
            pass
        waiting = Letter.objects.waiting().filter(not_before__lte=clock.now())
        assert not waiting.exists(), [f"{letter.kind}: {letter.answer}" for letter in waiting]

    def days_pass_until(self, day: date) -> None:
        """Nobody does anything; the worker does its round on every day, on this one too."""
        while self._days.today < day:
            self._days.go_to(self._days.today + timedelta(days=1))
            self.goes_out()

    def refuses_once(self, staff: StaffMember, answer: str) -> None:
        """The mail server says this to the next mail for this person, and takes those after it."""
        assert staff.account is not None
        self._script.on("RCPT", staff.account.email, answer)

    # What came

    @property
    def all(self) -> list[Mail]:
        """Everything that arrived in this story, in the order in which it came."""
        return [Mail(read(content)) for content in self._script.contents]

    def to(self, staff: StaffMember) -> list[Mail]:
        """The mailbox of this person, newest on top."""
        assert staff.account is not None
        return [mail for mail in reversed(self.all) if mail.to == staff.account.email]

    def brings(self, subject: str, *, to: Iterable[StaffMember]) -> list[Mail]:
        """Exactly these people got a mail with this subject since it was last asked, each one."""
        self._collect()
        found = [mail for mail in self._untold if mail.subject == subject]
        self._untold = [mail for mail in self._untold if mail.subject != subject]
        wanted = sorted(person.account.email for person in to if person.account)
        assert sorted(mail.to for mail in found) == wanted, f"{subject!r}; there also came: {self}"
        return found

    def brings_nothing_else(self) -> None:
        self._collect()
        assert not self._untold, f"there also came: {self}"

    def _collect(self) -> None:
        self.goes_out()
        self._untold += [Mail(read(content)) for content in self._script.contents[self._told :]]
        self._told = len(self._script.contents)

    def __str__(self) -> str:
        return ", ".join(map(str, self._untold)) or "nothing"

    # At the end of every story

    def check_names(self) -> None:
        """No mail names a child or a guardian, in no letterhead, text, html or name of a file; none came twice."""
        mails = self.all
        assert mails, "a story that asks for the post brings some"
        assert len({mail.message_id for mail in mails}) == len(mails), "a mail came twice"
        names = _names()
        for mail in mails:
            found = names.search(mail.everything())
            assert not found, f"{mail} names {found[0]!r}" if found else ""


def _names() -> re.Pattern[str]:
    """Every first name, last name and whole name of children and guardians, as words of their own."""
    names = {name for pupil in Pupil.objects.all() for name in (pupil.first_name, pupil.last_name)}
    for guardian in Guardian.objects.all():
        names |= {guardian.name, guardian.name.split()[0]}
    assert len(names) > 20
    return re.compile(r"\b(" + "|".join(map(re.escape, sorted(names))) + r")\b", re.IGNORECASE)


def leaders(cast: Cast) -> list[StaffMember]:
    """Those who watch over all cases of the school."""
    return [cast.carla, cast.hein]


def team(cast: Cast, *, but: StaffMember) -> list[StaffMember]:
    """Everybody who reads the plan and watches along, without who asked it. The administrator does not."""
    return [one for one in (cast.anouk, cast.bram, cast.wil, cast.carla, cast.hein, cast.mo) if one.pk != but.pk]
