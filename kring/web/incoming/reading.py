"""One thing that was told: what it says, what was said since, and what can be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.cases.bodies import Danger
from kring.cases.danger import Call, advice_at
from kring.cases.errors import NotAllowed
from kring.mail.queries import failed_outside
from kring.phone import numbers_in
from kring.reports.access import knows_teller, may_handle, visible_to
from kring.reports.actions import handling
from kring.reports.models import By, Incoming, Reader, Said, State
from kring.reports.told import Subject, Teller, Told, told_in
from kring.school.rights import Right, having
from kring.web.forms import FormPage, KringForm, LongText, Page, Tick, by_field
from kring.web.request.requests import StaffRequest, act_of
from kring.web.road.told_words import SAID, TITLES, Answer, answers_of, signs_of, teller_answers
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


class AnswerOrCallForm(AnswerForm):
    """The same for who gave a telephone number: what was said by telephone is noted here too."""

    called = Tick(
        label=gettext_lazy("Ik heb gebeld: dit is wat ik zei"),
        hint=gettext_lazy("Ook dit leest de ouder terug."),
        required=False,
    )


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
    handler = may_handle(staff, incoming)
    if request.method == "POST" and not handler:
        raise Http404
    by_name = knows_teller(staff, incoming)
    by, told, teller = By(incoming.came_by), incoming.told, incoming.who_told
    since = list(incoming.said.select_related("by").order_by("number"))
    may_be = [row.pupil for row in incoming.may_be.select_related("pupil__group")]
    reached = _reached(incoming, teller if by_name else Teller())
    return FormPage(
        form=AnswerOrCallForm if reached.call else AnswerForm,
        verb=by_field(handling.answer, incoming_id=incoming.pk),
        to=reverse("told_one", args=(incoming.pk,)),
        said=reached.said,
        template="kring/incoming/one.html",
        words={
            "incoming": incoming,
            "title": TITLES[by],
            "handler": handler,
            "reached": reached,
            "teller": list(teller_answers(teller)) if by_name else [],
            "hides_teller": not by_name and teller.is_known,
            "answers": list(answers_of(told, by)),
            "may_be": [f"{pupil.name}, {pupil.group.title}" if pupil.group else pupil.name for pupil in may_be],
            "lines": [_line(one, request.today, by) for one in since],
            "promised": words.day(incoming.promised_on, request.today),
            "late": incoming.promised_on < request.today,
            "waits": incoming.state == State.NEW and incoming.stopped_on is None,
            "in_case": incoming.state == State.IN_CASE,
            "ended": incoming.state == State.ENDED,
            "case_url": reverse("case", args=(incoming.case_id,)) if incoming.case_id else "",
            "about_children": incoming.subject == Subject.CHILDREN,
            "danger": incoming.danger and incoming.taken_up_by_id is None,
            "advice": advice_at(staff.school, _signs(incoming, told, since), request.today) if incoming.danger else [],
            "passed_on": [
                reader.staff.name
                for reader in incoming.readers.filter(part=Reader.Part.PASSED_ON).select_related("staff")
            ],
            "came_on": words.day(incoming.came_on, request.today),
        },
    )


@dataclass(frozen=True, slots=True)
class Reached:
    """How an answer gets to who told it: a sentence before, one after it was given, and whom to call."""

    how: str
    said: str
    call: Call | None
    failed: bool = False


def _reached(incoming: Incoming, teller: Teller) -> Reached:
    """By mail, by telephone, or by the code alone. Who is not to know the teller reads only that."""
    has_number = bool(teller.phone and numbers_in(teller.phone))
    call = Call(teller.name or _("De ouder"), teller.phone) if has_number else None
    if incoming.mail_digest:
        return Reached(
            how=_("Deze ouder krijgt een mail met een link. In die mail staat niets van je antwoord."),
            said=_("Je antwoord staat klaar. De ouder krijgt er een mail over."),
            call=call,
            failed=failed_outside(incoming.pk, school_id=incoming.school_id),
        )
    if call:
        return Reached(
            how=_("Deze ouder wil gebeld worden. Noteer daarna hier wat je zei."),
            said=_("Je antwoord is bewaard. De ouder kan het ook met de code lezen."),
            call=call,
        )
    return Reached(how="", said=_("Je antwoord staat klaar. Wie het vertelde, leest het met de code."), call=None)


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


def _line(one: Said, today: date, by: By) -> Line:
    again = one.kind == Said.What.TOLD_AGAIN
    return Line(
        who=one.by.name if one.by else _("Wie het vertelde"),
        when=words.day(one.on, today),
        what=str(SAID[Said.What(one.kind)]),
        text="" if again else one.text,
        answers=tuple(answers_of(told_in(one.text), by)) if again else (),
        ours=one.by_id is not None,
    )


def _signs(incoming: Incoming, told: Told, since: Sequence[Said]) -> list[Danger]:
    """Every sign that was tapped, also when the same form was sent once more."""
    again = [told_in(one.text) for one in since if one.kind == Said.What.TOLD_AGAIN]
    signs = list(dict.fromkeys(sign for one in (told, *again) for sign in signs_of(one)))
    return [*signs, Danger.STAFF] if incoming.subject != Subject.CHILDREN else signs
