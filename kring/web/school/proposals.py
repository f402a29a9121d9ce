"""School: what waits for a second person's yes, and the yes or no itself (decision 105)."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kring import words
from kring.cases.actions import answering_proposals, school_changes
from kring.school.act import Act
from kring.school.errors import Refused
from kring.school.models import Proposal, Role, StaffMember
from kring.school.rights import RIGHTS
from kring.school.second_yes import able_to_answer, answered_together, reads_proposals, who_answers
from kring.web.forms import Choice, FormPage, KringForm, LongText, Option, Page, SureForm, by_field
from kring.web.request.redirects import SeeOther
from kring.web.request.requests import StaffRequest
from kring.web.school.proposals_told import became, sentence, short
from kring.web.school.saved import Saved
from kring.web.school.writing import FORM, around
from kring.web.way_in.asked_again import asked_again
from kring.web.way_in.doors import staff_page

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One proposal in the list. `url` leads to the answer for who may give it, `withdraw_url` for who made it."""

    name: str
    what: str
    became: str
    because: str
    who: str
    url: str
    withdraw_url: str


@require_safe
@staff_page(when=reads_proposals)
def proposals(request: StaffRequest) -> HttpResponse:
    """What waits, and what became of what was proposed before."""
    found = Proposal.objects.filter(school=request.staff.school).select_related("staff__account", "by", "settled_by")
    waiting = list(found.filter(state=Proposal.State.WAITS))
    settled = found.exclude(state=Proposal.State.WAITS).order_by("-settled_at", "id")[:MOST_SHOWN]
    able = able_to_answer(request.staff.school) if waiting else []
    return render(
        request,
        "kring/school/proposals.html",
        {
            "waiting": [_line(one, request, who_answers(able, one)) for one in waiting],
            "settled": [_line(one, request, []) for one in settled],
            "together": len(answered_together(request.staff, able, waiting)) > 1,
        },
    )


def _line(one: Proposal, request: StaffRequest, able: list[StaffMember]) -> ProposalLine:
    mine = one.waits and one.by_id == request.staff.pk
    return ProposalLine(
        name=one.staff.name,
        what=sentence(one),
        became=became(one, request.now),
        because=one.because or "",
        who=_who_can(able, request.staff) if one.waits else "",
        url=reverse("proposal", args=(one.pk,)) if request.staff in able else "",
        withdraw_url=reverse("proposal_withdraw", args=(one.pk,)) if mine else "",
    )


def _who_can(able: list[StaffMember], reader: StaffMember) -> str:
    if able == [reader]:
        return ""  # the button beside it says so
    if not able:
        return _("Nu kan niemand ja zeggen. Geef eerst een directeur of {coordinator} een eigen wachtwoord.")
    return _("Wie ja kan zeggen: %(names)s.") % {"names": words.listed(one.name for one in able)}


class AnswerForm(KringForm):
    answer = Choice(
        label=gettext_lazy("Wat is je antwoord?"),
        options=[
            Option("yes", gettext_lazy("Ja, het klopt"), gettext_lazy("Het geldt meteen.")),
            Option("no", gettext_lazy("Nee"), gettext_lazy("Er verandert niets. Wie het voorstelde, leest waarom.")),
        ],
        missing=gettext_lazy("Kies ja of nee."),
    )
    because = LongText(
        label=gettext_lazy("Waarom niet?"),
        hint=gettext_lazy("Alleen bij nee. Wie het voorstelde, leest dit."),
        missing=gettext_lazy("Schrijf kort op waarom niet."),
        required=False,
        rows=2,
    )

    def needed(self) -> dict[str, bool]:
        return {"because": self.sent("answer") == "no"}


@staff_page(when=reads_proposals)
def proposal(request: StaffRequest, proposal_id: UUID) -> Page:
    """Yes or no to one proposal, for who may answer it."""
    shown = proposal_or_404(request, proposal_id)
    if request.staff not in who_answers(able_to_answer(request.staff.school), shown):
        raise Http404
    if request.method != "POST" and not shown.waits:
        return SeeOther(reverse("proposals"))  # somebody was first: there stands what came of it
    if asking := asked_again(request):
        return asking

    def save(form: AnswerForm, act: Act) -> str:
        now = proposal_or_404(request, proposal_id)
        if now.waits and act.seen != as_read(now, request).pk:
            raise Refused(
                None, _("Aan dit voorstel is iets veranderd sinds je het las. Ga terug, en lees het opnieuw.")
            )
        if form.cleaned_data["answer"] == "yes":
            school_changes.say_yes(act=act, proposal=now)
            return _("Je zei ja. %(name)s heeft het nu.") % {"name": now.staff.name}
        answering_proposals.say_no(act=act, proposal=now, because=form.cleaned_data["because"])
        return _("Je zei nee. Wie het voorstelde, leest waarom.")

    return FormPage(
        form=AnswerForm,
        verb=save,
        to=reverse("proposals"),
        said=str,
        seen=as_read(shown, request),
        words=around(short(shown), _("Antwoord geven"), reverse("proposals"), _("Voorstellen"))
        | {
            "what": sentence(shown),
            "became": became(shown, request.now),
            "role": shown.get_role_display() if shown.role else "",
            "says": RIGHTS[Role(shown.role)].says if shown.role else "",
            "address": shown.staff.account.email if shown.role and shown.staff.account else "",
            "of_role": bool(shown.role),
        },
        template="kring/school/proposal.html",
    )


def as_read(one: Proposal, request: StaffRequest) -> Saved:
    """What the page says of it: a yes is a yes to that, and to nothing that was changed meanwhile."""
    person = one.staff
    values = {
        "name": person.name,
        "now": f"{person.role} {person.is_active}",
        "had": person.account.email if person.account else "",
        "role": one.role,
        "email": one.email or "",
    }
    return Saved(values, request.staff.school_id, (), (one.pk,), request.now)


@staff_page(when=reads_proposals)
def withdraw_proposal(request: StaffRequest, proposal_id: UUID) -> Page:
    """Who made it takes it back. Asked first, on a page of its own."""
    shown = proposal_or_404(request, proposal_id)
    if shown.by_id != request.staff.pk:
        raise Http404
    return FormPage(
        form=SureForm,
        verb=by_field(answering_proposals.withdraw_proposal, proposal=shown),
        to=reverse("proposals"),
        said=_("Je voorstel is ingetrokken."),
        words=around(
            _("Dit voorstel intrekken?"), _("Intrekken"), reverse("proposals"), _("Voorstellen"), short(shown)
        ),
        template=FORM,
        keeps_drafts=False,
    )


def proposal_or_404(request: StaffRequest, proposal_id: UUID) -> Proposal:
    found = Proposal.objects.select_related("staff__account", "staff__school", "by", "settled_by")
    one = found.filter(school=request.staff.school, pk=proposal_id).first()
    if one is None:
        raise Http404
    return one
