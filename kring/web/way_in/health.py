"""For a monitor: whether Kring does its work, and in words what it does not. Names nobody, and no case."""

import tempfile
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kring import words
from kring.backup.age import age
from kring.mail.models import Letter
from kring.school.models import WorkerClock
from kring.school.worker_clock import is_silent
from kring.trail.models import LastCheck
from kring.web.request import clock
from kring.web.request.room import Room, data_folder, free_megabytes, room
from kring.web.request.trouble import Trouble, trouble_of

WAITS_LONG = timedelta(hours=1)
A_WRITE = 65_536


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """`goed` with 200; or `niet goed` with 503, and what is wrong in a line each. What is only to be watched is said
    behind `let op`, with 200. Reading may well go on while this is not good: a proxy does not decide by it."""
    wrong, watch = _disk()
    try:
        more, to_watch = _worker()
        wrong, watch = [*wrong, *more, *_trail()], [*watch, *to_watch]
    except Exception as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        wrong.append("De database antwoordt niet." if trouble is Trouble.AWAY else "De database kan niet schrijven.")
    lines = ["niet goed" if wrong else "goed", *wrong, *(f"let op: {one}" for one in watch)]
    answer = HttpResponse("\n".join(lines) + "\n", "text/plain; charset=utf-8", status=503 if wrong else 200)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # what is wrong is logged by what goes wrong
    return answer


def _disk() -> tuple[list[str], list[str]]:
    left = room()
    if left is Room.NONE:
        return [f"De schijf is vol: nog {free_megabytes()} MB vrij. Lezen kan, bewaren niet."], []
    try:
        with tempfile.TemporaryFile(dir=data_folder()) as file:
            file.write(bytes(A_WRITE))
    except OSError as error:
        if trouble_of(error) is None:
            raise
        return ["De schijf weigert te schrijven. Lezen kan, bewaren niet."], []
    return [], [f"De schijf raakt vol: nog {free_megabytes()} MB vrij."] if left is Room.LITTLE else []


def _trail() -> list[str]:
    checked = LastCheck.objects.first()
    if checked is None or not checked.faults:
        return []
    return ["Het spoor klopt niet: er is iets in veranderd buiten Kring om. Welke regel: kring trail verify."]


def _worker() -> tuple[list[str], list[str]]:
    turn, now = WorkerClock.objects.first(), clock.now()
    if turn is None:
        return [], ["De worker heeft nog niet gewerkt."]
    wrong = []
    if room() is not Room.NONE and is_silent(turn, now):  # without room it waits
        wrong.append(f"De worker werkte voor het laatst op {words.moment(turn.turn_at)}.")
    if turn.doubted_from is not None:
        wrong.append("De klok versprong. Tot iemand in Kring zegt dat hij klopt, gaan er geen herinneringen uit.")
    watch = _copies(now)
    waiting = Letter.objects.waiting().filter(school__is_demo=False, not_before__lte=now, held_at=None)
    oldest = waiting.aggregate(oldest=Min("made_at"))["oldest"]
    if oldest is not None and now - oldest > WAITS_LONG:
        hours = (now - oldest) // timedelta(hours=1)
        watch.append(f"De oudste mail wacht al {hours} uur.")
    return wrong, watch


def _copies(now: datetime) -> list[str]:
    """How old the last copy is that was proved, where copies are to be made."""
    if not settings.KRING_BACKUP or settings.KRING_DEMO:
        return []
    known = age()
    if not known.is_too_old(now):
        return []
    if known.made_at is None:
        return ["Er is nog geen reservekopie gemaakt die heel bleek."]
    return [f"De laatste goede reservekopie is van {words.moment(known.made_at)}."]
