"""School: after Kring was put back from a copy. What may be missing, and which mails wait for a person."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kring import words
from kring.backup.models import Restoration
from kring.cases.actions import restored as verbs
from kring.cases.errors import Refused
from kring.mail import holding
from kring.mail.models import Letter
from kring.school.models import Portrait, StaffMember
from kring.school.rights import Right, having, may
from kring.web.request.redirects import SeeOther
from kring.web.request.requests import StaffRequest, act_of
from kring.web.request.sure import asks_first
from kring.web.school.undelivered import MOST_SHOWN, say_how_many, why_written
from kring.web.way_in.doors import staff_page
from kring.web.way_in.sight import changes_people

sees_restored = having(Right.PEOPLE, Right.RESTORED)


@dataclass(frozen=True, slots=True)
class RestoredNotice:
    """That something may be missing, from when to when ("" once that is known); and for who sees to it how many mails
    wait."""

    says: str
    waiting: str
    url: str


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One mail that waits: to whom, when and why it was written. Never its subject."""

    url: str
    name: str
    address: str
    when: str
    why: str


def restored_notice(staff: StaffMember) -> RestoredNotice | None:
    """For everybody at school, until a head closes it: whoever wrote something then must look whether it is there.

    Who sees to mails reads of those that wait for as long as they do: nothing else leads to them, and none goes by
    itself.
    """
    restorations = list(Restoration.objects.filter(school_id=staff.school_id).order_by("-restored_at"))
    restoration = next((one for one in restorations if one.closed_at is None), None)
    waiting = holding.held(staff.school).count() if restorations and changes_people(staff) else 0
    if restoration is None and not waiting:
        return None
    return RestoredNotice(
        _says(restoration) if restoration else "",
        ngettext("%(number)s mail wacht op jou.", "%(number)s mails wachten op jou.", waiting)
        % {"number": words.capital(words.number(waiting))}
        if waiting
        else "",
        reverse("restored") if sees_restored(staff) else "",
    )


def _says(restoration: Restoration) -> str:
    return _("Wat er van %(begin)s tot %(end)s is vastgelegd, kan ontbreken.") % {
        "begin": words.moment(restoration.kept_until),
        "end": words.moment(restoration.restored_at),
    }


@require_safe
@staff_page(when=sees_restored)
def restored(request: StaffRequest) -> HttpResponse:
    """What may be missing, and the mails that wait, oldest first."""
    staff = request.staff
    letters = holding.held(staff.school).select_related("to_staff") if changes_people(staff) else Letter.objects.none()
    found = list(letters[: MOST_SHOWN + 1])
    return render(
        request,
        "kring/school/restored.html",
        {
            "says": [_says(one) for one in Restoration.objects.open(staff.school_id)],
            "lines": [_line(letter, request) for letter in found[:MOST_SHOWN]],
            "more": len(found) > MOST_SHOWN,
            "may_close": may(staff, Right.RESTORED),
            "has_photos": Portrait.objects.filter(school=staff.school_id).exists(),
        },
    )


def _line(letter: Letter, request: StaffRequest) -> HeldLine:
    return HeldLine(
        url=reverse("restored_letter", args=(letter.pk,)),
        name=letter.to_staff.name if letter.to_staff else _("Iemand buiten de school") if letter.outside else "",
        address=letter.address,
        when=words.moment(letter.made_at, request.today),
        why=why_written(letter),
    )


@require_POST
@staff_page(when=changes_people)
def decide_letter(request: StaffRequest, letter_id: UUID) -> HttpResponse:
    """Lets one go, or puts it away. Pressed twice, it is done once."""
    letters = Letter.objects.without_bodies().select_related("school", "to_staff__account")
    letter = letters.filter(school=request.staff.school, pk=letter_id).first()
    if letter is None:
        raise Http404
    goes = request.POST.get("how") == "go"
    if not goes and (
        asking := asks_first(
            request,
            title=_("Deze mail niet sturen?"),
            text=_("De mail aan %(address)s gaat dan nooit meer uit. Spreek de collega zelf aan.")
            % {"address": letter.address},
            save=_("Niet sturen"),
            back=reverse("restored"),
        )
    ):
        return asking
    try:
        if goes:
            verbs.let_go(act=act_of(request), letter=letter)
            messages.success(request, _("De mail gaat nu uit."))
        else:
            verbs.put_away(act=act_of(request), letter=letter)
            messages.success(request, _("Genoteerd: deze mail gaat niet."))
    except Refused as refused:
        messages.warning(request, refused.sentence)
    return SeeOther(reverse("restored"))


@require_POST
@staff_page(when=changes_people)
def let_all_go(request: StaffRequest) -> HttpResponse:
    """Lets go what may go, once that was asked. The rest stays, to be decided on one by one."""
    if asking := asks_first(
        request,
        title=_("Alle mails sturen?"),
        text=_("Wat al weg was, komt dan een tweede keer. Terughalen kan niet."),
        save=_("Alles sturen"),
        back=reverse("restored"),
    ):
        return asking
    letters = holding.held(request.staff.school).select_related("school", "to_staff__account")[:MOST_SHOWN]
    sent, left = verbs.let_all_go(act=act_of(request), letters=letters)
    said = ngettext("%(number)s mail gaat nu uit.", "%(number)s mails gaan nu uit.", sent)
    say_how_many(request, messages.SUCCESS, sent, said)
    said = ngettext(
        "%(number)s mail gaat niet. Die staat hieronder.", "%(number)s mails gaan niet. Die staan hieronder.", left
    )
    say_how_many(request, messages.WARNING, left, said)
    return SeeOther(reverse("restored"))


@require_POST
@staff_page(when=having(Right.RESTORED))
def close_restored(request: StaffRequest) -> HttpResponse:
    """It is known what is missing: once that was asked, the line is taken from everybody's pages."""
    if asking := asks_first(
        request,
        title=_("Weten jullie wat er ontbreekt?"),
        text=_("Daarna ziet niemand de melding meer, ook jij niet."),
        save=_("We weten wat er ontbreekt"),
        back=reverse("restored"),
    ):
        return asking
    verbs.close_restoration(act=act_of(request))
    messages.success(request, _("Genoteerd. Niemand ziet de melding nu nog."))
    return SeeOther(reverse("school"))
