"""What a bullied child says itself: the screen that is handed over, one question at a time, or why it was not asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.hearing import hear_child
from kring.cases.bodies import Since, Stopped
from kring.cases.case_file import CaseFile
from kring.cases.held import HeldCase
from kring.cases.models import Involved
from kring.cases.typed import FactOf
from kring.cases.verdicts import Said, verdicts_over_time
from kring.cases.wording import SINCE, STOPPED, Form, feeling_in_words, step_in_words
from kring.web.forms import FormPage, KringForm, LongText, Option, Page, YesNo, by_field
from kring.web.forms.choices import SAFETY, WILL_NOT_SAY, Choice
from kring.web.kinds.childs_screen import came_from, child_or_404, handing_over
from kring.web.kinds.on_own_words import written_lines
from kring.web.kinds.told import FactLine, Look, Told, by_kind
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.names import about_words
from kring.web.road.not_now import not_now
from kring.web.road.place import Here, Place
from kring.web.way_in import handed_over
from kring.web.way_in.doors import staff_page

QUESTIONS = ("since", "stopped", "feels", "helped", "must_not")
BEGIN, SKIP, BACK = "begin", "skip", "back"


class VerdictForm(KringForm):
    """Five questions of which one is shown at a time. What was answered before goes along, hidden."""

    since = Choice(
        label=lazy("Gebeurt het nog?"),
        options=[Option(since, label) for since, (label, _told) in SINCE.items()],
        coerce=Since,
        required=False,
    )
    stopped = Choice(
        label=lazy("Is het gestopt?"),
        options=[Option(stopped, label) for stopped, (label, _told) in STOPPED.items()],
        coerce=Stopped,
        required=False,
    )
    feels = Choice(
        label=lazy("Hoe veilig voel je je?"),
        options=(*SAFETY, WILL_NOT_SAY),
        coerce=int,
        required=False,
    )
    helped = YesNo(label=lazy("Komt er iemand voor jou op?"), required=False)
    must_not = LongText(
        label=lazy("Wat mag er niet gebeuren?"), hint=lazy("Je hoeft niets te schrijven."), rows=4, required=False
    )

    @property
    def screen(self) -> int:
        """Which question is shown: 1 is the first, 0 the greeting before it."""
        if not self.is_bound:
            return 0
        if wrong := [QUESTIONS.index(name) for name in self.errors if name in QUESTIONS]:
            return min(wrong) + 1
        return min(max(self._next, 0), len(QUESTIONS))

    @property
    def _next(self) -> int:
        shown = self.sent("screen")
        number = int(shown) if shown.isascii() and shown.isdigit() else 0
        return number - 1 if self.sent(BACK) else number + 1

    def comes_back(self) -> bool:
        return self._next <= len(QUESTIONS)

    @property
    def asked(self) -> Any:
        """The question that is shown now."""
        return self[QUESTIONS[self.screen - 1]]

    @property
    def progress(self) -> str:
        return _("Vraag %(number)s van %(all)s") % {"number": self.screen, "all": len(QUESTIONS)}

    @property
    def answers(self) -> list[tuple[str, str, str]]:
        """What is sent for each answer to the question that is shown, its words and its face, where it has one; none
        where something is written."""
        field = self.asked.field
        if not isinstance(field, Choice):
            return []
        faces = {str(option.value) for option in SAFETY} if self.asked.name == "feels" else set()
        return [(str(value), str(label), f"face-{value}" if value in faces else "") for value, label in field.choices]

    @property
    def answered(self) -> list[tuple[str, str]]:
        """What was answered on the other screens, to go along."""
        asked = QUESTIONS[self.screen - 1] if self.screen else ""
        return [(name, value) for name in QUESTIONS if name != asked and (value := self.sent(name))]

    def for_verb(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "verdict": bodies.OwnVerdict(
                stopped=typed["stopped"] or Stopped.NOT_SAID,
                since=typed["since"],
                feels=typed["feels"] or None,
                helped=typed["helped"],
                must_not=typed["must_not"],
            )
        }


class NotAskedForm(KringForm):
    because = LongText(
        label=lazy("Waarom kan het kind het niet zelf zeggen?"),
        hint=lazy("Bijvoorbeeld: ziek, of het wil niet. Eén zin is genoeg."),
        missing=lazy("Schrijf op waarom je dit niet aan het kind zelf kon vragen."),
        rows=2,
    )

    def for_verb(self) -> dict[str, Any]:
        return {"verdict": bodies.OwnVerdict(because=self.cleaned_data["because"])}


@staff_page()
@case_form(Need.WRITE)
def ask_child(request: StaffRequest, held: HeldCase, involved_id: UUID) -> Page:
    """For the teacher: hand the phone over to this child, or write why it cannot say it itself."""
    child = child_or_404(held, involved_id)
    if held.file.progress.current is None:
        return not_now(request, held)
    place = Place(held, held.file.progress.last)
    name = held.file.name_of(child)
    form_page = FormPage(
        form=NotAskedForm,
        verb=by_field(hear_child, case_id=held.case.pk, involved_id=child.pk),
        template="kring/duties/ask_child.html",
        words={
            "title": _("%(name)s zegt het zelf") % {"name": name},
            "name": name,
            "child": child,
            "came_from": came_from(request, held),
            "number": f"{uuid4().int % 10_000:04d}",
            "before": [row for row in verdict_rows(held.file, request.today) if row.child == name],
            "written": written_lines(held.file, child, request.today),
        },
        to=Here(place).case_url,
    )
    return place.completed(form_page, continues=False, in_any_step=True)


@staff_page()
@case_form(Need.WRITE)
def child_says(request: StaffRequest, held: HeldCase, involved_id: UUID) -> Page:
    """For the child, on a phone that was handed over. Shows nothing of the case, and leads to nothing else."""
    child = child_or_404(held, involved_id)
    if handing := handing_over(request, held, child):
        return handing

    def carried_out(form: VerdictForm, act: Any) -> Any:
        fact = hear_child(act=act, case_id=held.case.pk, involved_id=child.pk, **form.for_verb())
        handed_over.said(request)
        return fact

    return FormPage(
        form=VerdictForm,
        verb=carried_out,
        to=reverse("handed_back"),
        template="kring/child/question.html",
        words={"name": held.file.name_of(child)},
        keeps_drafts=False,
    )


# ── As it is told ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class VerdictRow:
    """One answer of a child at one moment, beside what the teacher answered; `differs` says so in words."""

    when: str
    child: str
    says: str
    feels: str
    judged: str
    differs: str
    url: str


def verdict_rows(file: CaseFile, today: date) -> list[VerdictRow]:
    """What each bullied child said over time, for the table beside an evaluation, a case and its dossier."""
    return [_row(file, said, today) for said in verdicts_over_time(file)]


def _row(file: CaseFile, said: Said, today: date) -> VerdictRow:
    body, outcome, name = said.verdict.body, said.visit.outcome, file.name_of(said.child)
    says = str(STOPPED[body.stopped][1]) if body.stopped else ""
    judged = _(outcome.word or outcome.title) if outcome else ""
    both = {"name": name, "says": says, "judged": words.lower_first(judged)}
    return VerdictRow(
        when=_("%(step)s, %(day)s")
        % {
            "step": step_in_words(said.visit.step, said.visit.round, Form.TITLE),
            "day": words.day_and_month(said.verdict.fact.on, today),
        },
        child=name,
        says=words.capital(says) or _("Niet gevraagd: %(because)s") % {"because": words.shortened(body.because, 80)},
        feels=words.capital(feeling_in_words(body.feels)) if body.stopped else "",
        judged=words.capital(judged),
        differs=_("Zij zien het anders: %(name)s zegt “%(says)s”, de leerkracht “%(judged)s”.") % both
        if said.differs
        else "",
        url=reverse("fact", args=[file.case.pk, said.verdict.fact.pk]),
    )


def asking(file: CaseFile, children: Sequence[Involved]) -> list[tuple[str, str]]:
    """These children by name, each with the address where it is asked what it says itself."""
    return [(file.name_of(child), reverse("ask_child", args=[file.case.pk, child.pk])) for child in children]


def _line(file: CaseFile, one: FactOf[bodies.OwnVerdict]) -> str:
    who, body = about_words(file, one.fact.about), one.body
    if body.stopped is None:
        return _("%(who)s: niet gevraagd") % {"who": who}
    return _("%(who)s: %(says)s") % {"who": who, "says": STOPPED[body.stopped][1]}


def _fields(file: CaseFile, one: FactOf[bodies.OwnVerdict], today: date) -> Iterator[FactLine]:
    body = one.body
    yield FactLine(_("Van"), about_words(file, one.fact.about))
    yield FactLine(_("Waarom het kind dit niet zelf zei"), body.because)
    if body.stopped is None:
        return
    yield FactLine(_("Is het gestopt?"), words.capital(str(STOPPED[body.stopped][1])))
    yield FactLine(_("Gebeurt het nog?"), words.capital(str(SINCE[body.since][1])) if body.since else _no_answer())
    yield FactLine(_("Hoe veilig voelt het kind zich?"), words.capital(feeling_in_words(body.feels)))
    helped: Mapping[bool | None, str] = {True: _("Ja"), False: _("Nee"), None: _no_answer()}
    yield FactLine(_("Komt er iemand voor het kind op?"), helped[body.helped])
    yield FactLine(_("Wat er niet mag gebeuren"), body.must_not)


def _no_answer() -> str:
    return _("Geen antwoord")


KIND = Told(
    bodies.OwnVerdict,
    title=lazy("Het kind zegt zelf"),
    titled=by_kind,
    line=_line,
    fields=_fields,
    look=Look.BIG,
    told_apart=True,
    correct=None,
)
