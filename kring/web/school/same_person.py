"""School: whether a guardian is also a colleague. The same name, number or address only asks (decision 085)."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.cases.actions import school_changes
from kring.cases.colleagues import colleagues_apart
from kring.school.act import Act
from kring.school.calendars import school_year_of
from kring.school.models import Guardian, Guardianship, StaffMember
from kring.school.same_person import who_is_on_staff
from kring.trail.verbs import Verb
from kring.web.forms import FormPage, KringForm, Option, Page, PersonChoice
from kring.web.request.requests import StaffRequest
from kring.web.school.pupils import page_of
from kring.web.school.saved import kept
from kring.web.school.writing import FORM, around
from kring.web.way_in.doors import staff_page
from kring.web.way_in.sight import changes_people, guardianship_or_404, pupil_or_404

LOCKED = Guardianship.objects.select_related("guardian").select_for_update(no_key=True)


class OnStaffForm(KringForm):
    staff = PersonChoice(
        label=gettext_lazy("Welke collega is dit?"),
        hint=gettext_lazy("Werkt deze persoon hier niet? Laat het leeg. Dan vraagt Kring het niet nog eens."),
        required=False,
    )


@staff_page(when=changes_people)
def say_who_on_staff(request: StaffRequest, pupil_id: UUID, guardianship_id: UUID) -> Page:
    """Which colleague this guardian is. Left empty: nobody, and those who look alike are somebody else."""
    pupil = pupil_or_404(request, pupil_id)
    link = guardianship_or_404(pupil, guardianship_id)
    school = request.staff.school
    team = StaffMember.objects.filter(school=school, is_active=True)
    names = colleagues_apart(team, school_year_of(request.today))
    alike = [one.staff for one in who_is_on_staff(school, [link.guardian]) if not one.is_said]

    def save(form: OnStaffForm, act: Act) -> Guardian:
        chosen = form.cleaned_data["staff"]
        staff = next((one for one in team if one.pk == chosen), None)
        return school_changes.say_who_on_staff(act=act, guardianship=link, staff=staff, not_these=alike)

    title = _("Werkt %(name)s op deze school?") % {"name": link.guardian.name}
    lead = _("Dan vraagt Kring bij een zaak van dit kind of deze collega erbuiten blijft.")
    if alike:
        lead = _("%(lead)s Dezelfde naam, hetzelfde nummer of adres: %(names)s.") % {
            "lead": lead,
            "names": words.listed(one.name for one in alike),
        }
    page = FormPage(
        form=OnStaffForm,
        offers={"staff": [Option(one.pk, names[one.pk], one.get_role_display()) for one in team]},
        verb=save,
        to=page_of(pupil),
        said=_("Bewaard."),
        words=around(title, _("Bewaren"), page_of(pupil), pupil.name, lead),
        template=FORM,
        keeps_drafts=False,
    )
    # The same for all children of this guardian: a colleague may have said it on the page of a brother or sister.
    links = tuple(link.guardian.guardianships.values_list("pk", flat=True))
    said = Verb.GUARDIAN_ON_STAFF_SAID
    return kept(page, request, LOCKED, link, lambda one: {"staff": one.guardian.staff_id}, said, subjects=links)
