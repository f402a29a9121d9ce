"""Choosing an earlier date for a step, such as the last school day before a holiday (decision 2)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases.access import Need
from kring.cases.actions import deciding
from kring.cases.against import objections
from kring.cases.held import HeldCase
from kring.cases.last_year import gone_by
from kring.cases.models import Fact
from kring.protocol.due import Due
from kring.web.forms import DayField, FormPage, KringForm, LongText, Page, by_field
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.not_now import not_now
from kring.web.road.place import Place
from kring.web.road.resting import rests_on_proposal
from kring.web.way_in.doors import staff_page


class PlanStepForm(KringForm):
    on = DayField(label=lazy("Op welke dag?"), not_past=True, missing=lazy("Kies een dag."))
    why = LongText(label=lazy("Waarom eerder?"), rows=2, required=False)
    although = LongText(
        label=lazy("Waarom toch later dan je eerst koos?"),
        hint=lazy("De {coordinator} en de directeur lezen mee."),
        rows=2,
        required=False,
    )

    def __init__(self, *args: Any, due: Due, against: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not (against and due.brought_forward):
            del self.fields["although"]
        self.day("on").not_after(due.term_on, _("Later dan het protocol mag niet. Kies een eerdere dag."))


@staff_page()
@case_form(Need.WRITE)
def plan_step(request: StaffRequest, held: HeldCase) -> Page:
    """Choose an earlier date for the current step."""
    file = held.file
    visit = file.progress.last
    due = visit.due
    if due is None or (file.progress.current is None and request.method != "POST"):
        return not_now(request, held, because=_("Deze stap heeft geen termijn."))
    if due.term_on < request.today and request.method != "POST":
        late = _("De termijn van deze stap liep tot en met %(day)s. Een eerdere dag kan niet meer: doe de stap nu.")
        return not_now(request, held, because=late % {"day": words.day(due.term_on, request.today)})
    gone = gone_by(file, due.on)
    offered = gone.last_day if gone and gone.last_day >= request.today else due.before_holiday(request.today)
    against = [one.text for one in objections(file)]

    def said(fact: Fact) -> str:
        return _("De datum is nu %(day)s.") % {"day": words.near_day(fact.on, request.today)}

    form_page = FormPage(
        form=PlanStepForm,
        template="kring/duties/plan_step.html",
        verb=by_field(deciding.plan_step, case_id=held.case.pk),
        initial={"on": offered} if offered else {},
        arguments={"due": due, "against": bool(against)},
        words={
            "title": _("Een eerdere datum"),
            "step_title": _(visit.step.title),
            "against": against if due.brought_forward else [],
            "term": words.day(due.term_on, request.today),
            "guideline": due.guideline,
            "proposed": rests_on_proposal(due.term_on, request.today, file.calendar),
            "now": words.day(due.on, request.today) if due.brought_forward else "",
            "offered": words.day(offered, request.today) if offered else "",
            "closed": words.period(due.stretch.first_closed, due.stretch.last_closed, request.today)
            if due.stretch
            else "",
            "weeks": (due.stretch.wait_days + 3) // 7 if due.stretch else 0,
        },
        said=said,
    )
    return Place(held, visit).completed(form_page, continues=False)
