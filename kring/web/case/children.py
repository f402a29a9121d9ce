"""Changing which children take part: adding one, another role, or that one takes no part after all."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring.cases.access import Need
from kring.cases.actions import people as verbs
from kring.cases.actions.leaving import settle_gone
from kring.cases.actions.people import WHY
from kring.cases.case_file import CaseFile
from kring.cases.held import HeldCase
from kring.cases.models import Involved
from kring.cases.wrongly_told import who_heard
from kring.protocol.terms import Role
from kring.web.case.small_form import small_form
from kring.web.forms import Choice, KringForm, LongText, Option, Page, PeopleChoice, YesNo
from kring.web.kinds.put_right import heard_option
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.finding import AsksForChild, OneChild
from kring.web.road.pupils import ToChoose, to_choose
from kring.web.way_in.doors import staff_page

ROLE_OPTIONS = (
    Option(Role.TARGET.value, gettext_lazy("Wordt gepest")),
    Option(
        Role.BOTH.value,
        gettext_lazy("Wordt gepest en pest ook"),
        gettext_lazy("Beide gesprekken, en de zorg van allebei."),
    ),
    Option(Role.INSTIGATOR.value, gettext_lazy("Pest")),
    Option(Role.FOLLOWER.value, gettext_lazy("Pest mee")),
    Option(Role.WITNESS.value, gettext_lazy("Ziet het")),
)


class _ChildForm(AsksForChild):
    """Asks for a child that takes no part yet."""

    names_in_verb = {"pupil_id": "pupil"}

    def for_verb(self) -> dict[str, Any]:
        """The child in one argument, however it was given."""
        asked = {*self.of_child, "child"}
        rest = {name: value for name, value in self.cleaned_data.items() if name not in asked}
        return rest | {"pupil_id": self.cleaned_data["child"]}


class AddChildForm(_ChildForm):
    pupil = OneChild(label=gettext_lazy("Welke leerling?"))
    role = Choice(label=gettext_lazy("Wat is de rol van dit kind?"), options=ROLE_OPTIONS, coerce=Role)


WHO_HEARS = gettext_lazy("Welke ouders moeten dit horen?")


class _PartForm(KringForm):
    """Asks whom to tell, of those who heard something of this case; nobody did: it asks nothing."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if not self.several("tell").choices:
            del self.fields["tell"]


class RoleForm(_PartForm):
    role = Choice(label=gettext_lazy("Wat is de rol van dit kind?"), options=ROLE_OPTIONS, coerce=Role)
    mistake = YesNo(
        label=gettext_lazy("Was de oude rol een vergissing?"),
        yes_hint=gettext_lazy(
            "Stond in het plan ten onrechte dat dit kind pest? Dan gaat het dicht tot de nieuwe versie."
        ),
        no_hint=gettext_lazy("Het was zo, en nu is het anders."),
    )
    because = LongText(label=gettext_lazy("Waarom?"), required=False, rows=2)
    tell = PeopleChoice(label=WHO_HEARS, required=False)


class LeavesForm(_PartForm):
    mistake = YesNo(
        label=gettext_lazy("Waarom hoort dit kind niet in de zaak?"),
        yes=gettext_lazy("Het had er niets mee te maken"),
        no=gettext_lazy("Het kind zit niet meer in de zaak"),
        yes_hint=gettext_lazy("Is er een plan? Dan gaat het dicht voor het team, tot de nieuwe versie er is."),
        no_hint=gettext_lazy("Bijvoorbeeld: dit kind zit niet meer op school."),
        missing=gettext_lazy("Kies een van de twee."),
    )
    because = LongText(label=gettext_lazy("Wat is er gebeurd?"), missing=WHY, rows=2)
    tell = PeopleChoice(label=WHO_HEARS, required=False)


@staff_page()
@case_form(Need.WRITE, with_school=True)
def add_child(request: StaffRequest, held: HeldCase) -> Page:
    """Add a pupil with a role."""
    file = _open_case(request, held)
    return small_form(
        file,
        AddChildForm,
        verbs.add_child,
        title=_("Een leerling toevoegen"),
        text=_("De leerkracht van de groep krijgt dan ook toegang tot deze zaak."),
        save=_("Toevoegen"),
        said=_("De leerling zit nu in deze zaak."),
        arguments={"pupils": _others(request, file)},
    )


@staff_page()
@case_form(Need.WRITE)
def change_role(request: StaffRequest, held: HeldCase, involved_id: UUID) -> Page:
    """Give a child another role."""
    file = _open_case(request, held)
    child = _child_or_404(request, file, involved_id)
    heard, own = _tell(file, child, request)
    return small_form(
        file,
        RoleForm,
        verbs.change_role,
        title=_("De rol van %(child)s") % {"child": file.name_of(child)},
        text=_("Een rol hoort bij deze zaak, nooit bij het kind."),
        save=_("Bewaren"),
        said=_("De rol is veranderd."),
        initial={"role": child.role, "tell": own},
        offers={"tell": heard},
        involved_id=involved_id,
    )


class SwapForm(_ChildForm, _PartForm):
    pupil = OneChild(label=gettext_lazy("Welke leerling was het wel?"))
    because = LongText(label=gettext_lazy("Wat is er misgegaan?"), missing=WHY, rows=2)
    tell = PeopleChoice(label=WHO_HEARS, required=False)


@staff_page()
@case_form(Need.WRITE, with_school=True)
def swap_child(request: StaffRequest, held: HeldCase, involved_id: UUID) -> Page:
    """It was another child: the right one takes the wrong one's place."""
    file = _open_case(request, held)
    child = _child_or_404(request, file, involved_id)
    heard, own = _tell(file, child, request)
    name = file.name_of(child)
    return small_form(
        file,
        SwapForm,
        verbs.swap_child,
        title=_("Was het niet %(child)s?") % {"child": name},
        text=_(
            "Het goede kind komt in de plaats, met dezelfde rol."
            " Is er een plan? Dan gaat het dicht voor het team, tot de nieuwe versie er is."
        ),
        save=_("Wissel de leerling"),
        said=_("De leerling is gewisseld."),
        offers={"tell": heard},
        arguments={"pupils": _others(request, file)},
        initial={"tell": own},
        involved_id=involved_id,
    )


@staff_page()
@case_form(Need.WRITE)
def remove_child(request: StaffRequest, held: HeldCase, involved_id: UUID) -> Page:
    """Say that a child takes no part after all."""
    file = _open_case(request, held)
    child = _child_or_404(request, file, involved_id)
    heard, own = _tell(file, child, request)
    name = file.name_of(child)
    return small_form(
        file,
        LeavesForm,
        verbs.remove_child,
        title=_("%(child)s uit de zaak halen?") % {"child": name},
        text=_("Wat over %(child)s is opgeschreven, blijft in het dossier. Er komen geen nieuwe taken bij.")
        % {"child": name},
        save=_("Ja, haal uit deze zaak"),
        said=_("Deze leerling is uit de zaak gehaald."),  # no name: it goes by way of a cookie
        initial={"tell": own},
        offers={"tell": heard},
        involved_id=involved_id,
    )


class GoneForm(KringForm):
    passed_on = LongText(
        label=gettext_lazy("Aan wie is het doorgegeven?"),
        hint=gettext_lazy("Bijvoorbeeld: de nieuwe school, met de ouders erbij. Of schrijf op waarom aan niemand."),
        missing=gettext_lazy("Schrijf op aan wie het is doorgegeven, of waarom aan niemand."),
        rows=3,
    )


@staff_page()
@case_form(Need.WRITE)
def child_gone(request: StaffRequest, held: HeldCase, involved_id: UUID) -> Page:
    """A child left the school: what was still to be done with or for it ends in one act."""
    file = _open_case(request, held)
    child = _child_or_404(request, file, involved_id)
    if request.method != "POST" and file.is_gone(child):
        raise Http404
    return small_form(
        file,
        GoneForm,
        settle_gone,
        title=_("%(child)s zit niet meer op school") % {"child": file.name_of(child)},
        text=_(
            "Wat nog met of voor dit kind moest, kan niet meer, ook het bellen van de ouders. Kring vraagt er "
            "niet meer om. Het dossier blijft. Komt het kind terug, dan vraagt Kring het weer."
        ),
        save=_("Afronden voor dit kind"),
        said=_("Bewaard. Kring vraagt niets meer wat met dit kind moest."),
        involved_id=involved_id,
    )


def _others(request: StaffRequest, file: CaseFile) -> ToChoose:
    """The pupils of the school who take no part in this case now."""
    return to_choose(request.staff, request.today).without({child.pupil_id for child in file.people})


def _tell(file: CaseFile, child: Involved, request: StaffRequest) -> tuple[list[Option], list[str]]:
    """The guardians who were told something in this case, those of this child first; and these, who must hear it unless
    somebody says otherwise."""
    heard = sorted(who_heard(file).values(), key=lambda one: one.link.pupil_id != child.pupil_id)
    own = [str(one.link.pk) for one in heard if one.link.pupil_id == child.pupil_id]
    return [heard_option(file, one, request.today) for one in heard], own


def _open_case(request: StaffRequest, held: HeldCase) -> CaseFile:
    """The file of a case that still runs. A closed one answers a form with its sentence, and shows none."""
    if held.file.progress.current is None and request.method != "POST":
        raise Http404
    return held.file


def _child_or_404(request: StaffRequest, file: CaseFile, involved_id: UUID) -> Involved:
    """A child who takes part now; one who has just left is no 404 for the second of a double click."""
    for child in file.people if request.method != "POST" else file.everyone:
        if child.pk == involved_id:
            return child
    raise Http404
