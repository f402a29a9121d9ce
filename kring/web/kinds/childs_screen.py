"""A screen in the hands of a bullied child: handing the phone over for it, and giving it back (decision 69)."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring.cases.errors import Refused
from kring.cases.held import HeldCase
from kring.cases.models import Involved
from kring.protocol.terms import Role
from kring.web.forms import FormPage, KringForm, Page, ShortText
from kring.web.request.redirects import page_before, safe_next
from kring.web.request.requests import StaffRequest
from kring.web.way_in import handed_over
from kring.web.way_in.doors import staff_page


def child_or_404(held: HeldCase, involved_id: UUID) -> Involved:
    """The child with this id, as long as it is one of those who are bullied."""
    for child in held.file.with_role(Role.TARGET):
        if child.pk == involved_id:
            return child
    raise Http404


def came_from(request: StaffRequest, held: HeldCase) -> str:
    """The page of this case from which the phone is handed over: there its teacher goes on. Empty for any other."""
    before = page_before(request)
    goes_on = before.startswith(reverse("case", args=[held.case.pk])) and before != request.path
    return before if goes_on else ""


def handing_over(request: StaffRequest, held: HeldCase, child: Involved) -> HttpResponse | None:
    """On a page for a child: hands the phone over where that was asked, with the number; leads to where it is asked
    otherwise. None where the child has it already."""
    if handed_over.handed_over(request):
        return None
    number = request.POST.get("number", "")
    if request.method == "POST" and len(number) == 4 and number.isascii() and number.isdigit():
        case = reverse("case", args=[held.case.pk])
        to = safe_next(request, case)
        if not to.startswith(case):
            to = case
        handed_over.hand_over(request, handed_over.HandedOver(page=request.path, to=to, number=number))
        return redirect(request.path)
    return redirect("ask_child", held.case.pk, child.pk)


class NumberForm(KringForm):
    number = ShortText(label=lazy("Het getal van daarnet"), missing=lazy("Vul het getal in."), limit=4)


@staff_page()
def handed_back(request: StaffRequest) -> Page:
    """For the child: give the phone back. For the teacher: the number, and on to where it was handed over."""
    mark = handed_over.handed_over(request)
    if mark is None:
        return redirect("home")

    is_judged = request.method == "POST" and handed_over.may_be_judged(request, mark)

    def carried_out(form: NumberForm, act: Any) -> None:
        if not (is_judged and handed_over.give_back(request, form.cleaned_data["number"])):
            raise Refused("number", _("Dat is niet het goede getal."))

    return FormPage(
        form=NumberForm,
        verb=carried_out,
        to=mark.to,
        said=_("Het antwoord staat bij de zaak.") if mark.kept else _("Er is geen antwoord bewaard."),
        template="kring/child/handed_back.html",
        words={"done": mark.done, "may_try": mark.may_try, "back_to": "" if mark.done else mark.page},
        keeps_drafts=False,
    )
