"""What one parent got of the plan, and says of it: seen, agrees, or does not (decision 083)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions import listening
from kring.cases.bodies import Reply, Way
from kring.cases.case_file import CaseFile
from kring.cases.held import HeldCase
from kring.cases.models import ParentCopy
from kring.cases.typed import FactOf, reading
from kring.cases.wording import REPLIES, WAYS
from kring.school.models import Custody, Guardianship
from kring.web.forms import Choice, DayField, FormPage, KringForm, LongText, Option, Page, by_field
from kring.web.kinds.informed import guardianship_in
from kring.web.kinds.told import FactLine, Look, Told, by_kind
from kring.web.kinds.withdrawing import Withdrawing
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.names import about_words, guardian_words, held_back_words
from kring.web.road.not_now import not_now
from kring.web.road.place import Place, as_kept
from kring.web.way_in.doors import staff_page


class PlanReplyForm(KringForm):
    says = Choice(
        label=lazy("Wat deed of zei deze ouder?"),
        options=[Option(says.value, said.answer, said.hint) for says, said in REPLIES.items()],
        coerce=Reply,
        missing=lazy("Kies wat deze ouder deed of zei."),
    )
    because = LongText(label=lazy("Waarom niet akkoord?"), missing=listening.WHY_NOT_AGREED, rows=3)
    why_given = LongText(
        label=lazy("Waarom kreeg deze ouder het?"),
        hint=lazy("Dat spreekt bij deze ouder niet vanzelf. Bijvoorbeeld: vroeg er zelf om."),
        missing=listening.WHY_GIVEN,
        rows=2,
    )
    what = Choice(label=lazy("Over welke versie gaat het?"), missing=lazy("Kies over welke versie het gaat."))
    how = Choice(
        label=lazy("Hoe?"),
        options=[Option(way.value, said) for way, said in WAYS.items()],
        coerce=Way,
        missing=lazy("Kies hoe dit ging."),
    )
    on = DayField(label=lazy("Op welke dag?"), not_future=True, not_before_report=True, starts_today=True)

    def __init__(self, *args: Any, unsure: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not unsure:
            del self.fields["why_given"]

    def needed(self) -> dict[str, bool]:
        says = self.sent("says")
        why = {"why_given": says == Reply.GIVEN} if "why_given" in self.fields else {}
        return {"because": says == Reply.DISAGREES, **why}

    def for_verb(self) -> dict[str, Any]:
        typed = self.cleaned_data
        says, (version, copy) = typed["says"], (int(part) for part in typed["what"].split("-"))
        why = {Reply.DISAGREES: typed["because"], Reply.GIVEN: typed.get("why_given", "")}.get(says, "")
        reply = bodies.PlanReply(says=says, version=version, copy=copy, how=typed["how"], because=why or "")
        return {"on": typed["on"], "reply": reply}


@staff_page()
@case_form(Need.WRITE)
def plan_reply(request: StaffRequest, held: HeldCase, guardianship_id: UUID) -> Page:
    """Write down what this parent got of the plan, or says of it."""
    guardianship = guardianship_in(held.file, guardianship_id)
    if not held.file.of(bodies.PlanIssued) and request.method != "POST":
        return not_now(request, held, because=_("Er is nog geen plan. Deel eerst het plan met het team."))
    return _page(Place(held, held.file.progress.last), guardianship)


def correct(request: StaffRequest, place: Place) -> Page:
    """Put right what was written down of one parent and the plan."""
    if place.fact is None:
        raise TypeError("there is nothing to correct")
    return _page(place, guardianship_in(place.file, UUID(place.fact.about[0])))


def _page(place: Place, guardianship: Guardianship) -> Page:
    held = held_back_words(guardianship, place.held.today)
    offered = _versions(place.file, guardianship)
    form_page = FormPage(
        form=PlanReplyForm,
        verb=by_field(listening.reply_to_plan, case_id=place.case.pk, guardianship_id=guardianship.pk),
        template="kring/duties/plan_reply.html",
        read=reading(bodies.PlanReply, _as_filled_in),
        arguments={"unsure": guardianship.custody != Custody.YES or bool(held)},
        offers={"what": offered},
        words={
            "guardian": guardianship.guardian.name,
            "held": held,
            "because": guardianship.not_told_because or "",
            "whose": guardian_words(place.file, str(guardianship.pk)),
            "custody": guardianship.custody,
            "title": _("Het plan en deze ouder"),
        },
        initial={"what": offered[0].value} if offered else {},
        to=reverse("parent_copies", args=[place.case.pk]),
        said=_("Bewaard."),
    )
    return place.completed(form_page, continues=False, in_any_step=True)


def _versions(file: CaseFile, guardianship: Guardianship) -> list[Option]:
    """The copies of this child, the newest first, and then each version of the plan as it was told without paper."""
    copies = ParentCopy.objects.filter(case=file.case, child__pupil=guardianship.pupil_id).select_related("version")
    papers = [
        Option(
            f"{copy.version.number}-{copy.number}",
            _("Ouderversie %(copy)s") % {"copy": copy.number},
            _("van plan versie %(version)s") % {"version": copy.version.number},
        )
        for copy in copies.order_by("-number")
    ]
    told = [
        Option(
            f"{one.body.number}-0",
            _("Plan versie %(version)s") % {"version": one.body.number},
            _("verteld, zonder papier"),
        )
        for one in reversed(file.of(bodies.PlanIssued))
    ]
    return papers + told


def _as_filled_in(one: FactOf[bodies.PlanReply]) -> Mapping[str, object]:
    body = one.body
    because = {"because": body.because} if body.says is Reply.DISAGREES else {"because": "", "why_given": body.because}
    return {**as_kept(one.fact), "what": f"{body.version}-{body.copy}", **because}


def _said(body: bodies.PlanReply) -> str:
    """`kreeg ouderversie 1 van plan versie 2`, or `akkoord met plan versie 2`."""
    what = _("plan versie %(version)s") % {"version": body.version}
    if body.copy:
        what = _("ouderversie %(copy)s van plan versie %(version)s") % {"copy": body.copy, "version": body.version}
    return str(REPLIES[body.says].told) % {"what": what}


def reply_in_words(one: FactOf[bodies.PlanReply], today: date) -> str:
    """`Niet akkoord met plan versie 2, op 26 november (gebeld)`, without why."""
    return _("%(said)s, op %(day)s (%(how)s)") % {
        "said": words.capital(_said(one.body)),
        "day": words.day_and_month(one.fact.on, today),
        "how": words.lower_first(str(WAYS[one.body.how])),
    }


def _line(file: CaseFile, one: FactOf[bodies.PlanReply]) -> str:
    return f"{about_words(file, one.fact.about)}: {_said(one.body)}"


def _fields(file: CaseFile, one: FactOf[bodies.PlanReply], today: date) -> Iterator[FactLine]:
    yield FactLine(_("Wie"), words.capital(about_words(file, one.fact.about)))
    yield FactLine(_("Wat"), words.capital(_said(one.body)))
    yield FactLine(_("Hoe"), str(WAYS[one.body.how]))
    yield FactLine(_("Waarom niet akkoord") if one.body.says is Reply.DISAGREES else _("Waarom"), one.body.because)


KIND = Told(
    bodies.PlanReply,
    title=lazy("Het plan en een ouder"),
    titled=by_kind,
    line=_line,
    fields=_fields,
    look=Look.PLAIN,
    told_apart=True,
    correct=correct,
    withdraw=Withdrawing(to="parent_copies"),
)
