"""A report about a member of staff leaves the protocol (decision 11): whom to call, away from the accused."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.cases.access import concern_readers, may_read_concern
from kring.cases.actions.opening import raise_concern, take_up_concern
from kring.cases.bodies import Danger
from kring.cases.colleagues import colleagues_apart
from kring.cases.danger import advice_at
from kring.cases.models import Concern
from kring.school.calendars import school_year_of
from kring.school.models import StaffMember
from kring.school.order import by_name
from kring.school.rights import Right, having
from kring.trail.verbs import Verb
from kring.web.forms import FormPage, KringForm, LongText, Option, Page, PersonChoice, SureForm, by_field
from kring.web.request.noting import note
from kring.web.request.requests import StaffRequest
from kring.web.request.sure import asks_first
from kring.web.way_in.doors import staff_page


class ConcernForm(KringForm):
    """What was seen or told, and about whom."""

    accused = PersonChoice(
        label=gettext_lazy("Over wie gaat het?"),
        hint=gettext_lazy("Deze persoon krijgt de melding nooit te zien, ook niet als {coordinator} of directeur."),
        required=False,
    )
    story = LongText(
        label=gettext_lazy("Wat is er gezien of verteld?"),
        hint=gettext_lazy("Schrijf alleen op wat je zag of hoorde. Onderzoek zelf niets."),
        missing=gettext_lazy("Schrijf kort op wat er gemeld is."),
    )


@staff_page(when=having(Right.REPORT))
def concern(request: StaffRequest) -> Page:
    """Whom to call first; then what happened, kept for coordinator and head."""
    staff = request.staff
    colleagues = by_name(StaffMember.objects.filter(school=staff.school, is_active=True).exclude(pk=staff.pk))
    names = colleagues_apart(colleagues, school_year_of(request.today))
    return FormPage(
        form=ConcernForm,
        verb=by_field(raise_concern),
        to=lambda kept: reverse("concern_page", args=(kept.pk,)),
        template="kring/report/concern.html",
        offers={"accused": [Option(one.pk, names[one.pk]) for one in colleagues]},
        words={"advice": advice_at(staff.school, (Danger.STAFF,), request.today)},
    )


@staff_page(when=having(Right.REPORT, Right.CONCERNS))
def concern_page(request: StaffRequest, concern_id: UUID) -> Page:
    """For coordinator and head: read it and take it up. For who raised it: that it was kept, and for whom."""
    staff = request.staff
    found = (
        Concern.objects.select_related("raised_by", "accused", "taken_up_by", "school")
        .filter(pk=concern_id, school=staff.school_id)
        .first()
    )
    if found is None:
        raise Http404
    if may_read_concern(staff, found):
        return _read(request, found)
    if found.raised_by_id != staff.pk or request.method == "POST":
        raise Http404
    return render(
        request,
        "kring/report/concern_kept.html",
        {"advice": advice_at(found.school, (Danger.STAFF,), request.today), "readers": _readers(found)},
    )


def _readers(found: Concern) -> list[str]:
    """Who can read it, by name. Nobody, when the accused is the only one who leads this school."""
    leaders = StaffMember.objects.filter(concern_readers(found), school=found.school_id, is_active=True)
    return [
        _("%(name)s (%(role)s)") % {"name": leader.name, "role": leader.get_role_display()}
        for leader in by_name(leaders)
    ]


def _read(request: StaffRequest, found: Concern) -> Page:
    if request.method != "POST":
        note(request, Verb.CONCERN_READ, subject_id=found.pk)
    elif asking := asks_first(
        request,
        title=_("Pak jij deze melding op?"),
        text=_("De ander ziet dan dat jij het doet, en wacht af. Terugnemen kan niet."),
        save=_("Ik pak dit op"),
        back=reverse("concern_page", args=(found.pk,)),
    ):
        return asking
    return FormPage(
        form=SureForm,
        verb=by_field(take_up_concern, concern_id=found.pk),
        to=reverse("concern_page", args=(found.pk,)),
        said=_("Jij pakt deze melding op. Leg verdere stappen vast buiten Kring, zoals jullie bestuur dat afspreekt."),
        template="kring/report/concern_read.html",
        words={
            "advice": advice_at(found.school, (Danger.STAFF,), request.today),
            "concern": found,
            "raised_at": words.moment(found.raised_at, request.today),
            "taken_up_at": words.moment(found.taken_up_at, request.today) if found.taken_up_at else "",
        },
        keeps_drafts=False,
    )
