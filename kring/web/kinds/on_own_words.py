"""A bullied child sees what stands there as its own words, and says whether it is so: on its screen, or read aloud."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.hearing import hear_on_own_words
from kring.cases.bodies import OwnWordsAre
from kring.cases.case_file import CaseFile
from kring.cases.held import HeldCase
from kring.cases.models import Fact, Involved
from kring.cases.own_words import OwnWords, own_words_of
from kring.cases.typed import FactOf
from kring.cases.wording import OWN_WORDS_ARE
from kring.web.forms import FormPage, KringForm, LongText, Option, Page, by_field
from kring.web.forms.choices import Choice
from kring.web.kinds.childs_screen import child_or_404, handing_over
from kring.web.kinds.told import FactLine, Look, Told, by_kind, says_in_words
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.names import about_words
from kring.web.road.not_now import not_now
from kring.web.road.place import Here, Place
from kring.web.way_in import handed_over
from kring.web.way_in.doors import staff_page

SHOWN = "over"
"""In the address of the child's screen: which of its words it has before it."""


class OnOwnWordsForm(KringForm):
    """Whether it is so; on the child's screen what is missing or not so comes after that."""

    answer = Choice(
        label=lazy("Is het zo?"),
        coerce=OwnWordsAre,
        missing=lazy("Kies een van de antwoorden."),
    )
    text = LongText(label=lazy("Wat zegt het kind?"), hint=lazy("Zo letterlijk als je kunt."), rows=4, required=False)

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What is sent for each answer, and its words."""
        return [(str(value), str(label)) for value, label in self.choice("answer").choices]


class OnScreenForm(OnOwnWordsForm):
    """The same in the hands of the child: one question a screen."""

    text = LongText(label=lazy("Wat wil je zeggen?"), hint=lazy("Schrijf het op jouw manier."), rows=4, required=False)

    @property
    def answered(self) -> str:
        """The answer to which the child may write something, once it was given."""
        return self.sent("answer") if self.sent("answer") in (OwnWordsAre.MORE, OwnWordsAre.NOT_SO) else ""

    @property
    def asks(self) -> str:
        return _("Wat mist er?") if self.answered == OwnWordsAre.MORE else _("Wat klopt er niet?")

    def comes_back(self) -> bool:
        return bool(self.answered) and not self.sent("ready")


@staff_page()
@case_form(Need.WRITE)
def child_reads(request: StaffRequest, held: HeldCase, involved_id: UUID) -> Page:
    """For the child, on a phone that was handed over: its own words, one after the other."""
    child = child_or_404(held, involved_id)
    if handing := handing_over(request, held, child):
        return handing
    written = own_words_of(held.file, child)
    place = next((at for at, one in enumerate(written) if str(one.fact.pk) == request.GET.get(SHOWN)), None)
    if place is None:
        if request.method == "POST":
            raise Http404
        first = _screen(request, written[0]) if written else ""
        name = held.file.name_of(child)
        return render(request, "kring/child/own_words_begin.html", {"name": name, "first_url": first})
    shown, following = written[place], written[place + 1 : place + 2]

    def carried_out(form: OnScreenForm, act: Any) -> Fact:
        fact = hear_on_own_words(
            act=act, case_id=held.case.pk, involved_id=child.pk, fact_id=shown.fact.pk, **form.for_verb()
        )
        handed_over.said(request, done=not following)
        return fact

    return FormPage(
        form=OnScreenForm,
        verb=carried_out,
        to=_screen(request, following[0]) if following else reverse("handed_back"),
        template="kring/child/own_words.html",
        words={"shown": shown, "day": words.day(shown.fact.on, request.today), "here_url": _screen(request, shown)},
        offers={"answer": _answers_to(shown)},
        keeps_drafts=False,
    )


def _answers_to(written: OwnWords) -> list[Option]:
    """What it answered itself on its screen it does not deny: what is otherwise now, it answers anew."""
    return [
        Option(answer, said)
        for answer, (said, _told) in OWN_WORDS_ARE.items()
        if not (written.by_itself and answer is OwnWordsAre.NOT_SO)
    ]


def _screen(request: StaffRequest, written: OwnWords) -> str:
    return f"{request.path}?{SHOWN}={written.fact.pk}"


@staff_page()
@case_form(Need.WRITE)
def read_to_child(request: StaffRequest, held: HeldCase, involved_id: UUID, fact_id: UUID) -> Page:
    """For the teacher: read these words to the child, and write down what it says of them."""
    child = child_or_404(held, involved_id)
    if held.file.progress.current is None:
        return not_now(request, held)
    shown = next((one for one in own_words_of(held.file, child) if one.fact.pk == fact_id), None)
    if shown is None:
        raise Http404
    place = Place(held, held.file.progress.last)
    name = held.file.name_of(child)
    form_page = FormPage(
        form=OnOwnWordsForm,
        verb=by_field(
            hear_on_own_words, case_id=held.case.pk, involved_id=child.pk, fact_id=shown.fact.pk, read_aloud=True
        ),
        template="kring/duties/read_to_child.html",
        words={
            "title": _("Lees dit voor aan %(name)s") % {"name": name},
            "shown": shown,
            "day": words.day(shown.fact.on, request.today),
        },
        offers={"answer": _answers_to(shown)},
        to=Here(place).case_url,
    )
    return place.completed(form_page, continues=False, in_any_step=True)


# ── As it is told ───────────────────────────────────────────────────────────────────────────────────────────────────


def written_lines(file: CaseFile, child: Involved, today: date) -> list[tuple[str, str, str]]:
    """What stands in the file as this child's own words: the day, how it begins, and where it is read to the child."""
    return [
        (
            words.day_and_month(one.fact.on, today),
            _begins(one),
            reverse("read_to_child", args=[file.case.pk, child.pk, one.fact.pk]),
        )
        for one in own_words_of(file, child)
    ]


@dataclass(frozen=True)
class Beside:
    """What stands as a child's words since which day, and beside it what the child says of that."""

    who: str
    day: str
    stood: str
    since: str
    says: str
    url: str


def said_beside(file: CaseFile, today: date) -> list[Beside]:
    """What children last said of their own words where these are not so or not all, the newest first."""
    last = {stood.fact.pk: (one, stood) for one in file.of(bodies.OnOwnWords) if (stood := _stood(file, one))}
    return [
        Beside(
            who=about_words(file, one.fact.about),
            day=words.day_and_month(one.fact.on, today),
            stood=_begins(stood),
            since=words.day_and_month(stood.fact.on, today),
            says=says_in_words(one.body),
            url=reverse("fact", args=[file.case.pk, stood.fact.pk]),
        )
        for one, stood in sorted(last.values(), key=lambda both: both[0].fact.at, reverse=True)
        if one.body.answer is not OwnWordsAre.RIGHT
    ]


def _stood(file: CaseFile, said: FactOf[bodies.OnOwnWords]) -> OwnWords | None:
    """The words as they stand now; None when what they stood in was withdrawn."""
    shown = next(fact for fact in file.every_fact if fact.pk == said.body.to)
    child = file.child(said.fact.about[0])
    written = own_words_of(file, child) if child else []
    return next((one for one in written if one.fact.pk == file.newest(shown).pk), None)


def _begins(written: OwnWords) -> str:
    return f"“{words.shortened(written.lines[0][1], 120)}”"


def _fields(file: CaseFile, one: FactOf[bodies.OnOwnWords], today: date) -> Iterator[FactLine]:
    yield FactLine(_("Van"), about_words(file, one.fact.about))
    if stood := _stood(file, one):
        yield FactLine(_("Wat er staat"), "\n".join(f"“{text}”" for _heading, text in stood.lines))
    yield FactLine(_("Wat het kind zegt"), says_in_words(one.body))
    yield FactLine(
        _("Hoe"),
        _("Voorgelezen, en opgeschreven wat het kind zei") if one.body.read_aloud else _("Zelf, op het scherm"),
    )


KIND = Told(
    bodies.OnOwnWords,
    title=lazy("Het kind over de eigen woorden"),
    titled=by_kind,
    line=lambda file, one: (
        _("%(who)s: %(says)s")
        % {"who": about_words(file, one.fact.about), "says": words.lower_first(says_in_words(one.body))}
    ),
    fields=_fields,
    look=Look.BIG,
    told_apart=True,
    correct=None,
)
