"""School: letters that did not arrive, for those who keep the addresses. Says nothing of the cases they are about."""

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
from kring.cases.actions import refusals
from kring.cases.errors import Refused
from kring.cases.letter_kinds import BY_KEY
from kring.mail import queries
from kring.mail.models import Letter
from kring.mail.outbox import AlreadySent
from kring.school.models import StaffMember
from kring.web.request.redirects import SeeOther
from kring.web.request.requests import StaffRequest, act_of
from kring.web.request.sure import asks_first
from kring.web.way_in.doors import staff_page
from kring.web.way_in.sight import changes_people

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter: to whom, when and why it was written, and what the mail server said. Never its subject."""

    url: str
    name: str
    person_url: str
    address: str
    when: str
    why: str
    refused: bool
    answer: str


def not_arrived(staff: StaffMember) -> str:
    """`Twee mails zijn niet aangekomen.`, for those who keep the addresses; "" for others, or when all arrived."""
    number = queries.undelivered(staff.school).count() if changes_people(staff) else 0
    if number == 0:
        return ""
    return ngettext("%(number)s mail is niet aangekomen.", "%(number)s mails zijn niet aangekomen.", number) % {
        "number": words.capital(words.number(number))
    }


@require_safe
@staff_page(when=changes_people)
def undelivered(request: StaffRequest) -> HttpResponse:
    """The letters that nobody has seen to yet, newest first."""
    found = list(queries.undelivered(request.staff.school).select_related("to_staff__account")[: MOST_SHOWN + 1])
    return render(
        request,
        "kring/school/undelivered.html",
        {"lines": [_line(letter, request) for letter in found[:MOST_SHOWN]], "more": len(found) > MOST_SHOWN},
    )


def _line(letter: Letter, request: StaffRequest) -> LetterLine:
    person = letter.to_staff
    return LetterLine(
        url=reverse("undelivered_letter", args=(letter.pk,)),
        name=person.name if person else "",
        person_url=reverse("school_person_change", args=(person.pk,)) if person else "",
        address=letter.address,
        when=words.moment(letter.made_at, request.today),
        why=why_written(letter),
        refused=letter.refused_at is not None,
        answer=_(letter.answer) if letter.answer else "",
    )


def why_written(letter: Letter) -> str:
    """The moment at which such a letter is written, without how it goes on in the list of all letters; of an urgent
    one only that it is, whatever it tells of a case."""
    if letter.secret:
        return _("Een mail met een link om een wachtwoord te kiezen.")
    if letter.urgent:
        return _("Een dringende mail: vraag de ontvanger om nu in Kring te kijken.")
    kind = BY_KEY.get(letter.kind)
    first, _space, _rest = _(kind.moment).partition(". ") if kind else ("", "", "")
    return f"{first.rstrip('.')}." if first else ""


@require_POST
@staff_page(when=changes_people)
def settle(request: StaffRequest, letter_id: UUID) -> HttpResponse:
    """Sends one again, or notes that it was settled another way. Pressed twice, it is done once."""
    letters = Letter.objects.without_bodies().select_related("school", "to_staff__account")
    letter = letters.filter(school=request.staff.school, pk=letter_id).first()
    if letter is None:
        raise Http404
    if not queries.undelivered(request.staff.school).filter(pk=letter.pk).exists():
        return SeeOther(reverse("undelivered"))
    again = request.POST.get("how") == "again"
    if not again and (
        asking := asks_first(
            request,
            title=_("Is dit geregeld?"),
            text=_("De mail aan %(address)s gaat dan van de lijst, en komt er niet meer op.")
            % {"address": letter.address},
            save=_("Geregeld"),
            back=reverse("undelivered"),
        )
    ):
        return asking
    try:
        if again:
            refusals.send_again(act=act_of(request), letter=letter)
            messages.success(request, _("De mail wordt opnieuw gestuurd."))
        else:
            refusals.settle(act=act_of(request), letter=letter)
            messages.success(request, _("Genoteerd: dit is geregeld."))
    except AlreadySent:
        pass  # somebody else was first
    except Refused as refused:
        messages.warning(request, refused.sentence)
    return SeeOther(reverse("undelivered"))


@require_POST
@staff_page(when=changes_people)
def send_all_again(request: StaffRequest) -> HttpResponse:
    """Sends again what may go again, after a mail server was away. The rest stays, to be settled one by one."""
    letters = queries.undelivered(request.staff.school).select_related("school", "to_staff__account")[:MOST_SHOWN]
    sent, left = refusals.send_all_again(act=act_of(request), letters=letters)
    said = ngettext("%(number)s mail wordt opnieuw gestuurd.", "%(number)s mails worden opnieuw gestuurd.", sent)
    say_how_many(request, messages.SUCCESS, sent, said)
    said = ngettext(
        "%(number)s mail gaat niet opnieuw. Die staat hieronder.",
        "%(number)s mails gaan niet opnieuw. Die staan hieronder.",
        left,
    )
    say_how_many(request, messages.WARNING, left, said)
    return SeeOther(reverse("undelivered"))


def say_how_many(request: StaffRequest, level: int, number: int, said: str) -> None:
    """Says of so many mails what became of them; of none nothing."""
    if number:
        messages.add_message(request, level, said % {"number": words.capital(words.number(number))})
