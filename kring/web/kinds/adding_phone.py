"""Who has to call adds the number that is missing; those who keep the data are told so (decision 077)."""

from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring.cases.access import Need
from kring.cases.actions import phoning
from kring.cases.one_call import to_call
from kring.web.forms import FormPage, KringForm, Page, ShortText, by_field
from kring.web.request.requests import StaffRequest
from kring.web.way_in.doors import case_or_404, staff_page


class PhoneForm(KringForm):
    phone = ShortText(label=lazy("Telefoonnummer"), missing=lazy("Vul het nummer in."), limit=100)


@staff_page()
def add_phone(request: StaffRequest, case_id: UUID, guardianship_id: UUID) -> Page:
    """The number of one guardian of whom none is known."""
    case = case_or_404(request, case_id, Need.WRITE)
    link = to_call(case, guardianship_id)
    if link is None:
        raise Http404
    back = reverse("inform", args=[case_id, guardianship_id])
    return FormPage(
        form=PhoneForm,
        verb=by_field(phoning.add_phone, case_id=case_id, guardianship_id=guardianship_id),
        to=back,
        said=_("Het nummer is toegevoegd. Wie de gegevens bijhoudt, kijkt het na."),
        words={"link": link, "back_url": back},
        template="kring/duties/add_phone.html",
    )
