"""How a kind of fact is told, and how a kind of duty is asked: what every file of this folder fills in, whole."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date
from enum import StrEnum
from typing import Generic

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from msgspec import structs

from kring import words
from kring.cases import bodies
from kring.cases.case_file import CaseFile
from kring.cases.danger import Advice
from kring.cases.models import Fact, Involved, Report
from kring.cases.own_words import said_of
from kring.cases.queries import TodayLine
from kring.cases.typed import B, FactOf
from kring.cases.wording import OWN_WORDS_ARE, SPOKE_AGAINST
from kring.protocol.progress import Task
from kring.school.models import StaffMember
from kring.web.forms import Page
from kring.web.forms.wording import Words
from kring.web.kinds.withdrawing import Withdrawing
from kring.web.request.requests import StaffRequest
from kring.web.road.links import Go
from kring.web.road.names import about_words
from kring.web.road.place import Place

KindPage = Callable[[StaffRequest, Place], Page]


class Look(StrEnum):
    """How a fact stands in the timeline."""

    BIG = "big"  # a milestone
    CALM = "calm"  # how the case went on
    PLAIN = ""


@dataclass(frozen=True)
class FactLine:
    """One field of a fact. `private`: a child said this in confidence."""

    label: str
    text: str
    private: bool = False


@dataclass(frozen=True, slots=True)
class Saying:
    """What Vandaag says. `asks` is the sentence after the step, or a function of the line, its task and the day it was
    due.

    `says_when`: when it is late, that sentence names the day itself. `title`: of whom it is, where that is not a child
    of the case by its group. `beside`: the children in the title, where these are not the ones who are bullied.
    """

    icon: str
    button: Words
    asks: Words | Callable[[TodayLine, Task, str], str]
    says_when: bool = False
    title: Callable[[CaseFile, Task], str] | None = None
    beside: Callable[[CaseFile, Task], Sequence[Involved]] | None = None


@dataclass(frozen=True)
class OneMore:
    """The way to add one in whatever step the case is: its words and the name of the address."""

    text: Words
    address: str


@dataclass(frozen=True, kw_only=True)
class AsDuty:
    """How the duty is asked that a kind of fact meets. What has no default is what nobody may forget; the rest is given
    exactly where the traits of the kind ask for it (see `whole`)."""

    page: KindPage
    """Its form, or the page on which it is done."""

    button: Words
    """The word on the button in the checklist."""

    counts: Callable[[int], str]
    """`3 gesprekken`: where so many were recorded that they fold away."""

    today: Saying

    agenda: Words | None = None
    """A planned talk in somebody's agenda, where such talks can be planned."""

    one_more: OneMore | None = None
    """Where one can be added in any step."""

    ready: Callable[[CaseFile, Sequence[Report], StaffMember], str] | None = None
    """What stands in its form already for this reader, taken along from the reports, in a sentence; "" for nothing."""


@dataclass(frozen=True)
class Told(Generic[B]):
    """How a kind of fact is told. What has no default is what nobody may forget; the rest is given exactly where the
    traits of the kind ask for it (see `whole`)."""

    body: type[B]

    _: KW_ONLY

    title: Words

    titled: "Titled"
    """The title of one fact: `by_kind`, `by_duty`, or what the kind makes of its title."""

    line: Callable[[CaseFile, FactOf[B]], str]
    """What tells it apart from others of its duty: a child, a guardian, the beginning of a text."""

    fields: "Fields[B]"
    """All that was recorded; what was left empty is not shown."""

    look: Look

    told_apart: bool
    """Whether its line says more than the day, where facts of one duty stand under each other."""

    correct: KindPage | None
    """The form with which it is put right."""

    correct_button: Words = lazy("Verbeteren")
    """The word on the way to that form."""

    withdraw: Withdrawing | None = None
    """How it is taken back, where that can be."""

    duty: AsDuty | None = None
    """How the duty is asked that it meets, where it meets one."""

    advises: Callable[[CaseFile, FactOf[B]], list[Advice]] | None = None
    """What Kring advises beside it, on its own page."""

    leads_to: Callable[[CaseFile, FactOf[B]], list[Go]] | None = None
    """What can be made of it, from its own page: a paper, say."""

    @property
    def tag(self) -> str:
        return bodies.tag_of(self.body)

    def title_of(self, file: CaseFile, fact: Fact) -> str:
        """What kind of thing this is."""
        return self.titled(file, fact, self.title)

    def line_of(self, file: CaseFile, fact: Fact) -> str:
        return self.line(file, FactOf(fact, self.body))

    def advice_about(self, file: CaseFile, fact: Fact) -> list[Advice]:
        """What Kring advises here; most kinds need none."""
        return self.advises(file, FactOf(fact, self.body)) if self.advises else []

    def made_of(self, file: CaseFile, fact: Fact) -> list[Go]:
        """What can be made of it; of most kinds nothing."""
        return self.leads_to(file, FactOf(fact, self.body)) if self.leads_to else []

    def lines_of(self, file: CaseFile, fact: Fact, today: date) -> list[FactLine]:
        """All that was recorded, field by field, without what was left empty; then what a child says of it itself."""
        recorded = (line for line in self.fields(file, FactOf(fact, self.body), today) if line.text)
        return [*recorded, *_said_beside(file, fact, today)]


def _said_beside(file: CaseFile, fact: Fact, today: date) -> Iterable[FactLine]:
    for one in said_of(file, fact):
        who = {"who": about_words(file, one.fact.about), "day": words.day_and_month(one.fact.on, today)}
        yield FactLine(_("Wat %(who)s hierover zelf zegt, %(day)s") % who, says_in_words(one.body))


def says_in_words(body: bodies.OnOwnWords) -> str:
    """`Dat klopt niet. “Ik was niet boos.”`"""
    told = words.capital(str(OWN_WORDS_ARE[body.answer][1]))
    return f"{told}. “{body.text}”" if body.text else f"{told}."


Fields = Callable[[CaseFile, FactOf[B], date], Iterable[FactLine]]


def although_lines(although: bodies.Although | None) -> Iterable[FactLine]:
    """What spoke against it, and why somebody chose it all the same; nothing where the file agreed."""
    if although:
        yield FactLine(
            _("Wat het dossier toen zei"),
            words.capital(words.listed(str(SPOKE_AGAINST[one]) for one in although.against)),
        )
        yield FactLine(_("Waarom toch"), although.reason)


def texts(body: type[B], **labels: Words) -> Fields[B]:
    """For `fields`: these texts of the body, each under its label. LookupError, so no start, where it has no such."""
    if wrong := set(labels) - set(body.__struct_fields__):
        raise LookupError(f"{body.__name__} has no {', '.join(sorted(wrong))}.")
    return lambda file, one, today: [
        FactLine(str(label), structs.asdict(one.body)[name]) for name, label in labels.items()
    ]


Titled = Callable[[CaseFile, Fact, Words], str]


def by_kind(file: CaseFile, fact: Fact, title: Words) -> str:
    """The title of the kind."""
    return str(title)


def by_duty(file: CaseFile, fact: Fact, title: Words) -> str:
    """The title of the duty this fact was recorded for, or of its kind when there was none."""
    try:
        return _(file.protocol.duty(fact.step, fact.duty).title)
    except KeyError:
        return str(title)


def times(n: int) -> str:
    """`3 keer`."""
    return ngettext("%(n)s keer", "%(n)s keer", n) % {"n": n}
