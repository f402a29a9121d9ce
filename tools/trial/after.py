"""What must be so after a kill: each deed that was confirmed is there once and whole, and nothing is there by half."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes

from django.db import connection, connections

from kring.cases.bodies import HomeNote
from kring.cases.models import Concern, Fact
from kring.config import jobs
from kring.mail.models import Letter
from kring.trail.faults import sentence
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb
from kring.trail.verifying import verify
from kring.web.models import Draft
from kring.web.request import clock
from tests.mail.server import Script
from tools.trial.at_work import Deed, Ledger
from tools.trial.hand import Hand
from tools.trial.small_school import patiently


@dataclass
class Stored:
    """What the database holds: the texts by kind, for each its lines in the trail and its letters; and the letters."""

    texts: dict[str, list[str]]
    lines: Counter[str]
    letters: Counter[str]
    strange_letters: list[str]
    sent: set[str]
    waiting: int


@dataclass
class Whole:
    """What was found, and what is wrong with it."""

    stored: Stored
    faults: list[str]

    @classmethod
    def now(cls, ledger: Ledger, script: Script, port: int | None) -> Whole:
        """Look at everything. With a port, so while all runs, also whether who signed out stays out; without, once all
        stands still, whether the trail is one chain."""
        stored = patiently(read)
        faults = [*ledger.faults, *wrong_with(ledger.deeds, stored), *wrong_letters(stored, arrived(script))]
        if port is not None:
            faults += still_in(ledger, port)
        else:
            faults += [f"the trail: {sentence(fault)}" for fault in verify().faults]
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                (answer,) = cursor.execute("PRAGMA quick_check").fetchone()
            faults += [] if answer == "ok" else [f"SQLite says: {answer}"]
        connections.close_all()
        return cls(stored, faults)

    def told(self, ledger: Ledger, script: Script) -> str:
        """In lines."""
        confirmed = Counter(deed.kind for deed in ledger.deeds if deed.told)
        kinds = ", ".join(f"{times} {kind}s" for kind, times in confirmed.items())
        twice = sum(1 for times in arrived(script).values() if times > 1)
        return (
            f"{sum(confirmed.values())} deeds confirmed ({kinds}), "
            f"{ledger.no_answer} times no answer, {ledger.signed_out} signed out; each is there once, and whole.\n"
            f"{len(self.stored.sent)} letters sent, {twice} of them arrived twice with the same Message-ID, "
            f"{self.stored.waiting} wait."
        )


def read() -> Stored:
    """All of it, opened."""
    concerns = list(Concern.objects.all())
    notes = [one for one in Fact.objects.filter(kind="home_note")]
    drafts = Draft.objects.filter(taken_over="")
    raised = TrailLine.objects.filter(verb=Verb.CONCERN_RAISED).values_list("subject_id", flat=True)
    recorded = TrailLine.objects.filter(verb=Verb.FACT_RECORDED).values_list("subject_id", flat=True)
    by_id = {one.pk: one.story for one in concerns} | {one.pk: text_of(one) for one in notes}
    letters = list(Letter.objects.filter(kind="concern").values_list("key", "message_id"))
    about = [(key.split(":")[1], message) for key, message in letters]
    ids = {str(one.pk): one.story for one in concerns}
    return Stored(
        texts={
            "concern": [one.story for one in concerns],
            "note": [text_of(one) for one in notes],
            "draft": [one.body for one in drafts],
        },
        lines=Counter(by_id[one] for one in (*raised, *recorded) if one in by_id),
        letters=Counter(ids[one] for one, _message in about if one in ids),
        strange_letters=[f"a letter of no report: {message}" for one, message in about if one not in ids],
        sent=set(Letter.objects.exclude(sent_at=None).values_list("message_id", flat=True)),
        waiting=Letter.objects.waiting().count(),
    )


def text_of(fact: Fact) -> str:
    """What a note says."""
    return fact.body.text if isinstance(fact.body, HomeNote) else ""


def wrong_with(deeds: Iterable[Deed], stored: Stored) -> Iterator[str]:
    """Lost, doubled or half."""
    there = {kind: Counter(texts) for kind, texts in stored.texts.items() if kind != "draft"}
    known = set()
    for deed in deeds:
        known.add(deed.text)
        if deed.kind == "draft":
            times = sum(1 for body in stored.texts["draft"] if deed.text in body)
        else:
            times = there[deed.kind][deed.text]
        if times > 1 or (deed.told and times != 1):
            yield f"{deed.text!r} is there {times} times{' though it was confirmed' if deed.told else ''}"
        if times and deed.kind != "draft" and stored.lines[deed.text] != 1:
            yield f"{deed.text!r} has {stored.lines[deed.text]} lines in the trail"
        if times and deed.kind == "concern" and not stored.letters[deed.text]:
            yield f"{deed.text!r} has no letter"
    for kind, texts in there.items():
        yield from (f"nobody wrote the {kind} {text!r}" for text in texts if text not in known)


def wrong_letters(stored: Stored, came: Counter[str]) -> Iterator[str]:
    """Called sent and never arrived, arrived and of nobody, or of a report that is not there."""
    yield from stored.strange_letters
    yield from (f"called sent, and never arrived: {one}" for one in stored.sent - set(came))
    known = set(Letter.objects.values_list("message_id", flat=True))
    yield from (f"arrived, and no letter of ours: {one}" for one in set(came) - known)


def arrived(script: Script) -> Counter[str]:
    """How often each letter arrived."""
    return Counter(str(message_from_bytes(one)["Message-ID"]).strip() for one in list(script.contents))


def still_in(ledger: Ledger, port: int) -> Iterator[str]:
    """Who was told that they had signed out, and is still in."""
    while ledger.ended:
        ledger.signed_out += 1
        hand = Hand(port, ledger.ended.pop())
        status, place, _page = hand.ask("/vandaag/")
        hand.hang_up()
        if status not in (302, 303) or "/aanmelden/" not in place:
            yield f"signed out, and Vandaag answers {status}"


def all_letters_sent(later: timedelta) -> None:
    """Sends what waits, at a later moment: what a killed worker had in its hand is free by then."""
    connections.close_all()
    sender = jobs.letter_sender()
    while sender.send_some(lambda: clock.now() + later):
        pass
    connections.close_all()
