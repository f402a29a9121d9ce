"""Changing which colleagues take part: including, excluding, a stand-in, another owner."""

from datetime import date
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.cases.access import Need
from kring.cases.actions import people as verbs
from kring.cases.actions.relatives import decide_on_relative
from kring.cases.around import Colleague, colleagues_of, could_be_excluded, could_own, could_take_part, others_running
from kring.cases.colleagues import colleagues_apart
from kring.cases.held import HeldCase
from kring.cases.relatives import possible_relatives, waiting_relatives
from kring.school.calendars import school_year_of
from kring.school.models import Role as StaffRole
from kring.web.case.small_form import small_form
from kring.web.forms import KringForm, Option, Page, PersonChoice, ShortText, SureForm, YesNo
from kring.web.kinds.relative_stays import relative_in_words
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.way_in.doors import staff_page


class ColleagueForm(KringForm):
    staff = PersonChoice(label=gettext_lazy("Wie?"))
    names_in_verb = {"staff_id": "staff", "to": "staff"}


class StandInForm(KringForm):
    staff = PersonChoice(
        label=gettext_lazy("Wie vervangt de eigenaar?"),
        hint=gettext_lazy("Leeg laten mag: dan vervangt niemand."),
        required=False,
    )
    names_in_verb = {"to": "staff"}


class HandOverForm(KringForm):
    staff = PersonChoice(label=gettext_lazy("Wie wordt de eigenaar?"))
    reason = ShortText(label=gettext_lazy("Waarom?"), required=False)
    names_in_verb = {"to": "staff"}


@staff_page()
@case_form(Need.WRITE, with_school=True)
def include(request: StaffRequest, held: HeldCase) -> Page:
    """Let a colleague take part."""
    return small_form(
        held.file,
        ColleagueForm,
        verbs.include_colleague,
        title=_("Een collega toegang geven"),
        text=_("Deze collega leest dan het hele dossier en kan alles vastleggen."),
        save=_("Toegang geven"),
        said=_("Deze collega heeft nu toegang tot deze zaak."),
        offers={"staff": _options(could_take_part(held.case), request.today)},
    )


@staff_page()
@case_form(Need.WRITE, with_school=True)
def stand_in(request: StaffRequest, held: HeldCase) -> Page:
    """Choose who stands in for the owner."""
    case = held.case
    return small_form(
        held.file,
        StandInForm,
        verbs.set_stand_in,
        title=_("Wie vervangt %(name)s?") % {"name": case.owner.name},
        text=_("De vervanger ziet deze zaak ook op Vandaag."),
        save=_("Bewaren"),
        said=_("De vervanging is bewaard."),
        initial={"staff": case.stand_in_id},
        offers={"staff": _options(could_own(case), request.today)},
    )


@staff_page()
@case_form(Need.LEAD, with_school=True)
def hand_over(request: StaffRequest, held: HeldCase) -> Page:
    """Give the case another owner."""
    return small_form(
        held.file,
        HandOverForm,
        verbs.hand_over,
        title=_("De zaak overdragen"),
        text=_("%(name)s houdt toegang en kan alles blijven lezen.") % {"name": held.case.owner.name},
        save=_("Overdragen"),
        said=_("De zaak is overgedragen."),
        offers={"staff": _options(could_own(held.case), request.today)},
    )


@staff_page()
@case_form(Need.LEAD)
def exclude(request: StaffRequest, held: HeldCase) -> Page:
    """Keep a colleague out of the case. `?wie=` is the one who is chosen already.

    A case that runs already keeps nobody out by this (decision 048): so it is said where one has to look as well.
    """
    text = _(
        "Doe dit bij familie, of als het over deze collega zelf gaat. Wie is uitgesloten, ziet niets van deze zaak."
    )
    if others := others_running(held.case, request.staff):
        cases = words.listed([other.reference for other in others])
        there = _("Er loopt nog een zaak met een van deze kinderen: %(cases)s. Kijk daar ook.")
        more = _("Er lopen nog zaken met een van deze kinderen: %(cases)s. Kijk daar ook.")
        text = f"{text} {(there if len(others) == 1 else more) % {'cases': cases}}"
    return small_form(
        held.file,
        ColleagueForm,
        verbs.exclude,
        title=_("Een collega uitsluiten"),
        text=text,
        save=_("Uitsluiten"),
        said=_("Deze collega ziet niets meer van deze zaak."),
        initial={"staff": request.GET.get("wie", "")},
        offers={"staff": _options(could_be_excluded(held.case, request.staff), request.today)},
    )


class RelativeForm(KringForm):
    keep_out = YesNo(
        label=gettext_lazy("Blijft deze collega buiten de zaak?"),
        yes=gettext_lazy("Ja, buiten de zaak"),
        yes_hint=gettext_lazy("Deze collega ziet niets van de zaak, ook het plan niet."),
        no=gettext_lazy("Nee, bewust niet"),
        no_hint=gettext_lazy("Schrijf hieronder waarom."),
        missing=gettext_lazy("Kies of deze collega buiten de zaak blijft."),
    )
    because = ShortText(
        label=gettext_lazy("Waarom niet?"),
        hint=gettext_lazy("Alleen nodig bij nee. Bijvoorbeeld: het is iemand anders met dezelfde naam."),
        required=False,
    )


@staff_page()
@case_form(Need.LEAD)
def relative(request: StaffRequest, held: HeldCase, staff_id: UUID) -> Page:
    """Whether a colleague who is, or may be, family of a child is kept out of the case (decision 085)."""
    file = held.file
    asked = [*waiting_relatives(file), *possible_relatives(file)]
    one = next((one for one in asked if one.staff.pk == staff_id), None)
    # Sent twice, it leads where it led before; somebody of another school is nobody here.
    known = request.method == "POST" and any(staff_id == colleague.id for colleague in colleagues_of(held.case))
    if one is None and not known:
        raise Http404
    return small_form(
        file,
        RelativeForm,
        decide_on_relative,
        title=_("Blijft %(name)s buiten deze zaak?") % {"name": one.staff.name} if one else "",
        text=relative_in_words(one, file) if one else "",
        save=_("Bewaren"),
        said=_("Bewaard. Dit staat alleen voor de {coordinator} en de directeur in het dossier."),
        staff_id=staff_id,
    )


@staff_page()
@case_form(Need.LEAD)
def lift_exclusion(request: StaffRequest, held: HeldCase, staff_id: UUID) -> Page:
    """Let an excluded colleague go back to what the role gives."""
    colleague = next((one for one in colleagues_of(held.case) if one.id == staff_id), None)
    if colleague is None or (not colleague.excluded and request.method != "POST"):
        raise Http404
    return small_form(
        held.file,
        SureForm,
        verbs.lift_exclusion,
        title=_("Uitsluiting van %(name)s opheffen?") % {"name": colleague.name},
        text=_("%(name)s ziet daarna weer wat bij de rol op school hoort.") % {"name": colleague.name},
        save=_("Opheffen"),
        said=_("De uitsluiting is opgeheven."),
        staff_id=staff_id,
    )


def _options(team: list[Colleague], today: date) -> list[Option]:
    names = colleagues_apart(team, school_year_of(today))
    return [Option(one.id, names[one.id], str(StaffRole(one.role).label)) for one in team]
