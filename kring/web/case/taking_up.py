"""Ik pak dit op: one press on Vandaag, or this page, says to the others which of them does a duty."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from kring.cases.access import Need
from kring.cases.actions.taking_up import is_asked
from kring.cases.actions.taking_up import take_up as verb
from kring.cases.held import HeldCase
from kring.web.case.overview import head_of
from kring.web.forms import FormPage, Page, SureForm, by_field
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.place import standing_in
from kring.web.way_in.doors import staff_page


@staff_page()
@case_form(Need.WRITE)
def take_up(request: StaffRequest, held: HeldCase, duty: str) -> Page:
    """Say that you do this duty; the colleagues who could do it see that on Vandaag."""
    visit = held.file.progress.last
    if request.method != "POST" and (held.file.progress.current is None or not is_asked(visit, duty)):
        raise Http404
    task = visit.task(duty)
    return FormPage(
        form=SureForm,
        verb=by_field(verb, case_id=held.case.pk, duty=duty),
        to=reverse("today"),
        said=_("Jij pakt dit op. Je collega’s zien het ook."),
        template="kring/case/small_form.html",
        words={
            **head_of(held.file),
            "form_title": _("Pak jij dit op?"),
            "form_text": _("‘%(what)s’: je collega’s zien op Vandaag dat jij dit doet.")
            % {"what": _(task.duty.title if task else visit.step.question or visit.step.title)},
            "save": _("Ik pak dit op"),
            "back_url": reverse("today"),
            "back": _("Vandaag"),
        },
        keeps_drafts=False,
        # Vandaag was opened in one step; what is asked in another round is another time of the same duty.
        stands=standing_in(visit),
    )
