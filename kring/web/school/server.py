"""What who keeps Kring must know of the server: its worker is silent, its clock is doubted, its disk is filling up,
its trail was meddled with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from kring import words
from kring.backup.age import Age
from kring.backup.age import what_is_known as of_copies
from kring.school.models import StaffMember, WorkerClock
from kring.school.rights import Right, may
from kring.school.worker_clock import SILENT, is_silent
from kring.trail.faults import Fault, Wrong
from kring.trail.models import LastCheck
from kring.vault.installation import key_fingerprint
from kring.vault.models import InstallationMark
from kring.web.request import clock
from kring.web.request.room import Room, free_megabytes, room

_began: timedelta | None = None


def begins() -> None:
    """Called where the web server begins. A worker that starts with it takes its first turn within seconds."""
    global _began
    _began = clock.ticks()


@dataclass(frozen=True, slots=True)
class ServerNotice:
    """One thing to see to, with a page for it where there is one."""

    strong: str
    text: str
    icon: str
    url: str = ""
    link: str = ""


def is_told_of_server(staff: StaffMember) -> bool:
    """Whether this person reads what is known of the server: who can say that the clock is right knows who keeps it."""
    return may(staff, Right.CLOCK)


def is_told_of_copies(staff: StaffMember) -> bool:
    """Whether that person reads how old the last good copy is: not where nobody copies, and not in a demo."""
    return is_told_of_server(staff) and bool(settings.KRING_BACKUP) and not staff.school.is_demo


@dataclass(frozen=True, slots=True)
class Server:
    """What was read of the server, for one page, and how old the last good copy is where that is asked."""

    row: Mapping[str, Any]
    copies: Age | None


def server_notices(server: Server | None) -> list[ServerNotice]:
    """What there is to see to; nothing for who is not told of the server."""
    return _notices(server.row, server.copies) if server else []


def key_sheet(staff: StaffMember, server: Server | None) -> str:
    """What is known of the sheet for the safe, for School: also that it is there."""
    return _of_the_sheet(staff, server.row) if server else ""


def _notices(row: Mapping[str, Any], copies: Age | None) -> list[ServerNotice]:
    turn = WorkerClock(**{name: row[f"clock_{name}"] for name in OF_THE_CLOCK}) if row.get("clock_turn_at") else None
    notices = (*_of_the_worker(turn), _of_the_disk(), _of_the_copies(copies), _of_the_trail(row))
    return [notice for notice in notices if notice]


def backup_line(staff: StaffMember, server: Server | None) -> str:
    """How old the last copy is that was put back and found whole, for the same people; "" for others."""
    if server is None:
        return ""
    copies = server.copies
    if staff.school.is_demo:
        return _("In de demo wordt geen reservekopie gemaakt.")
    if not settings.KRING_BACKUP:
        return _(
            "Er wordt geen reservekopie van Kring gemaakt. Gaat de server stuk, dan is alles weg. Vraag wie de server"
            " beheert om dat te regelen."
        )
    if copies is None or copies.made_at is None:
        return _("Er is nog geen reservekopie gemaakt die heel bleek.")
    return _("De laatste reservekopie is van %(when)s. Ze is teruggezet om te kijken, en was heel.") % {
        "when": words.moment(copies.made_at)
    }


def _of_the_copies(copies: Age | None) -> ServerNotice | None:
    if copies is None or not copies.is_too_old(clock.now()):
        return None
    return ServerNotice(
        _("Er is al te lang geen goede reservekopie gemaakt."),
        _("Gaat de server nu stuk, dan is alles van daarna weg. Vraag wie de server beheert om ernaar te kijken."),
        "circle-alert",
    )


OF_THE_CLOCK = ("turn_at", "believed_at", "doubted_from", "ahead_until")
OF_THE_CHECK = ("faults", "kind", "number", "to", "line_at")


def what_is_known(*, copies: bool) -> dict[str, Any]:
    """The sheet for the safe, the worker's clock, the last check of the trail and of the `copies` when the last was
    made: three or four rows, for a question about something else that reads them along."""
    return {
        **{name: Subquery(InstallationMark.objects.values(name)[:1]) for name in ("sheet_made_at", "sheet_of")},
        **{f"clock_{name}": Subquery(WorkerClock.objects.values(name)[:1]) for name in OF_THE_CLOCK},
        **{f"check_{name}": Subquery(LastCheck.objects.values(name)[:1]) for name in OF_THE_CHECK},
        **(of_copies() if copies else {}),
    }


def _of_the_worker(turn: WorkerClock | None) -> Iterator[ServerNotice]:
    if turn is None:
        if _began is not None and clock.ticks() - _began > SILENT:
            yield ServerNotice(
                _("Kring verstuurt nog geen mails en herinnert niemand."),
                _("Het deel dat dat doet, is nog nooit gestart. Vraag wie de server beheert om het te starten."),
                "circle-alert",
            )
        return
    # Without room on the disk it waits, and cannot write that it is there: then that is what is to be seen to.
    if room() is not Room.NONE and is_silent(turn, clock.now()):
        yield ServerNotice(
            _("Kring verstuurt nu geen mails en herinnert niemand, sinds %(when)s.")
            % {"when": words.moment(turn.turn_at)},
            _("Het deel dat dat doet, staat stil. Vraag wie de server beheert om het weer te starten."),
            "circle-alert",
        )
    if turn.doubted_from is not None:
        yield ServerNotice(
            _("Klopt de klok van de server? Tot iemand dat zegt, gaan er geen herinneringen uit."),
            _("Kring ruimt ook niets op. Mails over gevaar gaan wel."),
            "calendar-clock",
            reverse("clock"),
            _("Kijk of de klok klopt"),
        )


def _of_the_disk() -> ServerNotice | None:
    left, free = room(), {"free": free_megabytes()}
    if left is Room.ENOUGH:
        return None
    if left is Room.NONE:
        return ServerNotice(
            _("De schijf van de server is vol. Kring bewaart nu niets meer."),
            _("Lezen kan nog. Vraag wie de server beheert om nu ruimte te maken: daarna werkt alles vanzelf weer."),
            "circle-alert",
        )
    return ServerNotice(
        _("De schijf van de server raakt vol: nog %(free)s MB vrij.") % free,
        _("Vraag wie de server beheert om ruimte te maken. Straks kan Kring anders niets meer bewaren."),
        "circle-alert",
    )


def _of_the_trail(row: Mapping[str, Any]) -> ServerNotice | None:
    if not row.get("check_faults"):
        return None
    first = str(Fault(Wrong(row["check_kind"]), row["check_number"], row["check_to"], row["check_line_at"]))
    to_do = _("Vraag wie de server beheert om het na te kijken, en om nu een kopie van de database te bewaren.")
    return ServerNotice(
        _("Het spoor klopt niet: er is iets in veranderd buiten Kring om."), f"{first} {to_do}", "circle-alert"
    )


def _of_the_sheet(staff: StaffMember, row: Mapping[str, Any]) -> str:
    """What is known of the sheet with the key, in words; a demo has nothing to lose."""
    if staff.school.is_demo:
        return ""
    made_at = row.get("sheet_made_at")
    if made_at is None:
        said = _(
            "Er is nog geen blad voor de kluis. Zonder de sleutel van Kring kan niemand de dossiers ooit nog lezen."
        )
    elif row["sheet_of"] != key_fingerprint():
        said = _("Het blad voor de kluis is van %(day)s. De sleutel is daarna vervangen: er moet een nieuw blad komen.")
    else:
        return _("Het blad voor de kluis is van %(day)s.") % {"day": _day(made_at)}
    to_do = _("Vraag wie de server beheert om het te maken, en leg het in de kluis van de school.")
    return f"{said % {'day': _day(made_at) if made_at else ''}} {to_do}"


def _day(at: datetime) -> str:
    return words.full_day(at.astimezone(words.HERE).date())
