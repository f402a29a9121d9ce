"""School: the people who work here, their role, and how they come in."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kring import words
from kring.cases.actions import inviting, school_changes
from kring.cases.invited import may_be_invited
from kring.school.calendars import school_year_of
from kring.school.groups import titles_by_teacher
from kring.school.models import Proposal, Role, StaffMember
from kring.school.order import by_name
from kring.school.rights import RIGHTS
from kring.school.second_step import may_be_let_in
from kring.school.second_yes import waiting
from kring.trail.verbs import Verb
from kring.web.forms import Choice, EmailLine, FormPage, KringForm, Option, Page, ShortText, Tick, YesNo, by_field
from kring.web.request.redirects import SeeOther
from kring.web.request.requests import StaffRequest, act_of
from kring.web.school.proposals_told import sentence
from kring.web.school.saved import kept
from kring.web.school.writing import around
from kring.web.way_in.asked_again import asked_again
from kring.web.way_in.doors import staff_page
from kring.web.way_in.sight import changes_people, colleague_or_404


@dataclass(frozen=True, slots=True)
class StaffLine:
    """Somebody on the staff, in the list."""

    person: StaffMember
    groups: str
    entry: str


@require_safe
@staff_page(when=changes_people)
def people(request: StaffRequest) -> HttpResponse:
    """Everybody who works here, and who used to."""
    everybody = by_name(StaffMember.objects.filter(school=request.staff.school).select_related("account", "school"))
    taught = titles_by_teacher(school_year_of(request.today), [one.id for one in everybody])
    lines = [StaffLine(one, words.listed(taught.get(one.id, [])), _entry(one)) for one in everybody]
    new = Proposal.objects.filter(
        school=request.staff.school, of=Proposal.Of.ROLE, state=Proposal.State.WAITS, staff__is_active=False
    )
    proposed = set(new.values_list("staff_id", flat=True))
    return render(
        request,
        "kring/school/people.html",
        {
            "here": [line for line in lines if line.person.is_active],
            "proposed": [line for line in lines if line.person.pk in proposed],
            "former": [line for line in lines if not line.person.is_active and line.person.pk not in proposed],
            "roles": [(role.label, RIGHTS[role].says) for role in Role],
        },
    )


def _entry(one: StaffMember) -> str:
    if one.account is None:
        return _("kan niet inloggen")
    return "" if one.has_come_in else _("nog geen wachtwoord gekozen")


class PersonForm(KringForm):
    name = ShortText(label=gettext_lazy("Naam"), missing=gettext_lazy("Vul de naam in."))
    form_of_address = ShortText(
        label=gettext_lazy("Hoe noemen de kinderen deze persoon?"),
        hint=gettext_lazy("Bijvoorbeeld juf Anouk."),
        required=False,
        limit=60,
    )
    role = Choice(
        label=gettext_lazy("Rol"),
        options=[Option(role.value, role.label, RIGHTS[role].says) for role in Role],
        missing=gettext_lazy("Kies een rol."),
    )
    email = EmailLine(
        label=gettext_lazy("E-mailadres"),
        hint=gettext_lazy("Hiermee logt deze persoon in. Zonder e-mailadres kan dat niet."),
        required=False,
    )
    names_in_verb = {"email": "email", "password": "email"}


class NewPersonForm(PersonForm):
    invite = Tick(
        label=gettext_lazy("Stuur meteen een uitnodiging"),
        hint=gettext_lazy("Een mail met een link om een eigen wachtwoord te kiezen."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not settings.KRING_MAIL:
            del self.fields["invite"]


@staff_page(when=changes_people)
def add_person(request: StaffRequest) -> Page:
    """Somebody new on the staff."""
    if asking := asked_again(request):
        return asking
    return FormPage(
        form=NewPersonForm,
        initial={"invite": True},
        verb=lambda form, act: inviting.add_colleague(act=act, school=act.by.school, id=act.token, **form.cleaned_data),
        to=reverse("school_people"),
        said=_said_of_new,
        words=around(_("Medewerker toevoegen"), _("Medewerker toevoegen"), reverse("school_people"), _("Medewerkers")),
        template="kring/school/person.html",
    )


def _said_of_new(made: StaffMember) -> str:
    said = _("%(name)s is toegevoegd.") if made.is_active else _("%(name)s is voorgesteld. De rol geldt na een ja.")
    return said % {"name": made.name}


class ChangePersonForm(PersonForm):
    is_active = YesNo(
        label=gettext_lazy("Werkt deze persoon hier nog?"), no=gettext_lazy("Nee, deze persoon kan niet meer inloggen")
    )

    def __init__(self, *args: Any, waits: frozenset[str], is_here: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if Proposal.Of.ROLE in waits:
            del self.fields["role"]
            if not is_here:
                del self.fields["is_active"]
        if Proposal.Of.ADDRESS in waits:
            del self.fields["email"]


@staff_page(when=changes_people)
def change_person(request: StaffRequest, staff_id: UUID) -> Page:
    """Another name, role or address, or that somebody left."""
    if asking := asked_again(request):
        return asking
    person = colleague_or_404(request, staff_id)
    proposed = list(waiting(person).select_related("by", "settled_by", "staff__account"))
    page = FormPage(
        form=ChangePersonForm,
        arguments={"waits": frozenset(one.of for one in proposed), "is_here": person.is_active},
        verb=by_field(school_changes.change_colleague, staff=person),
        to=reverse("school_people"),
        said=lambda changed: _said_of_changed(changed, request),
        words=around(person.name, _("Bewaren"), reverse("school_people"), _("Medewerkers"))
        | {
            "person": person,
            "may_invite": may_be_invited(person),
            "proposed": [sentence(one) for one in proposed],
            "may_be_let_in": may_be_let_in(person, by=request.staff),
        },
        template="kring/school/person.html",
    )
    locked = StaffMember.objects.select_related("account").select_for_update(of=("self",), no_key=True)
    return kept(page, request, locked, person, _as_form, Verb.STAFF_CHANGED, Verb.PROPOSAL_GIVEN)


def _said_of_changed(changed: StaffMember, request: StaffRequest) -> str:
    said = _("De gegevens van %(name)s zijn bewaard.") % {"name": changed.name}
    if waiting(changed).filter(by=request.staff, at=request.now).exists():
        said += " " + _("Een rol of adres is voorgesteld, en geldt na een ja.")
    return said


def _as_form(person: StaffMember) -> dict[str, object]:
    return {
        "name": person.name,
        "form_of_address": person.form_of_address,
        "role": person.role,
        "email": person.account.email if person.account else "",
        "is_active": person.is_active,
    }


@require_POST
@staff_page(when=changes_people)
def invite_person(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Mails a link with which this person chooses a password."""
    if asking := asked_again(request, back=reverse("school_person_change", args=(staff_id,))):
        return asking
    person = colleague_or_404(request, staff_id)
    if not may_be_invited(person):
        raise Http404
    if inviting.invite_colleague(act=act_of(request), staff=person):
        messages.success(request, _("De uitnodiging voor %(name)s is gestuurd.") % {"name": person.name})
    else:
        messages.info(request, _("In de demo gaat er geen uitnodiging uit: daar kiest niemand een wachtwoord."))
    return SeeOther(reverse("school_people"))
