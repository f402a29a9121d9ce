"""A child comes back with its six words: what the school said, how it stands, and what it wants to say itself."""

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring.protocol.terms import total
from kring.reports import codes
from kring.reports.actions import coming_back
from kring.reports.course import Course, followed
from kring.reports.models import Incoming, Said
from kring.school.errors import NotAllowed, Refused
from kring.web.door import slowly
from kring.web.door.answers import Back, Pause, opened, sealed
from kring.web.door.page import UNTAKEN, Caller, door_page, is_stale, on_the_day
from kring.web.forms.drafts import STATE
from kring.web.forms.texts import readable
from kring.web.way_in.counters import NONE

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

PAUSE = "pause"
LONGEST_CODE = 400
"""So much is read of what was typed as a code; six words are at most 60 letters."""

STANDS: "dict[Course, Words]" = total(
    {
        Course.SENT: lazy("Je verhaal is er. Nu gaat iemand het lezen."),
        Course.READ: lazy("Je verhaal is gelezen. Je krijgt nog een antwoord."),
        Course.TAKEN_UP: lazy("Iemand is nu voor je bezig."),
        Course.ANSWERED: lazy("Er is een antwoord voor je."),
        Course.ASKED: lazy("Er is een vraag voor je."),
        Course.AT_WORK: lazy("De school is er nu mee bezig."),
        Course.CLOSED: lazy("De school denkt dat het goed gaat. Klopt dat niet? Zeg het hier."),
        Course.ASKED_AGAIN: lazy("Het is nu een tijd later. Hoe gaat het met je?"),
        Course.ENDED: lazy("De school is klaar. Klopt dat niet? Zeg het hier."),
        Course.STOPPED: lazy("Je bent gestopt. Je mag hier weer vertellen."),
    },
    Course,
)
"""How it stands, in a child's words; never anything about another child."""

GOES: "dict[Said.What, tuple[Words, str]]" = {
    Said.What.BETTER: (lazy("Het gaat beter"), "trending-up"),
    Said.What.SAME: (lazy("Het is nog zo"), "minus"),
    Said.What.WORSE: (lazy("Het is erger"), "trending-down"),
}

OWN: "dict[str, Words]" = {
    **{kind: label for kind, (label, _icon) in GOES.items()},
    Said.What.STOPPED: lazy("Ik wil stoppen"),
    Said.What.TOLD_AGAIN: lazy("Je vertelde er nog iets bij."),
}
"""What a child said by a tap, as it reads it afterwards."""

PLACES: "tuple[Words, ...]" = (
    lazy("Het eerste woord ken ik niet."),
    lazy("Het tweede woord ken ik niet."),
    lazy("Het derde woord ken ik niet."),
    lazy("Het vierde woord ken ik niet."),
    lazy("Het vijfde woord ken ik niet."),
    lazy("Het zesde woord ken ik niet."),
)


@door_page
def code(caller: Caller) -> HttpResponse:
    """The six words are asked for; the right ones give the page of that child. One address for all of it."""
    sent = caller.request.POST
    if caller.request.method != "POST":
        return _asks_code(caller)
    if STATE in sent:
        return _goes_on(caller)
    if is_stale(caller.request):
        return _asks_code(caller, typed=sent.get("code", ""), wrong=_("Tik nog een keer. Alles staat er nog."))
    if PAUSE in sent:
        return _after_pause(caller, sent[PAUSE])
    return _read(caller, sent.get("code", "")[:LONGEST_CODE])


def _asks_code(caller: Caller, *, typed: str = "", wrong: str = "") -> HttpResponse:
    return caller.page("kring/door/code.html", {"typed": typed, "wrong": wrong}, status=UNTAKEN if wrong else 200)


def _read(caller: Caller, typed: str) -> HttpResponse:
    found = codes.read(typed)
    if found is None:
        return _asks_code(caller, typed=typed, wrong=_what_is_wrong(typed))
    turn = slowly.turn_of(caller.request, caller.at)
    if turn.waits > NONE:
        until = (caller.at + turn.waits).timestamp()
        return _waits(caller, Pause(typed, until), seconds=max(1, round(turn.waits.total_seconds())))
    answer = _found(caller, found)
    if answer is None:
        return _asks_code(caller, typed=typed, wrong=_not_known())
    slowly.was_right(turn, caller.at)
    return answer


def _after_pause(caller: Caller, closed: str) -> HttpResponse:
    """A code whose turn has come is looked at, whatever others sent meanwhile. A wrong one is counted."""
    pause = opened(caller.door, closed, Pause)
    found = codes.read(pause.typed) if pause else None
    if pause is None or found is None:
        return _asks_code(caller)
    left = pause.until - caller.at.timestamp()
    if left > 0:
        return _waits(caller, pause, seconds=max(1, round(left)))
    answer = _found(caller, found)
    if answer is None:
        slowly.turn_of(caller.request, caller.at)
        return _asks_code(caller, typed=pause.typed, wrong=_not_known())
    return answer


def _waits(caller: Caller, pause: Pause, *, seconds: int) -> HttpResponse:
    shown = {PAUSE: sealed(caller.door, pause), "seconds": seconds}
    return caller.page("kring/door/waits.html", shown, status=UNTAKEN)


def _found(caller: Caller, code: codes.Code) -> HttpResponse | None:
    digest = slowly.digest(caller.door, code)
    incoming = coming_back.find(caller.school.pk, digest)
    return None if incoming is None else _shows(caller, incoming)


def _not_known() -> str:
    return _("Deze woorden horen niet bij elkaar. Kijk ze nog eens na.")


def _what_is_wrong(typed: str) -> str:
    """A kind sentence about what does not read as six words."""
    unknown = codes.wrong_words(typed)
    if len(unknown) == 1 and unknown[0] <= len(PLACES):
        return str(PLACES[unknown[0] - 1])
    if unknown:
        return _("Een paar woorden ken ik niet. Kijk ze nog eens na.")
    if codes.how_many(typed) == 0:
        return _("Typ hier je zes woorden.")
    return _("Het zijn zes woorden. Typ ze alle zes.")


def _goes_on(caller: Caller) -> HttpResponse:
    """Something that the child does on its page."""
    sent = caller.request.POST
    back = opened(caller.door, sent[STATE], Back)
    incoming = coming_back.find(caller.school.pk, back.digest) if back else None
    if back is None or incoming is None:
        return _asks_code(caller, wrong=_("Typ je zes woorden nog een keer."))
    text = readable(sent.get("text", ""))
    if is_stale(caller.request):
        return _shows(caller, incoming, text=text, wrong=_("Tik nog een keer. Alles staat er nog."))
    if "ready" in sent:
        return caller.page("kring/door/done.html", {}, leaves=True)
    try:
        said = _does(caller, incoming, back)
    except Refused as refused:
        return _shows(caller, incoming, text=text, wrong=refused.sentence)
    except NotAllowed:
        return _asks_code(caller)
    incoming = coming_back.find(caller.school.pk, back.digest) or incoming
    return _shows(caller, incoming, thanks=said, text="" if said and "add" in sent else text)


def _does(caller: Caller, incoming: Incoming, back: Back) -> str:
    """Carries it out; what is said about it."""
    sent = caller.request.POST
    about: dict[str, Any] = {"incoming_id": incoming.pk, "school_id": caller.school.pk, "came": caller.came}
    if "add" in sent:
        text = readable(sent.get("text", ""))
        coming_back.add(**about, text=text, token=_once(back, "add", text))
        return _("Het is verstuurd. Goed dat je het zegt.")
    if sent.get("how") in GOES:
        how = Said.What(sent["how"])
        coming_back.how_it_goes(**about, how=how, token=_once(back, how, ""))
        return _("Goed dat je dat zegt.") if how is Said.What.WORSE else _("Fijn dat je dat zegt.")
    if "stop" in sent:
        coming_back.stop(**about, token=_once(back, "stop", ""))
        return _("Je bent nu gestopt.")
    return ""


def _once(back: Back, does: str, text: str) -> UUID:
    """What names this one thing said on this one page: sent twice it is said once, something else is something else."""
    return uuid5(back.token, f"{does}|{text.strip()}")


def _shows(caller: Caller, incoming: Incoming, *, text: str = "", wrong: str = "", thanks: str = "") -> HttpResponse:
    """The page of this child."""
    talk = coming_back.see(incoming=incoming, came=caller.came)
    stands = followed(incoming, talk, caller.today)
    shown = {
        "stands": STANDS[stands.course],
        "read_by": stands.read_by,
        "answer_by": on_the_day(stands.answer_by) if stands.answer_by else "",
        "talk": [_line(one) for one in talk],
        "asked": stands.course is Course.ASKED,
        "stopped": stands.course is Course.STOPPED,
        "goes": [(kind.value, label, icon) for kind, (label, icon) in GOES.items()],
        "text": text,
        "wrong": wrong,
        "thanks": thanks,
        STATE: sealed(caller.door, Back(incoming.code_digest, uuid4())),
    }
    return caller.page("kring/door/back.html", shown, status=UNTAKEN if wrong else 200)


def _line(one: Said) -> dict[str, object]:
    """One thing that was said, as the child reads it."""
    is_text = one.kind in (Said.What.ANSWER, Said.What.QUESTION, Said.What.ENDED, Said.What.ADDED)
    return {
        "by": one.by.name if one.by else "",
        "on": one.on,
        "asks": one.kind == Said.What.QUESTION,
        "text": one.text if is_text else OWN.get(one.kind, ""),
    }
