"""The page of one's own agenda address: what it is for, the address, a new one, stopping."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kring import words
from kring.school.actions import make_calendar_address, stop_calendar_address
from kring.school.calendar_addresses import calendar_address_of
from kring.school.models import CalendarAddress
from kring.school.rights import sees_cases
from kring.web.forms import FormPage, Page, SureForm, by_field
from kring.web.forms.tokens import new_token
from kring.web.request.requests import StaffRequest
from kring.web.way_in.doors import staff_page


@require_safe
@staff_page(when=sees_cases)
def agenda(request: StaffRequest) -> HttpResponse:
    """The address this person has, or a button to make one."""
    address = calendar_address_of(request.staff)
    make_url = reverse("agenda_new")
    context: dict[str, object] = {
        "make_url": make_url,
        "token": new_token(staff_id=request.staff.pk, key=make_url).signed(),
        "address": None,
    }
    if address is not None:
        url = address_of(address)
        context |= {
            "address": url,
            "webcal": f"webcal://{urlsplit(url).netloc}{urlsplit(url).path}",
            "made": words.moment(address.made_at, request.today),
            "fetched": words.near_day(address.fetched_on, request.today) if address.fetched_on else "",
        }
    response = render(request, "kring/agenda/agenda.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def address_of(address: CalendarAddress) -> str:
    """The whole address, as a calendar asks for it."""
    return f"{settings.KRING_URL}{reverse('agenda_feed', args=[address.secret])}"


@staff_page(when=sees_cases)
def new_address(request: StaffRequest) -> Page:
    """Make an address; somebody who has one is first told that it stops."""
    return _sure(
        make_calendar_address,
        title=_("Nieuw adres maken"),
        text=_("Je oude adres stopt meteen. Zet daarna het nieuwe adres in je agenda."),
        said=_("Je agenda-adres is gemaakt."),
    )


@staff_page(when=sees_cases)
def stop_address(request: StaffRequest) -> Page:
    """Stop the address."""
    return _sure(
        stop_calendar_address,
        title=_("Adres stoppen"),
        text=_("Je agenda krijgt niets meer van Kring. Je kunt later een nieuw adres maken."),
        said=_("Je agenda-adres is gestopt."),
    )


def _sure(verb: Callable[..., object], *, title: str, text: str, said: str) -> Page:
    """Asked first; the button says what the title says."""
    return FormPage(
        form=SureForm,
        verb=by_field(verb),
        to=reverse("agenda"),
        said=said,
        template="kring/agenda/sure.html",
        words={"title": title, "text": text},
        keeps_drafts=False,
    )
