"""What can be done with what was told: take up a danger, pass it on, say about whom it is, end it, hold it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kring.cases.colleagues import colleagues_apart
from kring.cases.errors import NotAllowed
from kring.reports.access import handles
from kring.reports.actions import handling
from kring.reports.models import Incoming
from kring.reports.told import Subject
from kring.school.calendars import school_year_of
from kring.school.models import StaffMember
from kring.school.order import by_name
from kring.school.rights import Right, having, roles_with
from kring.web.forms import FormPage, KringForm, LongText, Option, Page, PersonChoice, SureForm, YesNo, by_field
from kring.web.request.redirects import SeeOther
from kring.web.request.requests import StaffRequest, act_of
from kring.web.way_in.doors import staff_page

handles_told = having(Right.DOORS)


class PassOnNamelessForm(KringForm):
    """To whom: nobody knows who told it."""

    staff_id = PersonChoice(label=gettext_lazy("Aan wie?"), missing=gettext_lazy("Kies een collega."))


class PassOnForm(PassOnNamelessForm):
    """The same, and whether with the name of who told it."""

    with_name = YesNo(
        label=gettext_lazy("Mag deze collega weten wie het vertelde?"),
        hint=gettext_lazy("Bij nee leest je collega alleen wat er verteld is."),
        missing=gettext_lazy("Kies of deze collega mag weten wie het vertelde."),
    )


class AboutForm(KringForm):
    """Which colleague it is about."""

    accused = PersonChoice(
        label=gettext_lazy("Over wie gaat het?"),
        hint=gettext_lazy("Deze collega krijgt het nooit te zien, ook niet in een mail."),
        required=False,
    )


class EndForm(KringForm):
    """The last answer: what was done instead."""

    text = LongText(
        label=gettext_lazy("Wat schrijf je aan wie het vertelde?"),
        hint=gettext_lazy(
            "Zeg wat er gedaan is, vriendelijk en zonder verwijt. Zeg ook dat opnieuw vertellen altijd mag."
        ),
        missing=gettext_lazy("Schrijf een antwoord. Een paar woorden is genoeg."),
        rows=4,
    )


@require_POST
@staff_page(when=handles_told)
def take_up(request: StaffRequest, incoming_id: UUID) -> HttpResponse:
    """One tap: somebody is at it. A second one changes nothing."""
    try:
        taken = handling.take_up_danger(act=act_of(request), incoming_id=incoming_id)
    except NotAllowed:
        raise Http404 from None
    if taken.taken_up_by_id == request.staff.pk:
        messages.success(request, _("Jij pakt dit op. Wie het vertelde, kan dat lezen."))
    else:
        messages.warning(request, _("Een collega was je voor en pakt dit al op."))
    return SeeOther(reverse("told_one", args=(incoming_id,)))


@staff_page(when=handles_told)
def pass_on(request: StaffRequest, incoming_id: UUID) -> Page:
    """Let a colleague read it."""
    incoming = _incoming_or_404(request, incoming_id)
    if incoming.subject != Subject.CHILDREN:
        raise Http404
    known = incoming.who_told.is_known
    nobody: dict[str, Any] = {} if known else {"with_name": False}
    able = StaffMember.objects.filter(
        school=request.staff.school_id, is_active=True, role__in=roles_with(Right.REPORT)
    ).exclude(pk=request.staff.pk)
    return _step(
        incoming,
        PassOnForm if known else PassOnNamelessForm,
        handling.pass_on,
        form_title=_("Doorgeven aan een collega"),
        form_text=_("Je collega krijgt een mail en leest het in Kring. Jij blijft over het antwoord gaan."),
        save=_("Doorgeven"),
        said=_("Doorgegeven."),
        offers={"staff_id": _options(request, able)},
        **nobody,
    )


@staff_page(when=handles_told)
def about(request: StaffRequest, incoming_id: UUID) -> Page:
    """Say which colleague it is about."""
    incoming = _incoming_or_404(request, incoming_id)
    if incoming.subject == Subject.CHILDREN:
        raise Http404
    others = StaffMember.objects.filter(school=request.staff.school_id, is_active=True).exclude(pk=request.staff.pk)
    return _step(
        incoming,
        AboutForm,
        handling.say_about_whom,
        form_title=_("Om welke collega gaat het?"),
        form_text=_("Gaat het over jou zelf? Geef het door aan het bestuur, en lees het hier niet verder."),
        save=_("Bewaren"),
        said=_("Bewaard. Deze collega krijgt het niet te zien."),
        offers={"accused": _options(request, others)},
        initial={"accused": incoming.accused_id},
        drafts=False,
    )


@staff_page(when=handles_told)
def end(request: StaffRequest, incoming_id: UUID) -> Page:
    """Close it with a last answer."""
    incoming = _incoming_or_404(request, incoming_id)
    quiet = incoming.held or incoming.stopped_on is not None
    return _step(
        incoming,
        SureForm if quiet else EndForm,
        handling.end_quietly if quiet else handling.end,
        form_title=_("Afsluiten"),
        form_text=_("Er gaat geen antwoord uit. Wat er verteld is, blijft een jaar staan.")
        if quiet
        else _("Wie het vertelde, leest dit met de code. Vertelt die later meer, dan staat het hier weer als nieuw."),
        save=_("Afsluiten"),
        said=_("Afgesloten."),
        drafts=not quiet,
    )


@staff_page(when=handles_told)
def hold(request: StaffRequest, incoming_id: UUID) -> Page:
    """Into the hold folder, or out of it."""
    incoming = _incoming_or_404(request, incoming_id)
    return _step(
        incoming,
        SureForm,
        handling.hold,
        form_title=_("Uit de wachtmap halen") if incoming.held else _("In de wachtmap leggen"),
        form_text=_("Dan staat het weer in de lijst, met de dag waarop een antwoord beloofd is.")
        if incoming.held
        else _("Doe dit alleen met berichten die nergens over gaan. Het blijft te lezen."),
        save=_("Uit de wachtmap halen") if incoming.held else _("In de wachtmap leggen"),
        said=_("Gedaan."),
        drafts=False,
        held=not incoming.held,
    )


def _step(
    incoming: Incoming,
    form: type[KringForm],
    verb: Any,
    *,
    said: str,
    drafts: bool = True,
    offers: dict[str, list[Option]] | None = None,
    initial: dict[str, object] | None = None,
    form_title: str,
    form_text: str,
    save: str,
    **fixed: object,
) -> FormPage[KringForm]:
    back = reverse("told_one", args=(incoming.pk,))
    return FormPage(
        form=form,
        verb=by_field(verb, incoming_id=incoming.pk, **fixed),
        to=back,
        said=said,
        template="kring/incoming/step.html",
        words={"back_url": back, "form_title": form_title, "form_text": form_text, "save": save},
        offers=offers or {},
        initial=initial or {},
        keeps_drafts=drafts,
    )


def _options(request: StaffRequest, people: Any) -> list[Option]:
    colleagues = by_name(people)
    names = colleagues_apart(colleagues, school_year_of(request.today))
    return [Option(one.pk, names[one.pk]) for one in colleagues]


def _incoming_or_404(request: StaffRequest, incoming_id: UUID) -> Incoming:
    found = handles(request.staff).filter(pk=incoming_id).first()
    if found is None or (found.case_id is not None):
        raise Http404
    return found
