"""School: the doors by which children and parents tell something: which are open, and at which short address."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring.reports.actions.doors import LONGEST, Doors, door_of, set_doors
from kring.reports.models import Door
from kring.school.act import Act
from kring.trail.verbs import Verb
from kring.web.forms import EmailLine, FormPage, KringForm, Page, ShortText, Tick
from kring.web.request.requests import StaffRequest
from kring.web.school.readers import readers_with_photos
from kring.web.school.saved import kept
from kring.web.school.writing import around
from kring.web.way_in.doors import staff_page
from kring.web.way_in.sight import changes_protocol


class DoorsForm(KringForm):
    for_children = Tick(
        label=gettext_lazy("De deur voor kinderen is open"),
        hint=gettext_lazy(
            "Een kind kan vertellen wat er gebeurt, ook zonder naam. De {coordinator} en de directeur lezen het."
        ),
        required=False,
    )
    for_parents = Tick(label=gettext_lazy("De deur voor ouders is open"), required=False)
    says_numbers = Tick(
        label=gettext_lazy("Laat bij de deuren zien hoe vaak er iets verteld wordt"),
        hint=gettext_lazy(
            "En hoe vaak er dezelfde dag antwoord was. Per schooljaar, tot de laatste maand, en nooit minder dan vijf."
        ),
        required=False,
    )
    address = ShortText(
        label=gettext_lazy("Kort adres"),
        hint=gettext_lazy("Kleine letters, cijfers en streepjes. Het staat op de poster: kies het één keer."),
        missing=gettext_lazy("Kies een kort adres, bijvoorbeeld de naam van de school."),
        limit=LONGEST,
    )
    board_name = ShortText(
        label=gettext_lazy("Wie leest het als het over de directeur gaat?"),
        hint=gettext_lazy(
            "Een contact van het bestuur. Is er niemand (meer), dan leest de {coordinator} het. Ook wat er nog wacht."
        ),
        required=False,
    )
    board_mail = EmailLine(label=gettext_lazy("E-mail van dit contact"), required=False)
    board_phone = ShortText(label=gettext_lazy("Telefoon van dit contact"), required=False, limit=30)
    contact = ShortText(
        label=gettext_lazy("Met wie kunnen ouders praten?"),
        hint=gettext_lazy("Het aanspreekpunt, met telefoon. Is dit leeg, dan staat de {coordinator} bij de deur."),
        required=False,
    )
    complaints = ShortText(
        label=gettext_lazy("Waar staat jullie klachtenregeling?"),
        hint=gettext_lazy("Het adres van een pagina op internet. Ouders vinden het bij hun deur."),
        required=False,
        limit=300,
    )


FIELDS = (
    "for_children",
    "for_parents",
    "says_numbers",
    "address",
    "board_name",
    "board_mail",
    "board_phone",
    "contact",
    "complaints",
)


@staff_page(when=changes_protocol)
def doors(request: StaffRequest) -> Page:
    """Open or shut the doors."""
    door = door_of(request.staff.school)

    def save(form: DoorsForm, act: Act) -> Door:
        return set_doors(act=act, doors=Doors(**{name: form.cleaned_data[name] for name in FIELDS}))

    page = FormPage(
        form=DoorsForm,
        verb=save,
        to=reverse("school_doors"),
        said=_("De deuren zijn bewaard."),
        template="kring/school/doors.html",
        words=around(_("De deuren"), _("Bewaren"), reverse("school"), _("School"))
        | {"readers": readers_with_photos(request)},
    )
    if door is None:
        return page
    return kept(page, request, Door.objects.select_for_update(no_key=True), door, fields_of, Verb.DOORS_CHANGED)


def fields_of(door: Door) -> dict[str, object]:
    """What the form changes, as it stands now."""
    return {name: getattr(door, name) for name in FIELDS}
