"""What who keeps Kring must know of the server: its clock is doubted, or its disk is filling up."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kring.school.models import StaffMember
from kring.school.rights import Right, may
from kring.web.request.room import Room, free_megabytes, room
from kring.web.school.clock import clock_notice


@dataclass(frozen=True, slots=True)
class ServerNotice:
    """One thing to see to, with a page for it where there is one."""

    strong: str
    text: str
    icon: str
    url: str = ""
    link: str = ""


def server_notices(staff: StaffMember) -> list[ServerNotice]:
    """For those who can say that the clock is right: they know who keeps the server. Nothing for others."""
    if not may(staff, Right.CLOCK):
        return []
    found = []
    if said := clock_notice(staff):
        found.append(
            ServerNotice(
                said,
                _("Kring ruimt ook niets op. Mails over gevaar gaan wel."),
                "calendar-clock",
                reverse("clock"),
                _("Kijk of de klok klopt"),
            )
        )
    left = room()
    if left is not Room.ENOUGH:
        free = {"free": free_megabytes()}
        strong = (
            _("De schijf van de server is vol. Kring bewaart nu niets meer.")
            if left is Room.NONE
            else _("De schijf van de server raakt vol: nog %(free)s MB vrij.") % free
        )
        text = (
            _("Lezen kan nog. Vraag wie de server beheert om nu ruimte te maken: daarna werkt alles vanzelf weer.")
            if left is Room.NONE
            else _("Vraag wie de server beheert om ruimte te maken. Straks kan Kring anders niets meer bewaren.")
        )
        found.append(ServerNotice(strong, text, "circle-alert"))
    return found
