"""One thing that was told: what it says, what was said since, and what can be done with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.cases.bodies import Danger
from kring.cases.danger import advice_at
from kring.cases.errors import NotAllowed
from kring.cases.wording import PLACES, SORTS
from kring.reports.access import handles, knows_teller, visible_to
from kring.reports.actions import handling
from kring.reports.models import By, Incoming, Reader, Said, State
from kring.reports.told import Fear, Named, Subject, Teller, Told, told_in
from kring.school.rights import Right, having
from kring.web.forms import FormPage, KringForm, LongText, Page, Tick, by_field
from kring.web.incoming.wording import FEARS, FEELS, HELPS, OFTEN, SAID, SINCE, TALKS, TITLES, WHO
from kring.web.request.requests import StaffRequest, act_of
from kring.web.way_in.doors import staff_page


class AnswerForm(KringForm):
    """What the school writes back."""

    text = LongText(
        label=gettext_lazy("Jouw antwoord"),
        hint=gettext_lazy(
            "Begin met: fijn dat je dit vertelt. Schrijf kort, en wat je gaat doen. Beloof niets dat je niet kunt doen."
        ),
        missing=gettext_lazy("Schrijf een antwoord. Een paar woorden is genoeg."),
        rows=4,
    )
    asks = Tick(label=gettext_lazy("Dit is een vraag: ik wacht op antwoord"), required=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of the door with what was answered; `as_written` for words that were typed."""

    label: str
    text: str
    as_written: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was said since: by whom and when, and what."""

    who: str
    when: str
    what: str
    text: str
    answers: tuple[Answer, ...]
    ours: bool


@staff_page(when=having(Right.REPORT))
def told_one(request: StaffRequest, incoming_id: UUID) -> Page:
    """Read it; who handles it writes back here. Every time it is shown is a line in the trail."""
    staff = request.staff
    incoming = _shown(request, incoming_id)
    handler = handles(staff).filter(pk=incoming.pk).exists()
    if request.method == "POST" and not handler:
        raise Http404
    by_name = knows_teller(staff, incoming)
    told, teller = incoming.told, incoming.who_told
    may_be = [row.pupil for row in incoming.may_be.select_related("pupil__group")]
    return FormPage(
        form=AnswerForm,
        verb=by_field(handling.answer, incoming_id=incoming.pk),
        to=reverse("told_one", args=(incoming.pk,)),
        said=_("Je antwoord staat klaar. Wie het vertelde, leest het met de code."),
        template="kring/incoming/one.html",
        words={
            "incoming": incoming,
            "title": TITLES[By(incoming.came_by)],
            "handler": handler,
            "teller": list(_teller(teller)) if by_name else [],
            "hides_teller": not by_name and teller.is_known,
            "answers": list(answers_of(told)),
            "may_be": [f"{pupil.name}, {pupil.group.title}" if pupil.group else pupil.name for pupil in may_be],
            "lines": [_line(one, request.today) for one in incoming.said.select_related("by").order_by("number")],
            "promised": words.day(incoming.promised_on, request.today),
            "late": incoming.promised_on < request.today,
            "waits": incoming.state == State.NEW and incoming.stopped_on is None,
            "in_case": incoming.state == State.IN_CASE,
            "ended": incoming.state == State.ENDED,
            "case_url": reverse("case", args=(incoming.case_id,)) if incoming.case_id else "",
            "about_children": incoming.subject == Subject.CHILDREN,
            "danger": incoming.danger and incoming.taken_up_by_id is None,
            "advice": advice_at(staff.school, _signs(incoming, told), request.today) if incoming.danger else [],
            "passed_on": [
                reader.staff.name
                for reader in incoming.readers.filter(part=Reader.Part.PASSED_ON).select_related("staff")
            ],
            "came_on": words.day(incoming.came_on, request.today),
        },
    )


def _shown(request: StaffRequest, incoming_id: UUID) -> Incoming:
    """What is shown is read, and noted; what is sent to it is not."""
    if request.method == "POST":
        found = visible_to(request.staff).select_related("school", "case").filter(pk=incoming_id).first()
        if found is None:
            raise Http404
        return found
    try:
        return handling.read(act=act_of(request), incoming_id=incoming_id)
    except NotAllowed:
        raise Http404 from None


def answers_of(told: Told) -> Iterator[Answer]:
    """What was answered at the door, in the order of its questions; nothing of what was left out."""
    if told.who:
        yield Answer(_("Over wie gaat het?"), str(WHO[told.who]))
    if told.fears:
        yield Answer(_("Niet veilig"), words.listed(str(FEARS[Fear(one)]) for one in told.fears))
    if told.story:
        yield Answer(_("In eigen woorden"), told.story, as_written=True)
    if told.happens:
        yield Answer(_("Wat gebeurt er?"), words.listed(str(SORTS[key]) for key in told.happens if key in SORTS))
    if told.adult:
        yield Answer(_("Welke volwassene?"), told.adult, as_written=True)
    if told.bullied:
        yield Answer(_("Wie wordt er gepest?"), _listed(told.bullied))
    if told.doing:
        yield Answer(_("Wie doet het?"), _listed(told.doing))
    if told.places:
        yield Answer(_("Waar?"), words.listed(str(PLACES[key]) for key in told.places if key in PLACES))
    if told.often:
        yield Answer(_("Hoe vaak?"), str(OFTEN[told.often]))
    if told.since:
        yield Answer(_("Hoe lang al?"), str(SINCE[told.since]))
    if told.feels:
        yield Answer(_("Hoe voelt het?"), str(FEELS[told.feels]))
    if told.helps:
        yield Answer(_("Wat helpt?"), words.listed(str(HELPS[one]) for one in told.helps))
    if told.would_help:
        yield Answer(_("Wat helpt nog meer?"), told.would_help, as_written=True)
    if told.talk:
        yield Answer(_("Mag er iemand praten?"), str(TALKS[told.talk]))
    if told.talk_with:
        yield Answer(_("Met wie?"), told.talk_with, as_written=True)
    if told.talk_when:
        yield Answer(_("Wanneer?"), told.talk_when, as_written=True)


def _teller(teller: Teller) -> Iterator[Answer]:
    for label, text in (
        (_("Naam"), teller.name),
        (_("Groep"), teller.group),
        (_("Ouder van"), teller.child),
        (_("Telefoon"), teller.phone),
        (_("E-mail"), teller.mail),
    ):
        if text:
            yield Answer(label, text, as_written=True)


def _listed(named: tuple[Named, ...]) -> str:
    return words.listed(f"{one.name} ({one.group})" if one.group else one.name for one in named)


def _line(one: Said, today: date) -> Line:
    again = one.kind == Said.Kind.TOLD_AGAIN
    return Line(
        who=one.by.name if one.by else _("Wie het vertelde"),
        when=words.day(one.on, today),
        what=str(SAID[Said.Kind(one.kind)]),
        text="" if again else one.text,
        answers=tuple(answers_of(told_in(one.text))) if again else (),
        ours=one.by_id is not None,
    )


_SIGN_OF = {Fear.AFRAID_NOW: Danger.VIOLENCE, Fear.HURT_MYSELF: Danger.SELF_HARM, Fear.AT_HOME: Danger.HOME}


def _signs(incoming: Incoming, told: Told) -> list[Danger]:
    """The signs of danger of the protocol (row S1d) that belong to what was tapped at the door."""
    again = incoming.said.filter(kind=Said.Kind.TOLD_AGAIN)
    fears = {*told.fears, *(fear for one in again for fear in told_in(one.text).fears)}
    signs = [sign for fear, sign in _SIGN_OF.items() if fear in fears]
    return [*signs, Danger.STAFF] if incoming.subject != Subject.CHILDREN else signs
