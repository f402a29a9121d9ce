"""School: yes to several proposed roles with one press, each of them ticked by hand (decision 117)."""

from uuid import UUID, uuid5

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kring import words
from kring.cases.actions import answering_proposals
from kring.names.comparing import sort_key
from kring.school.act import Act
from kring.school.errors import Refused
from kring.school.models import Proposal, Role
from kring.school.rights import RIGHTS, Right, may
from kring.school.second_yes import able_to_answer, answered_together, reads_proposals
from kring.web.forms import FormPage, KringForm, Option, Page, Several
from kring.web.request.redirects import SeeOther
from kring.web.request.requests import StaffRequest
from kring.web.school.proposals import as_read
from kring.web.school.proposals_told import sentence
from kring.web.school.writing import around
from kring.web.way_in.asked_again import asked_again
from kring.web.way_in.doors import staff_page

CHANGED = gettext_lazy("Aan een van deze voorstellen is iets veranderd sinds je het las. Lees ze opnieuw, en kies.")


class TogetherForm(KringForm):
    agreed = Several(
        label=gettext_lazy("Tegen wie zeg je ja?"),
        hint=gettext_lazy(
            "Kijk bij elk of je de persoon en het adres kent. Een nee geef je op de pagina van dat voorstel."
        ),
        coerce=UUID,
        error_messages={"invalid_choice": CHANGED},
        missing=gettext_lazy("Vink aan tegen wie je ja zegt."),
    )

    def needed(self) -> dict[str, bool]:
        return {"agreed": True}


@staff_page(when=reads_proposals)
def proposals_together(request: StaffRequest) -> Page:
    """The roles to which this person may say yes, none of them ticked; those that are ticked are given."""
    shown = _to_answer(request)
    if not shown:
        if not may(request.staff, Right.SAY_YES):
            raise Http404
        return SeeOther(reverse("proposals"))  # somebody was first: there stands what came of it
    if asking := asked_again(request):
        return asking

    def save(form: TogetherForm, act: Act) -> str:
        now = {_read_as(one, request): one for one in _to_answer(request)}
        chosen = form.cleaned_data["agreed"]
        if not now.keys() >= set(chosen):
            raise Refused("agreed", str(CHANGED))
        proposals = [now[one] for one in chosen]
        answering_proposals.say_yes_to_all(act=act, proposals=proposals)
        said = ngettext("Je zei ja. %(names)s heeft het nu.", "Je zei ja. %(names)s hebben het nu.", len(proposals))
        return said % {"names": words.listed(one.staff.name for one in proposals)}

    roles = sorted({Role(one.role) for one in shown}, key=list(Role).index)
    title, back = _("Ja tegen meer voorstellen tegelijk"), _("Voorstellen")
    return FormPage(
        form=TogetherForm,
        verb=save,
        to=reverse("proposals"),
        said=str,
        offers={"agreed": [_option(one, request) for one in shown]},
        words=around(title, _("Ja, dit klopt"), reverse("proposals"), back)
        | {"roles": [(role.label, RIGHTS[role].says) for role in roles]},
        template="kring/school/proposals_together.html",
        keeps_drafts=False,
    )


def _to_answer(request: StaffRequest) -> list[Proposal]:
    found = Proposal.objects.filter(school=request.staff.school, state=Proposal.State.WAITS)
    waiting = list(found.select_related("staff__account", "staff__school", "by", "settled_by"))
    able = able_to_answer(request.staff.school) if waiting else []
    return sorted(answered_together(request.staff, able, waiting), key=lambda one: (sort_key(one.staff.name), one.pk))


def _read_as(one: Proposal, request: StaffRequest) -> UUID:
    """What is sent for a tick: a yes to this proposal as it was read, and to nothing that was changed meanwhile."""
    return uuid5(one.pk, str(as_read(one, request).pk))


def _option(one: Proposal, request: StaffRequest) -> Option:
    address = one.staff.account.email if one.staff.account else ""
    signs_in = _("Logt in met %(address)s.") % {"address": address} if address else _("Heeft nog geen e-mailadres.")
    who = _("Voorgesteld door %(who)s.") % {"who": one.by.name}
    return Option(_read_as(one, request), one.staff.name, f"{sentence(one)} {signs_in} {who}")
