"""Writes letters into the outbox: composed from the table in `letter_kinds`, to those whom it names."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from kring import words
from kring.cases.letter_kinds import BY_KEY, Kind
from kring.cases.models import Case
from kring.cases.recipients import Occasion, receivers, receivers_of_each
from kring.mail import outbox
from kring.mail.models import Attachment, Letter
from kring.own_word import DUTCH, in_dutch, own_word_now
from kring.protocol.called import called
from kring.school.models import School, StaffMember

LANGUAGE = DUTCH
"""Letters are in Dutch: they are read outside Kring, where nobody chose a language."""


@contextmanager
def in_words_of(school: School) -> Iterator[None]:
    """Within it sentences are said as in a letter of this school: in Dutch, with its own word for the coordinator."""
    with in_dutch(school.coordinator_word):
        yield


def send(
    name: str,
    occasion: Occasion,
    *,
    at: datetime,
    once: object,
    file_for: Callable[[StaffMember], Attachment] | None = None,
    **values: Any,
) -> list[Letter]:
    """Put the letter of this name into the outbox, in the caller's transaction, for everybody to whom the table sends
    it on this occasion (`recipients.py`).

    `once` says which time it is, of all the times that this letter may be written about the same: a version, a fact, a
    term. The same time again gives a person no second letter. Those without an address get none. `file_for` makes the
    file that goes along, for each person their own.
    """
    key = key_of(name, occasion, once)
    people = [person for person in receivers(BY_KEY[name], occasion) if outbox.address_of(person)]
    written = _written(name, occasion, people, at=at, key=key, file_for=file_for, **values)
    return outbox.put_all(school=occasion.at_school, letters=written) if written else []


@dataclass(frozen=True)
class ToSay:
    """A letter that is still to be written: what `send` takes, but for the moment."""

    name: str
    occasion: Occasion
    once: object
    values: Mapping[str, Any]

    @property
    def key(self) -> str:
        return key_of(self.name, self.occasion, self.once)


def send_together(said: Sequence[ToSay], *, at: datetime, school: School) -> list[Letter]:
    """What `send` does, for several letters at once: one query for who gets them, and one to write them."""
    each = receivers_of_each([(BY_KEY[one.name], one.occasion) for one in said])
    written: list[Letter] = []
    for one, people in zip(said, each, strict=True):
        if able := [person for person in people if outbox.address_of(person)]:
            written += _written(one.name, one.occasion, able, at=at, key=one.key, **one.values)
    return outbox.put_all(school=school, letters=written) if written else []


def send_all(said: Sequence[ToSay], *, at: datetime, school: School) -> int:
    """Put all of these into the outbox, for those who have not got them yet: six queries for up to 200 of them.

    Only what is new is composed. Gives how many letters that were.
    """
    each = receivers_of_each([(BY_KEY[one.name], one.occasion) for one in said])
    keys = [one.key for one in said]
    in_outbox = [outbox.key_for(key, person) for key, people in zip(keys, each, strict=True) for person in people]
    there = outbox.known(school=school, keys=in_outbox)
    written: list[Letter] = []
    for one, key, people in zip(said, keys, each, strict=True):
        new = [person for person in people if outbox.address_of(person) and outbox.key_for(key, person) not in there]
        if new:
            written += _written(one.name, one.occasion, new, at=at, key=key, **one.values)
    return len(outbox.put_all(school=school, letters=written)) if written else 0


def _written(
    name: str,
    occasion: Occasion,
    people: Sequence[StaffMember],
    *,
    at: datetime,
    key: str,
    file_for: Callable[[StaffMember], Attachment] | None = None,
    **values: Any,
) -> list[Letter]:
    """The letter for each of these people, not in the outbox yet."""
    letter, school, case = BY_KEY[name], occasion.at_school, occasion.case
    with in_words_of(school):
        subject, text, html = compose(letter, school=school, case=case, with_file=file_for is not None, **values)
    return [
        outbox.written(
            school=school,
            kind=name,
            to=person,
            subject=subject,
            text=text,
            html=html,
            at=at,
            key=key,
            about=case.pk if case else None,
            version=occasion.version.pk if occasion.version else None,
            urgent=letter.urgent,
            attachment=file_for(person) if file_for else None,
        )
        for person in people
    ]


def key_of(name: str, occasion: Occasion, once: object) -> str:
    """The key of this letter in the outbox: letter, what it is about, and which time; nothing of it is for the caller
    to leave out. An address may be longer than a key, and stands in it as a digest."""
    if once is None or once == "":
        raise ValueError(f"{name}: say which time it is, or the second is taken for the first")
    about = [one.pk for one in (occasion.case, occasion.concern) if one]
    address = [sha256(occasion.address.encode()).hexdigest()[:32]] if occasion.address else []
    return ":".join(map(str, (name, *about, *address, once)))


def compose(
    kind: Kind,
    *,
    school: School,
    case: Case | None,
    with_file: bool = False,
    watch_until: date | None = None,
    can_be_later: bool = False,
    lines: Sequence[str] = (),
    link: str = "",
    **values: Any,
) -> tuple[str, str, str]:
    """Subject, text and html of a letter. `lines` is a list below the text; `link` is where the button leads, when
    that is made for this letter alone. `watch_until`: the plan that it tells of asks to watch until that day.
    `can_be_later`: on the page behind the button it can be said why what the letter asks comes later."""
    paragraphs, word = list(kind.text), own_word_now()
    if can_be_later and kind.with_later:
        paragraphs.append(kind.with_later)
    if watch_until and kind.with_watch:
        paragraphs.append(kind.with_watch)
        values["until"] = words.day(watch_until)
    if with_file:
        paragraphs.append(kind.with_file)
    arguments = [case.pk] if case and kind.page_is_of_a_case else []
    about = {
        "subject": called(kind.subject, word) % values,
        "paragraphs": [called(paragraph, word) % values for paragraph in paragraphs],
        "with_file": with_file,
        "lines": lines,
        "of_account": kind.of_account,
        "button": called(kind.button, word),
        "address": link or settings.KRING_URL + reverse(kind.page, args=arguments),
        "school": school.name,
        "reference": case.reference if case else "",
    }
    return (
        str(about["subject"]),
        render_to_string("kring/letters/letter.txt", about),
        render_to_string("kring/letters/letter.html", about),
    )
