"""School: a colleague who lost the telephone comes in again, because somebody who knows them lets them in."""

from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from kring.cases.actions.second_step import let_back_in
from kring.school.second_step import may_be_let_in
from kring.web.forms import FormPage, Page, SureForm, by_field
from kring.web.request.requests import StaffRequest
from kring.web.school.writing import around
from kring.web.way_in.asked_again import asked_again
from kring.web.way_in.doors import staff_page
from kring.web.way_in.sight import changes_people, colleague_or_404


@staff_page(when=changes_people)
def let_in(request: StaffRequest, staff_id: UUID) -> Page:
    """Takes away what this colleague has for the second step; they set up a new one."""
    person = colleague_or_404(request, staff_id)
    if not may_be_let_in(person, by=request.staff):
        raise Http404
    if asking := asked_again(request):
        return asking
    title = _("%(name)s weer binnenlaten") % {"name": person.name}
    return FormPage(
        form=SureForm,
        verb=by_field(let_back_in, staff=person),
        to=reverse("school_people"),
        said=_("%(name)s stelt de volgende keer bij het inloggen een nieuwe tweede stap in.") % {"name": person.name},
        words=around(title, _("Binnenlaten"), reverse("school_person_change", args=[person.pk]), person.name)
        | {"person": person},
        template="kring/school/let_in.html",
        keeps_drafts=False,
    )
