"""The colleague's door: who, what, where and whether there is danger, in half a minute; the rest is asked in the case.

It opens from the home screen of a phone (`way_in/home_screen.py`) and makes the same report by the same verb as the
long form (protocol, step 1). Decision 157.
"""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy

from kring.cases.actions.opening import NewReport
from kring.cases.bodies import Danger
from kring.cases.models import Report
from kring.protocol.terms import total
from kring.school.rights import Right, having
from kring.web.forms import Choice, LongText, Option, Page, drafts
from kring.web.forms.tokens import token_sent
from kring.web.models import Submission
from kring.web.report.named import NamesChildren
from kring.web.report.views import report_page
from kring.web.request.redirects import SeeOther
from kring.web.request.requests import StaffRequest
from kring.web.road.cards import ChipOne
from kring.web.way_in.doors import staff_page

NONE = "none"
FULLY = "fully"
"""The button that goes on with what was filled in on the long form."""
SIGNS = total(
    {
        Danger.VIOLENCE: gettext_lazy("Geweld of bedreiging"),
        Danger.SELF_HARM: gettext_lazy("Doet zichzelf iets aan"),
        Danger.HOME: gettext_lazy("Thuis niet veilig"),
        Danger.STAFF: gettext_lazy("Door een medewerker"),
    },
    Danger,
)
"""Short enough for a tap; whoever has more to say of it does so on the long form, or in the case."""


class QuickForm(NamesChildren):
    """Who, what, where, and danger: that is answered each time, with one tap, for nobody may pass it by unseen."""

    danger = Choice(
        label=gettext_lazy("Is er nu gevaar?"),
        options=(
            Option(NONE, gettext_lazy("Nee")),
            *(Option(sign.value, label) for sign, label in SIGNS.items()),
        ),
        widget=ChipOne(),
        missing=gettext_lazy("Kies of er nu gevaar is. Twijfel je? Kies wat er het dichtst bij komt."),
    )
    story = LongText(
        label=gettext_lazy("Wat is er gebeurd?"),
        hint=gettext_lazy("Typ, of spreek het in met de microfoon van je toetsenbord."),
        missing=gettext_lazy("Schrijf kort op wat er gemeld is. Een paar zinnen is genoeg."),
        rows=3,
    )
    in_page_order = ("danger", "bullied", "targets", "story", "place", "bullies", "instigators")

    @property
    def unfolded(self) -> dict[str, bool]:
        """The parts of the page that are folded until something stands in them."""
        typed = {name: self._rows_typed(name) for name in self.rows}
        return typed | {"doing": self._says_who_does_it()}

    def report(self) -> NewReport:
        """What was filled in, as the verb takes it: told by a colleague, today; when it happened is asked later."""
        typed = self.cleaned_data
        return NewReport(
            story=typed["story"],
            reported_by=Report.By.COLLEAGUE,
            people=tuple(self.people()),
            reported_on=self.today,
            passed_on=True,
            dangers=() if typed["danger"] == NONE else (Danger(typed["danger"]),),
            place=typed["place"] or "",
        )


@staff_page(when=having(Right.REPORT), else_home=True)
def quick(request: StaffRequest) -> Page:
    """The short form. One of its buttons takes all of it along to the long one.

    An installed Kring opens here: whoever may not report is led to where their own work begins.
    """
    if request.method == "POST" and FULLY in request.POST and (moved := _on_the_long_form(request)):
        return moved
    return report_page(request, form=QuickForm, template="kring/report/quick.html", is_quick=True)


def _on_the_long_form(request: StaffRequest) -> HttpResponse | None:
    """What was filled in so far, as a draft of the long form, where the same fields have the same names."""
    token = token_sent(request)
    if token is None or token.staff_id != request.staff.pk:
        return None
    if done := Submission.objects.filter(token=token.id, staff=request.staff).first():
        return SeeOther(done.went_to)
    moved: Any = request.POST.copy()
    if (danger := moved.pop("danger", [NONE])[-1]) != NONE:
        moved["dangers"] = danger
    moved.pop(FULLY)
    there = drafts.beside(token, reverse("report"))
    drafts.keep(staff=request.staff, token=there, data=moved, at=request.now)
    drafts.forget(staff_id=request.staff.pk, token=token, data=request.POST)
    return SeeOther(drafts.page_of(there))
