"""Changing which colleagues take part: including, excluding, a stand-in, another owner."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring.cases.access import Need, roles_that, roles_that_own
from kring.cases.actions import people as verbs
from kring.cases.around import Colleague, colleagues_of
from kring.cases.held import HeldCase
from kring.cases.models import Case
from kring.school.act import Act
from kring.school.models import Role as StaffRole
from kring.web.case.small_form import small_form
from kring.web.forms import KringForm, Option, PersonChoice, ShortText, SureForm
from kring.web.forms.page import Page, by_field
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.way_in.doors import staff_page


class ColleagueForm(KringForm):
    staff = PersonChoice(label=gettext_lazy("Wie?"))
    names_in_verb = {"to": "staff"}

    def __init__(self, *args: Any, options: list[Option], **more: Any) -> None:
        super().__init__(*args, **more)
        self.choice("staff").offer(options)


class StandInForm(ColleagueForm):
    staff = PersonChoice(
        label=gettext_lazy("Wie vervangt de eigenaar?"),
        hint=gettext_lazy("Leeg laten mag: dan vervangt niemand."),
        required=False,
    )


class HandOverForm(ColleagueForm):
    staff = PersonChoice(label=gettext_lazy("Wie wordt de eigenaar?"))
    reason = ShortText(label=gettext_lazy("Waarom?"), required=False)


@staff_page()
@case_form(Need.WRITE)
def include(request: StaffRequest, held: HeldCase) -> Page:
    """Let a colleague take part."""
    file = held.file
    case = file.case
    gain = roles_that(Need.READ_FILE, with_a_part=True) - roles_that(Need.READ_FILE)
    options = _colleagues(
        one
        for one in colleagues_of(case, 0)
        if not one.part and one.id not in (case.owner_id, case.stand_in_id) and one.role in gain
    )

    def carry_out(form: ColleagueForm, act: Act) -> None:
        verbs.include_colleague(act=act, case_id=file.case.pk, staff_id=form.cleaned_data["staff"])

    return small_form(
        file,
        ColleagueForm,
        carry_out,
        title=_("Een collega laten meedoen"),
        text=_("Deze collega leest dan het hele dossier en kan alles vastleggen."),
        save=_("Laten meedoen"),
        said=_("Deze collega doet nu mee in deze zaak."),
        arguments={"options": options},
    )


@staff_page()
@case_form(Need.WRITE)
def stand_in(request: StaffRequest, held: HeldCase) -> Page:
    """Choose who stands in for the owner."""
    file = held.file
    case = file.case
    options = _colleagues(_able_to_own(case))

    def carry_out(form: StandInForm, act: Act) -> Case:
        return verbs.set_stand_in(act=act, case_id=file.case.pk, to=form.cleaned_data["staff"])

    return small_form(
        file,
        StandInForm,
        carry_out,
        title=_("Wie vervangt %(name)s?") % {"name": case.owner.name},
        text=_("De vervanger ziet deze zaak ook op Vandaag."),
        save=_("Bewaren"),
        said=_("De vervanging is bewaard."),
        initial={"staff": case.stand_in_id},
        arguments={"options": options},
    )


@staff_page()
@case_form(Need.LEAD)
def hand_over(request: StaffRequest, held: HeldCase) -> Page:
    """Give the case another owner."""
    file = held.file
    case = file.case
    options = _colleagues(_able_to_own(case))

    def carry_out(form: HandOverForm, act: Act) -> Case:
        typed = form.cleaned_data
        return verbs.hand_over(act=act, case_id=file.case.pk, to=typed["staff"], reason=typed["reason"])

    return small_form(
        file,
        HandOverForm,
        carry_out,
        title=_("De zaak overdragen"),
        text=_("%(name)s blijft meedoen en kan alles blijven lezen.") % {"name": case.owner.name},
        save=_("Overdragen"),
        said=_("De zaak is overgedragen."),
        arguments={"options": options},
    )


@staff_page()
@case_form(Need.LEAD)
def exclude(request: StaffRequest, held: HeldCase) -> Page:
    """Keep a colleague out of the case. `?wie=` is the one who is chosen already."""
    file = held.file
    case = file.case
    options = _colleagues(
        one for one in colleagues_of(case, 0) if not one.excluded and one.id not in (case.owner_id, request.staff.pk)
    )

    def carry_out(form: ColleagueForm, act: Act) -> None:
        verbs.exclude(act=act, case_id=file.case.pk, staff_id=form.cleaned_data["staff"])

    return small_form(
        file,
        ColleagueForm,
        carry_out,
        title=_("Een collega uitsluiten"),
        text=_(
            "Doe dit bij familie, of als het over deze collega zelf gaat. Wie is uitgesloten, ziet niets van deze zaak."
        ),
        save=_("Uitsluiten"),
        said=_("Deze collega ziet niets meer van deze zaak."),
        initial={"staff": request.GET.get("wie", "")},
        arguments={"options": options},
    )


@staff_page()
@case_form(Need.LEAD)
def lift_exclusion(request: StaffRequest, held: HeldCase, staff_id: UUID) -> Page:
    """Let an excluded colleague go back to what the role gives."""
    file = held.file
    colleague = _colleague_or_404(file.case, staff_id)
    if not colleague.excluded and request.method != "POST":
        raise Http404

    return small_form(
        file,
        SureForm,
        by_field(verbs.lift_exclusion, case_id=file.case.pk, staff_id=staff_id),
        title=_("Uitsluiting van %(name)s opheffen?") % {"name": colleague.name},
        text=_("%(name)s ziet daarna weer wat bij de rol op school hoort.") % {"name": colleague.name},
        save=_("Opheffen"),
        said=_("De uitsluiting is opgeheven."),
    )


def _able_to_own(case: Case) -> list[Colleague]:
    """Whom the case could be given to, or who can stand in: not those kept out of it, nor the owner."""
    able = roles_that_own()
    return [one for one in colleagues_of(case, 0) if one.role in able and not one.excluded and one.id != case.owner_id]


def _colleagues(team: Iterable[Colleague]) -> list[Option]:
    return [Option(one.id, one.name, str(StaffRole(one.role).label)) for one in team]


def _colleague_or_404(case: Case, staff_id: UUID) -> Colleague:
    for colleague in colleagues_of(case, 0):
        if colleague.id == staff_id:
            return colleague
    raise Http404
