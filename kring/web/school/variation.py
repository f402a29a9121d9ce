"""School: the page on which a school bends the protocol: stricter terms, own words, more care. Never less."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kring.protocol.editions import current
from kring.protocol.fitting import LeftOut, fitted
from kring.school import actions
from kring.school.models import School
from kring.trail.verbs import Verb
from kring.web.forms import FormPage, Page, by_field
from kring.web.request.requests import StaffRequest
from kring.web.school.saved import kept
from kring.web.school.variation_form import VariationForm, initial_of
from kring.web.school.writing import around
from kring.web.way_in.doors import staff_page
from kring.web.way_in.sight import changes_protocol


@staff_page(when=changes_protocol)
def variation(request: StaffRequest) -> Page:
    """The form, with beside it what it makes of the protocol: as saved, or as typed when somebody asks to look."""
    school = request.staff.school
    protocol = current(school.protocol)
    now = fitted(school.variation, protocol)

    def as_form(of: School) -> dict[str, object]:
        return initial_of(protocol, fitted(of.variation, protocol).variation)

    page = FormPage(
        form=VariationForm,
        arguments={"protocol": protocol, "former": now.variation},
        verb=by_field(actions.save_variation, school=school),
        to=reverse("school_protocol"),
        said=_("Het protocol van de school is bewaard. Het geldt voor zaken die vanaf nu beginnen."),
        words=around(
            _("Protocol van onze school"),
            _("Bewaren"),
            reverse("school"),
            _("School"),
            _("Strenger en meer mag, minder niet. Lopende zaken houden het protocol waarmee ze begonnen."),
        )
        | {"left_out": [left_out_words(one) for one in now.left_out]},
        template="kring/school/variation.html",
    )
    return kept(page, request, School.objects.select_for_update(no_key=True), school, as_form, Verb.PROTOCOL_VARIED)


def left_out_words(one: LeftOut) -> str:
    """One choice that is stored and does not hold, and why: "Eigen taak: Maatje kiezen. Kies een stap ..."."""
    what = _(one.message) % {"what": one.what}
    return f"{what}. {_(one.why.message) % dict(one.why.values)}"
