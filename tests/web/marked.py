"""A word of its own in every sealed text, and a table that says who of the access table reads it, anywhere.

`tests/web/test_access_table.py` asks every address as everybody and holds what comes back against it: the page, its
headers, cookies and where it leads, a PDF, a calendar, and what is logged and sent by mail meanwhile.
"""

import html
import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

import pypdfium2
from django.db.models import Model
from django.http import HttpResponse

from kring.cases.models import Fact
from kring.school.models import Account, CalendarAddress, Portrait
from kring.vault.fields import SealedTextField
from tests.docs.test_stored import MODELS
from tests.web.world import World

LETTERS = "abcdefghjkmnpqrstvwxyz"
STEM = "zwolxkwim"  # long enough that the random letters of many tokens hold it never: a shorter one they once did
WORD = re.compile(rf"{STEM}[{LETTERS}]{{3}}")


@dataclass(frozen=True)
class Mark:
    """One marked text: the word that was written into it, what it is, and the row in which it stands."""

    word: str
    what: str
    row: Model


def words() -> Iterator[str]:
    """Words that stand nowhere else, of letters alone, that no page shortens or takes apart."""
    for number in count():
        ending = "".join(LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(3))
        yield f"{STEM}{ending}"


def mark_everything(*, ending: str = "") -> list[Mark]:
    """Writes a word of its own into each sealed text there is, with this behind it, and says which row has which."""
    fresh, marks = words(), []
    as_it_is = set(Account.objects.values_list("email", flat=True))  # a guardian who may be this colleague
    for model in MODELS.values():
        columns = [field.name for field in model._meta.fields if isinstance(field, SealedTextField)]
        if ending and model is CalendarAddress:
            continue  # a secret that Kring draws: nobody types it
        if model is Portrait:
            continue  # pixels, and no text: who gets them is asked of their addresses
        for row in model._default_manager.order_by("pk") if columns else ():
            assert isinstance(row, Model)
            for column in columns:
                text = getattr(row, column)
                if text in as_it_is:
                    continue
                if text and (marked := with_word(text, (word := next(fresh)) + ending)):
                    setattr(row, column, marked)
                    kind = row.kind if isinstance(row, Fact) else column
                    marks.append(Mark(word, f"{model.__name__}.{kind}", row))
            row.save()
    return marks


def with_word(text: str, word: str) -> str:
    """This text with the word in front; of data each sentence in them. Empty, when they hold no sentence."""
    try:
        data = json.loads(text)
    except ValueError:
        data = text
    if isinstance(data, dict | list):
        return json.dumps(marked, ensure_ascii=False) if (marked := in_each(data, word)) != data else ""
    return f"{word} {text}"


def in_each(data: Any, word: str) -> Any:
    if isinstance(data, dict):
        return {key: in_each(value, word) for key, value in data.items()}
    if isinstance(data, list):
        return [in_each(value, word) for value in data]
    return f"{word} {data}" if isinstance(data, str) and " " in data else data


class Lines(logging.Handler):
    """Every line of every log, whether it is written out or not."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {record.exc_info or ''}")


@contextmanager
def listening() -> Iterator[Lines]:
    """Hears every logger, also those that keep their lines from the root."""
    lines = Lines()
    loggers = [logging.getLogger(), *(one for one in logging.root.manager.loggerDict.values())]
    heard = [one for one in loggers if isinstance(one, logging.Logger) and (not one.propagate or one is logging.root)]
    for one in heard:
        one.addHandler(lines)
    yield lines
    for one in heard:
        one.removeHandler(lines)


def where(mark: Mark, world: World) -> str:
    """To what this text belongs, in the words of the table."""
    case: UUID | None = getattr(mark.row, "case_id", None)
    if case is None:
        return "wilg" if mark.row.school_id == world.running.cast.school.pk else "linde"  # type: ignore[attr-defined]
    for place, part in (("here", world), ("there", world.elsewhere)):
        if part and case in {part.running.id, *(known.get("case_id") for known in part.arguments.values())}:
            return place
    return "other"


def all_of(answer: HttpResponse) -> str:
    """Everything that came back: headers, cookies, and the text of a page, a PDF or a file."""
    said = [f"{name}: {value}" for name, value in answer.headers.items()]
    said += [cookie.OutputString() for cookie in answer.cookies.values()]
    if answer.content.startswith(b"%PDF-"):
        pages = pypdfium2.PdfDocument(answer.content)
        said += [pages[number].get_textpage().get_text_range() for number in range(len(pages))]
    else:
        said.append(html.unescape(answer.content.decode(errors="replace")))
    return "\n".join(said)


def words_in(text: str) -> set[str]:
    """The words of marks in a text, however it is written and wherever a line is broken off."""
    return set(WORD.findall(re.sub(r"[\s\u00ad\ufffe]*\n[\s ]*", "", text).lower())) | set(WORD.findall(text.lower()))


def read_by(who: str, texts: list[str], marks: list[Mark], world: World) -> list[str]:
    """What this person reads and may not by the table, and what the table says and nobody saw."""
    named = {mark.word: f"{where(mark, world)} {mark.what}" for mark in marks}
    seen = {named[word] for text in texts for word in words_in(text)}
    unknown = set(named.values()) - set(READS)
    wrong = [f"{what} is marked, and the table does not say who reads it" for what in sorted(unknown)]
    wrong += [f"{who} reads {what}" for what in sorted(seen) if what in READS and who not in READS[what]]
    gone = sorted(what for what, readers in READS.items() if who in readers and what not in seen)
    return wrong + [f"{who} does not read {what}, and the table says so" for what in gone]


TABLE = """
where   what                           T  O  M  C  H  A  X  Y  L  N

here    Fact.agreement                 T  -  M  C  H  -  -  -  -  -
here    Fact.closed                    T  -  -  C  H  -  -  -  -  -
here    Fact.decision                  -  -  -  -  -  -  -  -  -  -
here    Fact.home_note                 -  -  -  C  H  -  -  -  -  -
here    Fact.incident                  T  -  M  C  H  -  -  -  -  -
here    Fact.informed                  T  -  M  C  H  -  -  -  -  -
here    Fact.observation_request       T  O  M  C  H  -  -  -  -  -
here    Fact.outside_expert            T  -  M  C  H  -  -  -  -  -
here    Fact.problem                   T  -  M  C  H  -  -  -  -  -
here    Fact.promise                   T  -  M  C  H  -  -  -  -  -
here    Fact.severity                  -  -  -  -  -  -  -  -  -  -
here    Fact.talk                      T  -  M  C  H  -  -  -  -  -
here    Fact.talk_summary              T  -  M  C  H  -  -  -  -  -
here    ParentCopy.content             T  -  M  C  H  -  -  -  -  -
here    PlanVersion.content            T  O  M  C  H  -  -  -  -  -
here    Report.story                   T  -  -  C  H  -  -  -  -  -

there   Fact.agreement                 -  -  -  C  H  -  -  Y  -  -
there   Fact.closed                    -  -  -  C  H  -  -  Y  -  -
there   Fact.decision                  -  -  -  -  -  -  -  -  -  -
there   Fact.home_note                 -  -  -  C  H  -  -  Y  -  -
there   Fact.incident                  -  -  -  C  H  -  -  Y  -  -
there   Fact.informed                  -  -  -  C  H  -  -  Y  -  -
there   Fact.observation_request       T  O  M  C  H  -  X  Y  -  -
there   Fact.outside_expert            -  -  -  C  H  -  -  Y  -  -
there   Fact.problem                   -  -  -  C  H  -  -  Y  -  -
there   Fact.promise                   -  -  -  C  H  -  -  Y  -  -
there   Fact.severity                  -  -  -  -  -  -  -  -  -  -
there   Fact.talk                      -  -  -  C  H  -  -  Y  -  -
there   Fact.talk_summary              -  -  -  C  H  -  -  Y  -  -
there   ParentCopy.content             -  -  -  C  H  -  -  Y  -  -
there   PlanVersion.content            T  O  M  C  H  -  X  Y  -  -
there   Report.story                   -  -  -  C  H  -  -  Y  -  -

other   Report.story                   -  -  -  -  -  -  -  -  -  -

wilg    CalendarAddress.secret         T  -  -  -  -  -  -  -  -  -
wilg    Concern.story                  -  -  -  C  H  -  -  -  -  -
wilg    Door.secret                    -  -  -  -  -  -  -  -  -  -
wilg    Guardian.email                 T  -  -  C  H  A  -  Y  -  -
wilg    Guardian.name                  T  -  M  C  H  A  -  Y  -  -
wilg    Guardian.phone                 T  -  M  C  H  A  -  Y  -  -
wilg    Guardian.reach                 T  -  M  C  H  A  -  Y  -  -
wilg    Incoming.content               T  -  -  C  H  -  -  Y  -  -
wilg    Incoming.teller                -  -  -  C  H  -  -  Y  -  -
wilg    Letter.html                    -  -  -  -  -  -  -  -  -  -
wilg    Letter.subject                 -  -  -  -  -  -  -  -  -  -
wilg    Letter.text                    -  -  -  -  -  -  -  -  -  -
wilg    Pupil.first_name               T  O  M  C  H  A  X  Y  -  -
wilg    Pupil.last_name                T  O  M  C  H  A  X  Y  -  -

linde   Guardian.email                 -  -  -  -  -  -  -  -  -  -
linde   Guardian.name                  -  -  -  -  -  -  -  -  -  -
linde   Guardian.phone                 -  -  -  -  -  -  -  -  -  -
linde   Pupil.first_name               -  -  -  -  -  -  -  -  L  -
linde   Pupil.last_name                -  -  -  -  -  -  -  -  L  -
"""
"""Who of the access table reads what, at any address of it: exactly that, and nothing else.

Here is the case in which T and M take part and X and Y are kept out; there one in which nobody has a part; other is
one about a child that was only typed; wilg and linde are what belongs to a school and to no case. A row of which nobody
reads anything is shown at an address of its own that the table does not ask (each fact has one), or nowhere.
"""

READS = {
    f"{place} {what}": {who for who in readers if who != "-"}
    for place, what, *readers in (line.split() for line in TABLE.strip().splitlines()[1:] if line.strip())
}
