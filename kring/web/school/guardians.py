"""School: the guardians of a pupil, whether they have custody, and how to reach them."""

from uuid import UUID

from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.cases.actions import school_changes
from kring.cases.apart import whole_names_apart
from kring.school import actions
from kring.school.act import Act
from kring.school.actions.families import WHY_HELD_BACK
from kring.school.families import KnownGuardian, guardians_of_others
from kring.school.models import Custody, Guardianship, Pupil, Relation
from kring.trail.verbs import Verb
from kring.web.forms import (
    Choice,
    DayField,
    EmailLine,
    FormPage,
    KringForm,
    LongText,
    Option,
    Page,
    PersonChoice,
    ShortText,
    SureForm,
    Tick,
    by_field,
)
from kring.web.request.requests import StaffRequest
from kring.web.school.pupils import page_of
from kring.web.school.saved import kept
from kring.web.school.writing import FORM, around
from kring.web.way_in.doors import staff_page
from kring.web.way_in.sight import changes_people, guardianship_or_404, pupil_or_404

LOCKED = Guardianship.objects.select_related("guardian").select_for_update(no_key=True)
"""A link with its guardian, both locked while it is saved."""


def _relation() -> Choice:
    return Choice(
        label=gettext_lazy("Wat is deze persoon voor het kind?"),
        options=[Option(value, label) for value, label in Relation.choices],
        missing=gettext_lazy("Kies wat deze persoon voor het kind is."),
    )


def _custody() -> Choice:
    return Choice(
        label=gettext_lazy("Heeft deze persoon gezag over het kind?"),
        options=[
            Option(Custody.YES, gettext_lazy("Ja"), gettext_lazy("De leerkracht vertelt deze ouder wat er speelt.")),
            Option(Custody.NO, gettext_lazy("Nee"), gettext_lazy("Kring vraagt niet om deze persoon te informeren.")),
            Option(
                Custody.UNKNOWN,
                gettext_lazy("Weet ik niet"),
                gettext_lazy("Vraag het na. Tot dan zegt Kring erbij dat het niet bekend is."),
            ),
        ],
        missing=gettext_lazy("Kies of deze persoon gezag heeft, of dat je het niet weet."),
    )


class ContactForm(KringForm):
    name = ShortText(label=gettext_lazy("Naam"), missing=gettext_lazy("Vul de naam in."))
    relation = _relation()
    phone = ShortText(label=gettext_lazy("Telefoonnummer"), required=False)
    email = EmailLine(label=gettext_lazy("E-mailadres"), required=False)
    reach = LongText(
        label=gettext_lazy("Hoe en wanneer bereik je deze persoon het best?"),
        hint=gettext_lazy("Bijvoorbeeld: na vijf uur, of een appje overdag."),
        required=False,
        rows=3,
    )
    language = ShortText(
        label=gettext_lazy("Welke taal spreekt deze persoon?"),
        hint=gettext_lazy("Alleen als dat geen Nederlands is."),
        required=False,
    )
    interpreter = Tick(label=gettext_lazy("Bij een gesprek is een tolk nodig"))
    call_apart = Tick(label=gettext_lazy("Apart bellen: nooit samen met een andere ouder"))
    address_secret = Tick(label=gettext_lazy("Adres en nummer zijn geheim, ook voor de andere ouder"))


class NewGuardianForm(ContactForm):
    custody = _custody()
    field_order = ["name", "relation", "custody", "phone", "email", "reach", "language", "interpreter"]


@staff_page(when=changes_people)
def add_guardian(request: StaffRequest, pupil_id: UUID) -> Page:
    """Somebody who cares for this pupil and is not known at school yet."""
    pupil = pupil_or_404(request, pupil_id)

    def save(form: NewGuardianForm, act: Act) -> Guardianship:
        return school_changes.add_guardian(act=act, pupil=pupil, id=act.token, **form.cleaned_data)

    return FormPage(
        form=NewGuardianForm,
        verb=save,
        to=page_of(pupil),
        said=_("De ouder of verzorger is toegevoegd."),
        words=_around(pupil, _("Ouder of verzorger toevoegen"), _("Toevoegen")),
        template=FORM,
    )


class LinkForm(KringForm):
    guardian = PersonChoice(label=gettext_lazy("Wie is het?"), hint=gettext_lazy("Achter de naam staat van welk kind."))
    relation = _relation()
    custody = _custody()


@staff_page(when=changes_people)
def link_guardian(request: StaffRequest, pupil_id: UUID) -> Page:
    """Somebody who is known already, as a guardian of a brother or sister."""
    pupil = pupil_or_404(request, pupil_id)
    known = guardians_of_others(pupil)
    by_id = {one.guardian.pk: one.guardian for one in known}

    def save(form: LinkForm, act: Act) -> Guardianship:
        guardian = by_id[form.cleaned_data.pop("guardian")]
        return school_changes.link_guardian(act=act, pupil=pupil, guardian=guardian, **form.cleaned_data)

    return FormPage(
        form=LinkForm,
        offers={"guardian": _offered(known)},
        verb=save,
        to=page_of(pupil),
        said=_("De ouder of verzorger staat er nu ook bij dit kind."),
        words=_around(pupil, _("Ouder van een broer of zus"), _("Koppelen")),
        template=FORM,
        keeps_drafts=False,
    )


def _offered(known: list[KnownGuardian]) -> list[Option]:
    names = whole_names_apart(child for one in known for child in one.children)
    return [
        Option(
            one.guardian.pk,
            _("%(name)s (van %(children)s)")
            % {"name": one.guardian.name, "children": words.listed(names[child.pk] for child in one.children)},
            group=_("Zelfde achternaam") if one.shares_name else _("Alle anderen"),
        )
        for one in known
    ]


@staff_page(when=changes_people)
def change_guardian(request: StaffRequest, pupil_id: UUID, guardianship_id: UUID) -> Page:
    """Another name, number or relation. Contacts are the same for all children of this guardian."""
    pupil = pupil_or_404(request, pupil_id)
    link = guardianship_or_404(pupil, guardianship_id)
    page = FormPage(
        form=ContactForm,
        verb=by_field(actions.change_guardian, guardianship=link),
        to=page_of(pupil),
        said=_("De gegevens zijn bewaard."),
        words=_around(
            pupil,
            _("%(name)s wijzigen") % {"name": link.guardian.name},
            _("Bewaren"),
            _("Naam en bereikbaarheid gelden ook voor de broers en zussen."),
        ),
        template=FORM,
    )
    # The contacts are shared: a colleague may have changed them from the page of a brother or sister.
    links = tuple(link.guardian.guardianships.values_list("pk", flat=True))
    return kept(page, request, LOCKED, link, _as_form, Verb.GUARDIAN_CHANGED, subjects=links)


def _as_form(link: Guardianship) -> dict[str, object]:
    guardian = link.guardian
    return {
        "name": guardian.name,
        "relation": link.relation,
        "phone": guardian.phone,
        "email": guardian.email,
        "reach": guardian.reach,
        "language": guardian.language or "",
        "interpreter": guardian.interpreter,
        "call_apart": guardian.call_apart,
        "address_secret": guardian.address_secret,
    }


class CustodyForm(KringForm):
    custody = _custody()


@staff_page(when=changes_people)
def set_custody(request: StaffRequest, pupil_id: UUID, guardianship_id: UUID) -> Page:
    """Whether this guardian has custody over this pupil: one question."""
    pupil = pupil_or_404(request, pupil_id)
    link = guardianship_or_404(pupil, guardianship_id)
    page = FormPage(
        form=CustodyForm,
        initial={"custody": ""} if link.custody == Custody.UNKNOWN else {},
        verb=by_field(school_changes.set_custody, guardianship=link),
        to=_back_to_case(request) or page_of(pupil),
        said=_("Het gezag is vastgelegd."),
        words=_around(
            pupil,
            _("Gezag van %(name)s over %(child)s") % {"name": link.guardian.name, "child": pupil.first_name},
            _("Bewaren"),
            _("Twijfel je? Vraag het de ouders, of kijk in het gezagsregister."),
        ),
        template=FORM,
        keeps_drafts=False,
    )
    return kept(page, request, LOCKED, link, lambda one: {"custody": one.custody}, Verb.GUARDIAN_CUSTODY_SET)


class HoldBackForm(KringForm):
    until = DayField(
        label=gettext_lazy("Tot en met welke dag hoort deze ouder nog niets?"),
        hint=gettext_lazy("Maak het leeg als deze ouder weer alles mag horen."),
        required=False,
        not_past=True,
    )
    because = LongText(
        label=gettext_lazy("Waarom?"),
        hint=gettext_lazy("Wie belt, leest dit. Bijvoorbeeld: eerst overlegt de school met Veilig Thuis."),
        missing=WHY_HELD_BACK,
        rows=2,
    )

    def needed(self) -> dict[str, bool]:
        return {"because": bool(self.sent("until"))}


@staff_page(when=changes_people)
def hold_back(request: StaffRequest, pupil_id: UUID, guardianship_id: UUID) -> Page:
    """Until when this guardian hears nothing yet, and why. Nobody is asked to tell until then (decision 084)."""
    pupil = pupil_or_404(request, pupil_id)
    link = guardianship_or_404(pupil, guardianship_id)
    page = FormPage(
        form=HoldBackForm,
        verb=by_field(school_changes.hold_back, guardianship=link),
        to=page_of(pupil),
        said=_("Bewaard."),
        words=_around(
            pupil,
            _("%(name)s nog niets vertellen over %(child)s") % {"name": link.guardian.name, "child": pupil.first_name},
            _("Bewaren"),
            _("Tot en met deze dag vraagt Kring niemand om deze ouder te bellen. De stappen gaan gewoon door."),
        ),
        template=FORM,
    )
    return kept(page, request, LOCKED, link, _as_held, Verb.GUARDIAN_HELD_BACK)


def _as_held(link: Guardianship) -> dict[str, object]:
    return {"until": link.not_told_until, "because": link.not_told_because or ""}


def _back_to_case(request: StaffRequest) -> str:
    """The page of a case from which somebody came to settle custody (`?terug=/zaken/…`); "" for any other address."""
    back = request.GET.get("terug", "")
    is_here = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_here and back.startswith(reverse("cases")) else ""


@staff_page(when=changes_people)
def unlink_guardian(request: StaffRequest, pupil_id: UUID, guardianship_id: UUID) -> Page:
    """Somebody is no longer a guardian of this pupil. Asked first, on a page of its own."""
    pupil = pupil_or_404(request, pupil_id)
    link = guardianship_or_404(pupil, guardianship_id)
    return FormPage(
        form=SureForm,
        verb=by_field(school_changes.unlink_guardian, guardianship=link),
        to=page_of(pupil),
        said=_("Deze persoon staat niet meer bij dit kind."),
        words=_around(
            pupil,
            _("%(name)s weghalen bij %(child)s?") % {"name": link.guardian.name, "child": pupil.first_name},
            _("Weghalen"),
            _("Wat er al met deze persoon besproken is, blijft in de zaken staan."),
        ),
        template=FORM,
        keeps_drafts=False,
    )


def _around(pupil: Pupil, title: str, save: str, lead: str = "") -> dict[str, object]:
    return around(title, save, page_of(pupil), pupil.name, lead)
