"""School: how the server goes, in words, for those who can say that the clock is right: they know who keeps it.

The same as a monitor is told in numbers (`kring/config/metrics.py`), of this school and the machine below it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Min
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kring import words
from kring.backup.manifest import release
from kring.mail.models import Letter
from kring.school.models import StaffMember, WorkerClock
from kring.school.rights import Right, having
from kring.trail.models import LastCheck
from kring.web.request import clock
from kring.web.request.requests import StaffRequest
from kring.web.request.room import free_megabytes
from kring.web.school.seldom import what_is_there
from kring.web.school.server import backup_line, server_notices
from kring.web.way_in.doors import staff_page

PLENTY = 10_000
"""Megabytes on the disk from which nobody counts them one by one."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is watched, and how it is."""

    label: str
    text: str


@require_safe
@staff_page(when=having(Right.CLOCK))
def how_it_goes(request: StaffRequest) -> HttpResponse:
    """What is the matter first, if anything is; then all that is watched."""
    staff = request.staff
    server = what_is_there(staff, request.today, request.now).server
    lines = [
        Told(_("Mails"), _mails(staff)),
        *_worker(request),
        Told(_("Herinneringen"), _sweep(staff)),
        Told(_("Reservekopie"), backup_line(staff, server)),
        Told(_("Schijf"), _disk(free_megabytes())),
        Told(_("Klok"), _("Volgens de server is het nu %(when)s.") % {"when": _now()}),
        Told(_("Spoor"), _trail()),
        Told(_("Versie"), _("Kring %(version)s") % {"version": release()}),
    ]
    return render(request, "kring/school/how_it_goes.html", {"lines": lines, "server": server_notices(server)})


def _disk(megabytes: int) -> str:
    if megabytes >= PLENTY:
        return _("Er is nog %(free)s GB vrij.") % {"free": words.figure(megabytes // 1_000)}
    return _("Er is nog %(free)s MB vrij.") % {"free": words.figure(megabytes)}


def _mails(staff: StaffMember) -> str:
    """Of this school; how many letters wait at others is none of theirs."""
    waiting = Letter.objects.waiting().filter(school=staff.school, not_before__lte=clock.now(), held_at=None)
    found = waiting.aggregate(number=Count("pk"), oldest=Min("made_at"))
    if not found["number"]:
        return _("Er wacht geen mail.")
    said = ngettext("Er wacht %(number)s mail.", "Er wachten %(number)s mails.", found["number"]) % {
        "number": words.number(found["number"])
    }
    return _("%(said)s De oudste is van %(when)s.") % {"said": said, "when": words.moment(found["oldest"])}


def _worker(request: StaffRequest) -> Iterator[Told]:
    turn = WorkerClock.objects.first()
    if turn is not None:
        says = _("Voor het laatst aan het werk: %(when)s.") % {"when": words.moment(turn.turn_at, request.today)}
        yield Told(_("Wat Kring zelf doet"), says)


def _sweep(staff: StaffMember) -> str:
    if staff.school.looked_on is None:
        return _("Kring keek nog niet wat er bij jullie te doen is.")
    day = words.full_day(staff.school.looked_on)
    return _("Kring keek op %(day)s voor het laatst wat er bij jullie te doen is.") % {"day": day}


def _now() -> str:
    now = clock.now()
    return words.vocabulary().at_time(words.full_day(now.astimezone(words.HERE).date()), words.clock(now))


def _trail() -> str:
    checked = LastCheck.objects.first()
    if checked is None:
        return _("Het spoor is nog niet nagekeken.")
    when = {"when": words.moment(checked.ended_at)}
    if checked.faults:
        return _("Nagekeken op %(when)s: het klopt niet.") % when
    return _("Nagekeken op %(when)s: het klopt.") % when
