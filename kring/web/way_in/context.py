"""What the frame of every page needs: the menu of this role, who is signed in, the demo's date."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kring import words
from kring.school.models import StaffMember
from kring.school.rights import Right, may, sees_cases
from kring.web.request.requests import KringRequest
from kring.web.request.seats import practises
from kring.web.way_in.demo import doors, open_doors
from kring.web.way_in.handed_over import handed_over
from kring.web.way_in.practising import bar, links
from kring.web.way_in.seal import seal_of
from kring.web.way_in.sight import in_demo
from kring.web.way_in.still_in import in_this_browser


@dataclass(frozen=True, slots=True)
class MenuPlace:
    """An item of the menu: the name of its address, its word, its icon, and whether it is there for somebody."""

    address: str
    label: str | Promise
    icon: str
    is_for: Callable[[StaffMember], bool]


def everybody(_staff: StaffMember) -> bool:
    """What all who work here may open."""
    return True


MENU = (
    MenuPlace("today", _("Vandaag"), "sun", sees_cases),
    MenuPlace("cases", _("Zaken"), "folder-open", sees_cases),
    MenuPlace("plans", _("Plannen"), "file-text", sees_cases),
    MenuPlace("school", _("School"), "school", everybody),
)


@dataclass(frozen=True, slots=True)
class Item:
    url: str
    label: str
    icon: str
    current: bool
    count: int = 0


def frame(request: KringRequest) -> dict[str, Any]:
    """The frame's part of the context; costs no query, but one where somebody practises."""
    staff: StaffMember | None = getattr(request, "staff", None)
    lent = staff is not None and handed_over(request) is not None
    if lent:
        staff = None  # a child holds the phone: no page, also not that of an error, has its teacher's name and menu
    about: dict[str, Any] = {
        "staff": staff,
        "nav": [],
        "account_links": [],
        "sign_out_url": reverse("account_logout"),
        "language_url": reverse("set_language"),
        "seal_waits": lent,
        "in_this_browser": lambda: in_this_browser(
            request
        ),  # asked by the pages of the staff alone, and not by the doors
        "sends_mail": settings.KRING_MAIL,
        "protocol_url": reverse("protocol") if staff else "",
        "how_url": reverse("how_it_works") if staff else "",
    }
    if settings.KRING_DEMO:
        # Only the sign-in page asks for them: a template calls what can be called.
        about |= {"demo_colleagues": doors, "open_doors": open_doors, "is_demo": True}
    if staff is None:
        return about
    return about | {
        "nav": menu_for(staff, path=request.path),
        "report_url": reverse("report") if may(staff, Right.REPORT) else "",
        "place": f"{staff.get_role_display()} · {staff.school.name}",
        "account_links": _account_links(request, staff),
        "seal": seal_of(request),
        "today_words": words.day(request.today),
        "demo": _demo(staff),
        "practice": {"bar": bar(staff), **links()} if practises(staff) else None,
    }


def menu_for(staff: StaffMember, *, path: str) -> list[Item]:
    """The menu of this person; the item of the address that is open is the current one."""
    items = []
    for place in MENU:
        url = reverse(place.address)
        if place.is_for(staff):
            items.append(Item(url=url, label=str(place.label), icon=place.icon, current=path.startswith(url)))
    return items


def _account_links(request: KringRequest, staff: StaffMember) -> list[Item]:
    if practises(staff):
        return []
    title = str(_("Oefenen"))
    own = [Item(url=reverse("practice"), label=title, icon="flag", current=False)]
    if sees_cases(staff):
        title = str(_("Kring in je agenda"))
        own.append(Item(url=reverse("agenda"), label=title, icon="calendar-days", current=False))
    own.append(Item(url=reverse("own_step"), label=str(_("Tweede stap")), icon="smartphone", current=False))
    if request.user.is_authenticated and request.user.has_usable_password():
        own.append(
            Item(
                url=reverse("account_change_password"),
                label=str(_("Wachtwoord veranderen")),
                icon="key-round",
                current=False,
            )
        )
    title = str(_("Waar je bent ingelogd"))
    own.append(Item(url=reverse("sessions"), label=title, icon="monitor", current=False))
    if len(request.memberships) > 1:
        own.insert(0, Item(url=reverse("choose_school"), label=str(_("Andere school")), icon="school", current=False))
    return own


def _demo(staff: StaffMember) -> dict[str, str] | None:
    if not in_demo(staff):
        return None
    return {
        "ahead_url": reverse("demo_ahead"),
        "again_url": reverse("demo_again"),
        "roles_url": reverse("demo_roles"),
        "letters_url": reverse("letters"),
    }
